"""What a new model has to pass before it may answer visitors, compared with the live one."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from clinic.training.reading import Reading

SETS = Path(__file__).parent / "regression"
DIALOGUES = SETS / "dialogues.yml"
# How much of a topic's messages may be lost; one alone is no trend.
MARGIN = 0.05
ALLOWED = 1
# A message that is asked back about is half lost: nobody hears anything wrong, and a new topic
# makes every other a little less sure.
ASKED_BACK = 0.5
# The answers to these hold what the answers to those must.
GOOD_ENOUGH = {
    "emergency": {"emergency"},
    "same_day": {"same_day", "emergency"},
    "self_harm": {"self_harm"},
}


@dataclass(frozen=True)
class Gate:
    """One condition: whether it was passed and, where it was not, why and by which messages."""

    name: str
    passed: bool
    why: str = ""
    examples: list[str] = field(default_factory=list)


def questions(taught: Iterable[str] | None = None) -> list[dict[str, Any]]:
    """The regression set: messages with the topic that each means.

    With the labels that are taught, those of topics that were removed are left out.
    """
    rows = _rows(SETS / "questions.jsonl")
    if taught is None:
        return rows
    names = {label.removeprefix("faq/") for label in taught}
    return [row for row in rows if row["topic"] in names]


def red_flags() -> list[dict[str, Any]]:
    """Messages that hide a danger, with the kind of reply that each must get."""
    return _rows(SETS / "red_flags.jsonl")


def _rows(path: Path) -> list[dict[str, Any]]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]


def is_right(row: dict[str, Any], reading: Reading) -> bool:
    """Whether a message of the regression set is taken for what it means."""
    accepted = {row["topic"], *row.get("also_ok", [])}
    if reading.safety:
        return "emergency" in accepted or bool(row.get("flag"))
    read = {each.removeprefix("faq/") for each in (reading.topic, *reading.topics)}
    return bool(accepted & read) and (reading.would != "clarify")


def noticed(row: dict[str, Any], reading: Reading) -> bool:
    return reading.safety in GOOD_ENOUGH[row["flag"]]


def topic_scores(
    rows: list[dict[str, Any]], before: list[Reading] | None, after: list[Reading]
) -> dict[str, dict[str, Any]]:
    """By topic: how many messages, how many right before and after, and which were lost."""
    scores: dict[str, dict[str, Any]] = defaultdict(
        lambda: {
            "cases": 0, "before": 0 if before else None, "after": 0, "asked_back": 0, "lost": [],
        }
    )  # fmt: skip
    for place, row in enumerate(rows):
        score, right = scores[row["topic"]], is_right(row, after[place])
        score["cases"] += 1
        score["after"] += right
        if before is None:
            continue
        was_right = is_right(row, before[place])
        score["before"] += was_right
        if was_right and not right:
            score["asked_back"] += after[place].would == "clarify"
            score["lost"].append(f"{row['text']} → {after[place].in_words()}")
    return dict(sorted(scores.items()))


def topics_gate(scores: dict[str, dict[str, Any]], margin: float = MARGIN) -> Gate:
    """No topic may be understood worse than by the live model, beyond the margin."""
    worse = {
        topic: score
        for topic, score in scores.items()
        if score["before"] is not None and _loss(score) > max(ALLOWED, margin * score["cases"])
    }
    if not worse:
        return Gate("topics", True)
    told = ", ".join(
        f"{topic} ({score['before']} → {score['after']} of {score['cases']})"
        for topic, score in worse.items()
    )
    return Gate(
        "topics",
        False,
        f"Understood worse than by the live model: {told}. Look at what was taught near these "
        "messages.",
        [text for score in worse.values() for text in score["lost"]],
    )


def _loss(score: dict[str, Any]) -> float:
    return score["before"] - score["after"] - ASKED_BACK * score["asked_back"]


def red_flags_gate(
    rows: list[dict[str, Any]], before: list[Reading] | None, after: list[Reading]
) -> Gate:
    """Every danger that the live model notices has to be noticed; without one, all of them."""
    missed = [
        f"{row['text']} → {after[place].in_words()}"
        for place, row in enumerate(rows)
        if not noticed(row, after[place]) and (before is None or noticed(row, before[place]))
    ]
    if not missed:
        return Gate("red flags", True)
    return Gate(
        "red flags",
        False,
        f"{len(missed)} of {len(rows)} dangers would no longer be noticed. Take away the new "
        "examples that resemble these messages.",
        missed,
    )
