"""The wished times in a message: new ones, one more, or those that are noted put right."""

from __future__ import annotations

import re
from typing import Any

from actions.booking import contact, phrases, time_edits, times
from actions.booking.answers import Reading, is_only_a_date
from actions.booking.asking import is_question
from actions.message import Message

_ADDS = re.compile(
    r"^\W*(?:(?:yes|yeah|ok|okay|oh|please|can you|could you)\b\W*)*(?:and|add|include|also|or)\b",
    re.IGNORECASE,
)
_AS_WELL = re.compile(
    r"\balso (?:ok|okay|fine|good|great|works?|possible|free)\b|\b(?:too|as well)\W*$",
    re.IGNORECASE,
)


def times_in(stated: Message, message: Message) -> list[dict[str, Any]]:
    """The times in a message: one about nothing else keeps more of the visitor's words."""
    text, dates = message.text, stated.of("date")
    if dates and is_only_a_date(message) and not phrases.is_correction(text):
        return times.times_as_answer(text, dates)
    return times.times_mentioned(text, dates, other_details(message))


def other_details(message: Message) -> list[str]:
    """The words of towns, numbers and addresses."""
    text = message.text
    spans = [(each.start, each.end) for each in contact.phones_at(text)]
    spans += contact.addresses_at(text)
    return [each.text for each in message.of("location") if each.text] + [
        text[start:end] for start, end in spans
    ]


def edited_times(
    stated: Message, message: Message, requested: str | None, known: dict[str, Any]
) -> list[dict[str, Any]] | None:
    """The wished times with one of them put right, where the message does that."""
    first = known.get("preferred")
    if not first or requested == "preferred":
        return None
    corrects = (
        phrases.is_correction(message.text)
        or requested == "confirmed"
        or is_only_a_date(message)
        or phrases.CHANGE_ASKED.match(message.text) is not None
    )
    if _adds_a_time(stated):
        corrects = False
    edited = time_edits.edited(first, stated.text, stated.of("date"), corrects=corrects)
    return None if edited == first else edited


def add_another(
    message: Message, requested: str | None, known: dict[str, Any], reading: Reading
) -> None:
    """ "or saturday", "add thursday" after the first wish was given: all are kept."""
    first = known.get("preferred")
    if not first or requested == "preferred":
        return
    if not _adds_a_time(message) or is_question(message):
        return
    more = times.times_mentioned(message.text, message.of("date"))
    if more:
        reading.found["preferred"] = time_edits.with_another(first, more[0])


def _adds_a_time(message: Message) -> bool:
    text = message.text
    adds = phrases.OR_ALSO.match(text) or _ADDS.match(text)
    adds = _AS_WELL.search(text) or adds and not phrases.is_correction(text)
    return bool(adds) and not times.turned_down(text, message.of("date"))
