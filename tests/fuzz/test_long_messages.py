"""The longest message that is taken, made to be slow to read, is read in a moment.

Messages are understood on the event loop: one that took a second would hold everybody up.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from actions.booking import (
    consent,
    contact,
    kept,
    names,
    no_days,
    people,
    phrases,
    remarks,
    removals,
    time_clauses,
    time_edits,
    times,
    volunteered_names,
)
from actions.change import reading, reference
from actions.message import Entity, Message
from clinic.chat.intake import LONGEST_TEXT
from clinic.nlu import dates, entities, language, text
from clinic.nlu.parse import parse_message
from clinic.redaction import redact

TODAY = date(2026, 3, 2)
MOST_S = 0.4  # of the processor; a quarter of that where nothing else runs
UNITS = [
    "(", "**", "-", "_", "💥", "é", "\t", "\n", "1/", "1 ", "0", "+", "a", "a-", "a@", "a.a@",
    "dot ", "at ", "next ", "monday ", "ok ", "one ", "my name is ", "Ana ", "no ", "eczema ",
    "and ", "'a",
]  # fmt: skip
WISH = {"said": "monday 2pm", "date": "2026-03-09"}


def _dated(said: str) -> list[Entity]:
    """A day at the beginning and one at the end."""
    return [
        Entity(
            "date", said[at : at + 6], said[at : at + 6], at, at + 6, False, "self", "2026-03-09"
        )
        for at in (0, len(said) - 6)
        if len(said) > 12
    ]


def _message(said: str) -> Message:
    class Tracker:
        sender_id = "conversation"
        latest_message = {"text": said, "entities": []}  # noqa: RUF012

    return Message(Tracker())


READERS: dict[str, Callable[[str], Any]] = {
    "phone": contact.phone_in,
    "e-mail": contact.email_in,
    "spelt e-mail": contact.spelt_email_in,
    "without contacts": contact.without_contacts,
    "name": names.name_as_answer,
    "several names": names.names_of_several,
    "name beside": names.name_beside,
    "name in list": names.name_in_list,
    "others": people.speaks_of_others,
    "times": lambda said: times.times_as_answer(said, []),
    "whole times": lambda said: time_clauses.whole(said, _dated(said), needed=True),
    "mentioned times": lambda said: times.times_mentioned(said, _dated(said)),
    "edited times": lambda said: time_edits.edited([WISH], said, [], corrects=True),
    "hesitates": phrases.hesitates,
    "turned down": removals.turned_down,
    "removals": lambda said: removals.removed(said, {"phone": "1", "email": "a", "name": "A B"}),
    "kept": lambda said: kept.wished_in(_message(said)),
    "sends": consent.sends,
    "past": no_days.past_date,
    "impossible": no_days.impossible_date,
    "reference": reference.reference_in,
    "name booked": volunteered_names.name_booked,
    "how it stands": remarks.asks_how_it_stands,
    "only refuses": reading.only_refuses,
    "stop": phrases.wants_to_stop,
    "question": phrases.is_question_behind,
    "correction": phrases.is_correction,
    "spelling": text.normalise,
    "dates": lambda said: dates.dates_in(said, TODAY),
    "entities": lambda said: entities.entities_in(said, TODAY),
    "language": language.language_of,
    "redaction": redact,
}


def seconds(read: Callable[[str], Any], said: str) -> float:
    began = time.process_time()
    read(said)
    return time.process_time() - began


def longest(unit: str) -> str:
    """The unit again and again, with an end that nothing expects."""
    return (unit * LONGEST_TEXT)[: LONGEST_TEXT - 2] + "!x"


@pytest.mark.parametrize("reader", READERS)
def test_a_message_that_was_made_to_be_slow_is_read_in_a_moment(reader: str) -> None:
    read = READERS[reader]
    read("my number is 203 555 0103, monday at 5")  # word lists are read once
    slow = {unit: took for unit in UNITS if (took := seconds(read, longest(unit))) > MOST_S}
    assert not slow


@pytest.mark.slow
def test_the_whole_understanding_of_such_a_message_takes_little_more(processor: Any) -> None:
    parse_message(processor, "hello")
    slow = {
        unit: took
        for unit in UNITS
        if (took := seconds(lambda said: parse_message(processor, said), longest(unit)))
        > 2 * MOST_S
    }
    assert not slow


def test_a_slow_reader_would_be_seen() -> None:
    quadratic = re.compile(r"\s*\b(?:because)")
    assert seconds(quadratic.search, longest("\t")) > 10 * seconds(quadratic.search, "\t" * 100)
