"""What the visitor's last message was understood as."""

from __future__ import annotations

from copy import copy
from dataclasses import asdict, dataclass
from typing import Any

from rasa_sdk import Tracker


@dataclass(frozen=True)
class Entity:
    entity: str
    value: str
    text: str
    start: int
    end: int
    negated: bool
    subject: str  # "self" or "other"
    resolved: str | None = None  # a date's ISO form where there is one
    corrected: bool = False  # found in spite of its spelling


class Message:
    """A reading of `tracker.latest_message`, which holds the NLU's parse data."""

    def __init__(self, tracker: Tracker) -> None:
        self._parsed: dict[str, Any] = tracker.latest_message or {}
        self.text: str = (self._parsed.get("text") or "").strip()
        self.intent: str | None = (self._parsed.get("intent") or {}).get("name")
        self.confidence: float = self._parsed.get("label_confidence") or 0.0
        self.id: str = self._parsed.get("message_id") or tracker.sender_id
        self.topics: list[str] = self._parsed.get("topics") or self._full_intent()
        self.suggestions: list[str] = self._parsed.get("suggestions") or []
        self.safety: str | None = self._parsed.get("safety")
        self.is_violence: bool = bool(self.safety and self._parsed.get("violence"))
        self.health: list[dict[str, str]] = self._parsed.get("health") or []
        self.language: str | None = self._parsed.get("language")
        self.is_button: bool = self.text.startswith("/") or bool(self._parsed.get("button"))

    @property
    def entities(self) -> list[Entity]:
        return [
            Entity(
                entity=each["entity"],
                value=str(each.get("value") or ""),
                text=str(each.get("text") or each.get("value") or ""),
                start=each.get("start") or 0,
                end=each.get("end") or 0,
                negated=bool(each.get("negated")),
                subject=each.get("subject") or "self",
                resolved=each.get("resolved"),
                corrected=bool(each.get("corrected")),
            )
            for each in self._parsed.get("entities") or []
        ]

    def of(self, entity: str) -> list[Entity]:
        """The entities of one kind, in the order in which they stand in the message."""
        return sorted((e for e in self.entities if e.entity == entity), key=lambda e: e.start)

    def part(self, text: str) -> Message:
        """The same message as if only this piece of it had been said."""
        piece = copy(self)
        piece.text = text
        piece._parsed = {
            **self._parsed,
            "entities": [
                each
                for each in self._parsed.get("entities") or []
                if str(each.get("text") or each.get("value") or "") in text
            ],
        }
        return piece

    def reworded(self, text: str, entities: list[Entity]) -> Message:
        """The same message as if this had been said, with nothing else understood of it."""
        piece = self.part(text)
        piece.intent, piece.topics, piece.confidence = None, [], 0.0
        piece._parsed["entities"] = [
            *(each for each in piece._parsed["entities"] if each["entity"] not in _kinds(entities)),
            *(asdict(each) for each in entities),
        ]
        return piece

    def without(self, entities: list[Entity]) -> Message:
        """The same message as if these had not been found in it."""
        if not entities:
            return self
        places = {(each.entity, each.start) for each in entities}
        left = [
            each
            for each in self._parsed.get("entities") or []
            if (each["entity"], each.get("start") or 0) not in places
        ]
        values = {each.value for each in entities} - {str(each.get("value")) for each in left}
        rest = copy(self)
        rest._parsed = {**self._parsed, "entities": left}
        rest.health = [each for each in self.health if each["value"] not in values]
        return rest

    def blanked(self, spans: list[tuple[int, int]]) -> Message:
        """The same message without what stands there; everything else keeps its place."""
        rest = copy(self)
        for start, end in spans:
            rest.text = rest.text[:start] + " " * (end - start) + rest.text[end:]
        left = [
            each
            for each in self._parsed.get("entities") or []
            if not any(start <= (each.get("start") or 0) < end for start, end in spans)
        ]
        rest._parsed = {**self._parsed, "entities": left}
        return rest

    def _full_intent(self) -> list[str]:
        """The topic of a pressed button or of a shell command such as /faq/pain."""
        full = (self._parsed.get("intent") or {}).get("full_retrieval_intent_name")
        name = self.intent or ""
        return [full] if full else [name] if name.startswith("faq/") else []


def _kinds(entities: list[Entity]) -> set[str]:
    return {each.entity for each in entities}


def since_last_message(tracker: Tracker) -> list[dict[str, Any]]:
    """The events behind the visitor's last message, latest first."""
    happened: list[dict[str, Any]] = []
    for event in reversed(tracker.events):
        if event["event"] == "user":
            break
        happened.append(event)
    return happened
