"""What the assistant understood of a message and why it did what it did, in words for staff."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from clinic.console.answers import Answers
from clinic.console.templating import topic_name
from clinic.redaction import COVERED

MOST_RUNNERS_UP = 4
SAFETY = {
    "emergency": "an emergency",
    "same_day": "something that needs a doctor today",
    "self_harm": "thoughts of self-harm",
}
ACTIONS = {
    "action_answer": "It answered each question with the clinic's approved answer.",
    "action_reply": "It replied with the approved sentence for this kind of message.",
    "action_clarify": "It was not sure enough, so it asked back instead of guessing.",
    "action_handoff": "The visitor wanted a person, so it said how to reach one.",
    "action_safety": "Safety goes before everything else: it said where help is.",
    "action_affirm": "It took the yes for what it had offered last.",
    "action_deny": "It took the no for what it had offered last.",
    "action_continue_booking": "It took up the request that had been left.",
    "action_discard_booking": "It threw the request away that had been left.",
    "action_read_back_old": "The yes of an earlier read-back was pressed; nothing was sent by it.",
    "action_submit_booking": "The visitor agreed to what was read back, so the request was sent.",
}


@dataclass(frozen=True)
class Ranked:
    label: str
    confidence: float


@dataclass(frozen=True)
class Found:
    """An entity: its kind, its words (covered by default), and what is known about it."""

    kind: str
    text: str
    details: list[str]
    covered: bool


@dataclass(frozen=True)
class Understanding:
    label: str
    confidence: float | None
    runners_up: list[Ranked]
    entities: list[Found]
    answers: list[tuple[str, list[str], str]]  # (response, facts, source)
    why: list[str]
    safety: str | None = None
    pressed: bool = False
    slots: list[str] = field(default_factory=list)


def understanding_of(events: Iterable[dict[str, Any]], answers: Answers) -> Understanding | None:
    """Read one turn's tracker events; None where they hold no message."""
    events = list(events)
    parsed = next((each["parse_data"] for each in events if each["event"] == "user"), None)
    if parsed is None:
        return None
    label = parsed.get("label") or (parsed.get("intent") or {}).get("name") or "?"
    confidence = parsed.get("label_confidence")
    said = _said(events)
    return Understanding(
        label=label,
        confidence=confidence if isinstance(confidence, int | float) else None,
        runners_up=_runners_up(parsed, label),
        entities=[_found(each) for each in parsed.get("entities") or ()],
        answers=[(name, answers.facts(name), answers.source(name)) for name in said],
        why=_why(events, parsed, said),
        safety=parsed.get("safety"),
        pressed=bool(parsed.get("button")),
        slots=_slots(events),
    )


def _said(events: list[dict[str, Any]]) -> list[str]:
    names = [
        (each.get("metadata") or {}).get("utter_action")
        for each in events
        if each["event"] == "bot"
    ]
    return [name for name in names if name]


def _runners_up(parsed: dict[str, Any], label: str) -> list[Ranked]:
    ranking = [
        Ranked(each["name"], float(each["confidence"]))
        for each in parsed.get("intent_ranking") or ()
        if each.get("name") and each["name"] != label
    ]
    return ranking[:MOST_RUNNERS_UP]


def _found(entity: dict[str, Any]) -> Found:
    details = []
    if entity.get("negated"):
        details.append("negated")
    if entity.get("subject") == "other":
        details.append("about somebody else")
    if entity.get("resolved"):
        details.append(str(entity["resolved"]))
    kind = str(entity.get("entity") or "?")
    text = str(entity.get("text") or entity.get("value") or "")
    return Found(kind, text, details, kind in COVERED)


def _why(events: list[dict[str, Any]], parsed: dict[str, Any], said: list[str]) -> list[str]:
    actions = [each["name"] for each in events if each["event"] == "action"]
    reasons = []
    if parsed.get("button"):
        reasons.append("The visitor pressed a button, so there was nothing to guess.")
    if parsed.get("safety"):
        what = SAFETY.get(parsed["safety"], "a danger")
        reasons.append(f"The message speaks of {what}.")
    topics = parsed.get("topics") or ()
    if len(topics) > 1:
        reasons.append(f"It holds {len(topics)} questions: {_listed(topics)}.")
    if parsed.get("health"):
        reasons.append(
            "It mentions health, so the clinic's caveat was added and a request gets a flag."
        )
    told = [each for each in actions if each != "action_answer" or topics]
    reasons += [ACTIONS[action] for action in told if action in ACTIONS]
    if "booking_form" in actions:
        rejected = any(each["event"] == "action_execution_rejected" for each in events)
        reasons.append(
            "It was no answer to the form's question, which was put again."
            if rejected
            else "The booking form was open and went on with its next question."
        )
    if not actions and not said:
        reasons.append("Staff held the conversation, so the assistant stayed silent.")
    return reasons


def _listed(topics: Iterable[str]) -> str:
    return ", ".join(topic_name(topic).lower() for topic in topics)


def _slots(events: list[dict[str, Any]]) -> list[str]:
    """The details of the request that this message filled in, by name only."""
    names = [
        each["name"].replace("_", " ")
        for each in events
        if each["event"] == "slot"
        and each.get("value") not in (None, [], False)
        and each["name"] in ("name", "phone", "email", "reach_note", "location",
                             "preferred", "concern", "health_note", "team_note", "confirmed")
    ]  # fmt: skip
    return list(dict.fromkeys(names))
