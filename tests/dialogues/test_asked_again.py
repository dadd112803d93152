"""The name: whatever is one is taken, and nobody is held up by the question."""

from __future__ import annotations

import pytest

from tests.dialogues.matrix import asked, has, heard
from tests.visitor import Visitor

BOOK = "I'd like to book an appointment"
HELPS = "utter_booking_name_helps"


@pytest.mark.parametrize("text", ["Una Frost", "ok J", "you can call me Jo"])
def test_a_name_that_looks_like_none_is_taken(visitor: Visitor, text: str):
    visitor.say(BOOK)
    assert asked(visitor.say(text)) == "phone"


@pytest.mark.parametrize("text", ["bye", "norwalk", "una cita", "ok k"])
def test_what_is_no_name_is_not_taken(visitor: Visitor, text: str):
    visitor.say(BOOK)
    assert asked(visitor.say(text)) == "name"


def test_the_third_time_it_is_said_how_to_get_on(visitor: Visitor):
    visitor.say(BOOK)
    assert not has(visitor.say("bye"), HELPS)
    said = visitor.say("norwalk")
    assert has(said, HELPS) and asked(said) == "name", heard(said)
    visitor.say("203 555 0178")
    said = visitor.say("no")
    assert has(said, "utter_booking_left_out") and asked(said) == "email", heard(said)


def test_any_other_question_says_it_as_well(visitor: Visitor):
    visitor.say(BOOK)
    for text in ("Grace Kim", "203 555 0178", "skip", "hello"):
        said = visitor.say(text)
    assert not has(said, "utter_booking_stuck"), heard(said)
    said = visitor.say("monday")
    assert has(said, "utter_booking_stuck") and asked(said) == "location", heard(said)


def test_questions_in_between_are_answered_and_nothing_more(visitor: Visitor):
    visitor.say(BOOK)
    for text in ("how much is it?", "does it hurt?", "is there downtime?"):
        said = visitor.say(text)
        assert not has(said, HELPS) and asked(said) == "name", heard(said)


@pytest.mark.parametrize(
    "text", ["can I book without giving my name", "can I go on without my phone number"]
)
def test_without_it_is_a_question_about_the_form(visitor: Visitor, text: str):
    visitor.say(BOOK)
    said = visitor.say(text)
    why = "utter_booking_why_name" if "name" in text else "utter_booking_why_phone"
    assert has(said, why) and asked(said) == "name", heard(said)


def test_a_name_said_before_a_message_is_in_it(visitor: Visitor):
    for text in ("I'd like to know if you do laser too and get a call about it", "Una Frost"):
        visitor.say(text)
    said = visitor.say("203 555 0162")
    assert asked(said) is None and "**Name:** Una Frost" in heard(said), heard(said)
