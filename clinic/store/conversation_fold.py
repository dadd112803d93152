"""Folds a conversation's stored events into the one row that lists, filters and charts read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from clinic.redaction import redact

FORM = "booking_form"
FORM_FIELDS = (
    "name", "phone", "email", "location", "preferred", "concern", "health_note", "confirmed",
)  # fmt: skip
GRAVITY = (None, "same_day", "self_harm", "emergency")
A_PERSON = "utter_clarify_person"
MOST_OPENING = 160
MOST_MISSED = 120


@dataclass
class Folded:
    """The state of one conversation's row, and what new events add elsewhere."""

    conversation: str
    started_at: datetime
    last_at: datetime
    day: int
    language: str
    messages: int = 0
    lowest_confidence: float | None = None
    answered: int = 0
    asked_back: int = 0
    handed_over: int = 0
    safety: str | None = None
    helpful: int = 0
    unhelpful: int = 0
    booking: str = "none"
    form_step: int = 0
    staffed: int = 0
    reviewed: bool = False
    needs_person_at: datetime | None = None
    opening: str = ""
    seq_watermark: int = 0
    event_watermark: int = 0


@dataclass
class Additions:
    """What a fold found beside the row itself."""

    topics: set[str] = field(default_factory=set)
    words: list[tuple[int, datetime, str]] = field(default_factory=list)  # (seq, at, text)
    missed: dict[int, str] = field(default_factory=dict)  # by the message's seq


def first_day(moment: datetime, zone: ZoneInfo) -> int:
    """The day's ordinal on the clinic's calendar."""
    return moment.astimezone(zone).date().toordinal()


def fold(row: Folded, said: Iterable[Any], happened: Iterable[Any]) -> Additions:
    """Take in chat events (rows, by seq) and tracker events (rows, by id) behind the watermarks."""
    added = Additions()
    for event in said:
        _take_said(row, event, added)
    for turn, events in groupby(happened, key=lambda event: event.turn):
        _take_turn(row, turn, list(events), added)
    return added


def _take_said(row: Folded, event: Any, added: Additions) -> None:
    row.seq_watermark = event.seq
    row.last_at = max(row.last_at, event.at)
    if event.role == "bot":
        return
    if event.role == "staff":
        row.staffed += 1
        row.needs_person_at = None
    else:
        row.messages += 1
    added.words.append((event.seq, event.at, event.text))


def _take_turn(row: Folded, turn: int, events: list[Any], added: Additions) -> None:
    row.event_watermark = events[-1].id
    data = [event.data for event in events]
    parsed = next((each["parse_data"] for each in data if each["event"] == "user"), None)
    actions = {each["name"] for each in data if each["event"] == "action"}
    said = {(each.get("metadata") or {}).get("utter_action") for each in data}
    _take_form(row, data)
    if parsed is None:
        return
    if not row.opening:
        text = redact(parsed.get("text") or "", parsed.get("entities") or ())
        row.opening = " ".join(text.split())[:MOST_OPENING]
    # "Norwalk", said to the form, asks nothing about the place.
    if not is_for_the_form(data, actions):
        if not parsed.get("button"):
            _take_understanding(row, parsed, added)
        _take_topics(row, parsed, actions, added)
    _take_outcome(row, turn, parsed, actions, said, added)
    moment = datetime.fromtimestamp(events[-1].timestamp, tz=row.started_at.tzinfo)
    if parsed.get("safety") or A_PERSON in said or "action_handoff" in actions:
        row.needs_person_at = moment


def _take_form(row: Folded, data: list[dict[str, Any]]) -> None:
    for event in data:
        if event["event"] == "active_loop" and event["name"] == FORM and row.booking == "none":
            row.booking = "started"
        if event["event"] == "slot" and event["name"] == "requested_slot":
            if event["value"] in FORM_FIELDS:
                row.form_step = max(row.form_step, FORM_FIELDS.index(event["value"]) + 1)
        if event["event"] == "slot" and event["name"] == "language" and event["value"]:
            row.language = str(event["value"])[:16]


def is_for_the_form(data: list[dict[str, Any]], actions: set[str]) -> bool:
    """Whether the message was an answer to the form: "Ana" is then no misunderstood question."""
    rejected = any(each["event"] == "action_execution_rejected" for each in data)
    begun = any(each["event"] == "active_loop" and each["name"] for each in data)
    return FORM in actions and not rejected and not begun


def _take_understanding(row: Folded, parsed: dict[str, Any], added: Additions) -> None:
    confidence = parsed.get("label_confidence")
    if isinstance(confidence, int | float):
        lowest = row.lowest_confidence
        row.lowest_confidence = confidence if lowest is None else min(lowest, confidence)
    label = parsed.get("label")
    if label and label != "nlu_fallback":
        added.topics.add(label[:64])


def _take_topics(row: Folded, parsed: dict[str, Any], actions: set[str], added: Additions) -> None:
    topics = [topic[:64] for topic in parsed.get("topics") or ()]
    added.topics.update(topics)
    if topics and "action_clarify" not in actions:
        row.answered += 1


def _take_outcome(
    row: Folded,
    turn: int,
    parsed: dict[str, Any],
    actions: set[str],
    said: set[str | None],
    added: Additions,
) -> None:
    if "action_clarify" in actions:
        row.asked_back += 1
        text = redact(parsed.get("text") or "", parsed.get("entities") or ())
        added.missed[turn] = " ".join(text.lower().split())[:MOST_MISSED]
    if "action_handoff" in actions or A_PERSON in said:
        row.handed_over += 1
    safety = parsed.get("safety")
    if safety in GRAVITY and GRAVITY.index(safety) > GRAVITY.index(row.safety):
        row.safety = safety
