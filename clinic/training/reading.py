"""How a model reads messages, reduced to what a visitor would notice of it."""

from __future__ import annotations

import gc
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from clinic.training.files import write_whole
from clinic.training.topics import spoken

Progress = Callable[[int, int], None]  # how many of how many are done


@dataclass(frozen=True)
class Reading:
    """What a model makes of one message."""

    topic: str  # the label, "nlu_fallback" where it asks back
    topics: tuple[str, ...]  # every question that would be answered
    safety: str | None
    would: str  # "answer", "clarify", "handoff"
    health: bool

    @property
    def reply(self) -> tuple[str, ...]:
        """The same for two readings that lead to the same reply."""
        if self.safety:
            return ("safety", self.safety)
        if self.would == "clarify":
            return ("clarify",)
        return (self.would, *(self.topics or (self.topic,)), *(("caveat",) * self.health))

    def in_words(self) -> str:
        if self.safety:
            return f"safety: {self.safety.replace('_', ' ')}"
        if self.would == "clarify":
            return "asks back"
        named = ", ".join(map(spoken, self.topics or (self.topic,)))
        return f"{named}{', with a caveat' if self.health else ''}"


class ModelReader:
    """A loaded model of our own, apart from any conversation. Takes seconds to make."""

    def __init__(self, model: Path) -> None:
        from clinic.nlu.parse import load_processor

        self._processor = load_processor(model)

    def read(self, text: str) -> Reading:
        from clinic.nlu.parse import parse_message

        parsed = parse_message(self._processor, text)
        topics, intent = tuple(parsed.get("topics") or ()), parsed["intent"]["name"] or ""
        return Reading(
            topic=topics[0] if topics and intent == "faq" else intent,
            topics=topics,
            safety=parsed.get("safety"),
            would=parsed.get("would") or "answer",
            health=bool(parsed.get("health")),
        )

    def answer(self, topic: str) -> str:
        """The words of the model's answer to a topic, in the clinic's own language."""
        responses = self._processor.domain.responses.get(f"utter_{topic}") or [{}]
        return str(responses[0].get("text", ""))

    def read_all(
        self, texts: list[str], progress: Progress = lambda _done, _all: None
    ) -> list[Reading]:
        """The readings of messages, in their order; what is said again is read once."""
        known: dict[str, Reading] = {}
        for number, text in enumerate(texts, 1):
            if text not in known:
                known[text] = self.read(text)
            if number % 100 == 0 or number == len(texts):
                progress(number, len(texts))
        return [known[text] for text in texts]

    def close(self) -> None:
        """Give its memory back."""
        self._processor = None
        gc.collect()


def kept_readings(path: Path, texts: list[str]) -> list[Reading] | None:
    """What was read of just these texts before, if it was kept at `path`."""
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        if [text for text, _ in kept] != texts:
            return None
        return [_reading(each) for _, each in kept]
    except (OSError, ValueError, TypeError, KeyError):
        return None


def keep_readings(path: Path, texts: list[str], readings: list[Reading]) -> None:
    content: list[Any] = [
        (text, vars(reading)) for text, reading in zip(texts, readings, strict=True)
    ]
    write_whole(path, json.dumps(content, ensure_ascii=False).encode())


def _reading(values: dict[str, Any]) -> Reading:
    return Reading(**{**values, "topics": tuple(values["topics"])})
