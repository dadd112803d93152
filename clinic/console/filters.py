"""The conversation list's filters: read from an address, and written into one."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from clinic.console.forms import Form
from clinic.console.templating import STATE_NAMES
from clinic.store.conversation_filter import ConversationFilter

BOOKINGS = {
    "none": "No request begun",
    "started": "Begun, not sent",
    "begun": "Begun",
    "sent": "Sent",
    **STATE_NAMES,
}
SAFETIES = {
    "any": "Any",
    "emergency": "Emergency",
    "same_day": "Doctor today",
    "self_harm": "Self-harm",
}
CONFIDENCES = {"0.9": "Below 90 %", "0.7": "Below 70 %", "0.5": "Below 50 %"}
LENGTHS = {
    "1-1": "One message",
    "2-5": "2 to 5",
    "6-15": "6 to 15",
    "16-": "More than 15",
}
NAMES = (
    "q", "since", "until", "from_day", "to_day", "topic", "confidence", "length", "language",
    "booking", "step", "safety", "feedback", "reviewed", "tag", "asked_back", "handed_over",
    "alone", "missed",
)  # fmt: skip


def parameters_of(form: Form) -> dict[str, str]:
    """The filters as the address holds them, without the empty ones."""
    return {name: value[:120] for name in NAMES if (value := form.get(name))}


def filter_of(form: Form, zone: ZoneInfo) -> ConversationFilter:
    """What cannot be read counts as not set: a broken address shows a list, never an error."""
    given = parameters_of(form)
    since, until = form.day("since"), form.day("until")
    first, last = form.day("from_day"), form.day("to_day")
    shortest, longest = _length(given.get("length", ""))
    return ConversationFilter(
        since=_midnight(since, zone) if since else None,
        until=_midnight(until + timedelta(days=1), zone) if until else None,
        first_day=first.toordinal() if first else None,
        last_day=last.toordinal() if last else None,
        topic=given.get("topic", "")[:64],
        confidence_below=_one_of(given, "confidence", CONFIDENCES, float),
        asked_back="asked_back" in given,
        handed_over="handed_over" in given,
        alone="alone" in given,
        safety=_one_of(given, "safety", SAFETIES) or "",
        feedback=_one_of(given, "feedback", ("helpful", "unhelpful")) or "",
        booking=_one_of(given, "booking", BOOKINGS) or "",
        form_step=form.number("step", most=8),
        shortest=shortest,
        longest=longest,
        language=given.get("language", "")[:16],
        reviewed={"yes": True, "no": False}.get(given.get("reviewed", "")),
        tag=given.get("tag", "")[:40],
        words=given.get("q", ""),
        missed=given.get("missed", ""),
    )


def place_of(form: Form, name: str) -> tuple[datetime, str] | None:
    """A conversation's place in the list, as `place` has written it into an address."""
    moment, _, conversation = form.get(name).partition("~")
    try:
        at = datetime.fromtimestamp(int(moment) / 1_000_000, UTC)
    except (ValueError, OverflowError, OSError):
        return None
    return (at, conversation[:64]) if conversation else None


def place(moment: datetime, conversation: str) -> str:
    whole = int(moment.timestamp()) * 1_000_000 + moment.microsecond
    return f"{whole}~{conversation}"


def _one_of(given: dict[str, str], name: str, choices: Any, kind: Any = str) -> Any:
    value = given.get(name)
    return kind(value) if value in choices else None


def _length(value: str) -> tuple[int | None, int | None]:
    if value not in LENGTHS:
        return None, None
    least, _, most = value.partition("-")
    return int(least), int(most) if most else None


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone)
