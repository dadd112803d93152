"""Another request right after one that was sent takes over what is said to be the same."""

from __future__ import annotations

import pytest

from tests.dialogues.matrix import EVERYTHING, asked, has, heard
from tests.dialogues.stored import bookings_of
from tests.live import LiveServer
from tests.visitor import Visitor

SENT = "utter_booking_sent"


def _send(visitor: Visitor) -> None:
    for text in ("I'd like to book an appointment", EVERYTHING, "yes"):
        said = visitor.say(text)
    assert has(said, SENT), heard(said)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("book me too, same number", ["email", "location", "preferred", "concern", "health"]),
        ("and one for my husband as well, same phone",
         ["email", "location", "preferred", "concern", "health"]),
        ("my husband wants one too, same contact details and place",
         ["preferred", "concern", "health"]),
        ("one more for my mom please, same place, same day",
         ["phone", "email", "concern", "health"]),
        ("can you also book my sister, everything else the same", ["concern", "health"]),
        ("otra para mi marido, mismo teléfono, misma ciudad",
         ["email", "preferred", "concern", "health"]),
    ],
)  # fmt: skip
def test_the_other_name_is_asked_for_and_nothing_that_is_the_same(
    visitor: Visitor, live_server: LiveServer, text: str, left: list[str]
):
    _send(visitor)
    said = visitor.say(text)
    assert asked(said) == "name", heard(said)
    questions = []
    answers = {"name": "Teo Ruiz", "phone": "203 555 0131", "email": "skip", "location": "Norwalk",
               "preferred": "Friday morning", "concern": "skip", "health": "no"}  # fmt: skip
    while (question := asked(said)) != "confirm":
        questions.append(question)
        said = visitor.say(answers[question])
    assert questions == ["name", *left]
    assert "Teo Ruiz" in heard(said) and "Bea" not in heard(said)
    visitor.say("yes")
    first, second = bookings_of(live_server, visitor.conversation)
    assert first.name == "Bea Ruiz" and second.name == "Teo Ruiz"
    for column, question in {"phone": "phone", "location": "location"}.items():
        assert (getattr(first, column) == getattr(second, column)) == (question not in left)
    assert (first.preferred == second.preferred) == ("preferred" not in left)


def test_the_same_is_an_answer_to_each_question_as_well(visitor: Visitor, live_server: LiveServer):
    _send(visitor)
    visitor.say("I want to book another appointment for my mom")
    for question, answer in (
        ("name", "Ida Ruiz"), ("phone", "same number"), ("email", "same email as before"),
        ("location", "the same place"), ("preferred", "same time please"),
    ):  # fmt: skip
        assert asked(visitor.events[-1:]) == question, heard(visitor.events)
        visitor.say(answer)
    visitor.say("skip")
    said = visitor.say("no")
    assert asked(said) == "confirm", heard(said)
    visitor.say("yes")
    first, second = bookings_of(live_server, visitor.conversation)
    same = ("phone", "email", "location", "preferred")
    assert [getattr(first, each) for each in same] == [getattr(second, each) for each in same]


def test_a_day_that_is_the_same_with_another_hour_is_asked_for(visitor: Visitor):
    _send(visitor)
    visitor.say("book me too please, same phone, same day but at 4pm")
    for answer in ("Teo Ruiz", "skip", "stamford"):
        said = visitor.say(answer)
    assert asked(said) == "preferred", heard(said)


def test_what_is_given_goes_before_what_is_the_same(visitor: Visitor, live_server: LiveServer):
    _send(visitor)
    visitor.say("book me too, everything the same but Norwalk and my number is 203 555 0142")
    for answer in ("Teo Ruiz", "skip", "no"):
        said = visitor.say(answer)
    assert asked(said) == "confirm", heard(said)
    visitor.say("yes")
    first, second = bookings_of(live_server, visitor.conversation)
    assert (second.phone, second.email, second.location, second.preferred) == (
        "+12035550142", first.email, "Norwalk", first.preferred,
    )  # fmt: skip


def test_before_anything_was_sent_there_is_nothing_to_take_over(visitor: Visitor):
    visitor.say("book me please, same number")
    assert asked(visitor.say("Teo Ruiz")) == "phone"


def test_a_number_given_for_this_one_is_kept_and_either_town_as_well(
    visitor: Visitor, live_server: LiveServer
):
    _send(visitor)
    visitor.say("one more for my mom please")
    for answer in ("Ida Ruiz", "203 555 0142"):
        visitor.say(answer)
    visitor.say("same email, either town is fine")
    visitor.say("Friday morning, same number")
    visitor.say("skip")
    said = visitor.say("no")
    assert asked(said) == "confirm", heard(said)
    visitor.say("yes")
    first, second = bookings_of(live_server, visitor.conversation)
    assert (second.phone, second.email, second.location) == ("+12035550142", first.email, "either")


def test_the_same_alone_answers_what_is_asked(visitor: Visitor, live_server: LiveServer):
    _send(visitor)
    for text in ("book another one for my sister", "Ida Ruiz", "skip", "same"):
        said = visitor.say(text)
    assert asked(said) == "location", heard(said)


def test_other_details_are_no_failed_attempt(visitor: Visitor):
    _send(visitor)
    for text in ("book another one for my sister", "Ida Ruiz", "skip", "Stamford", "Monday at 9"):
        said = visitor.say(text)
    assert asked(said) == "email" and not has(said, "utter_booking_stuck"), heard(said)


def test_of_the_last_way_to_be_reached_it_is_not_said_that_it_can_be_left_out(visitor: Visitor):
    for text in ("I'd like to book an appointment", "Ida Ruiz", "skip", "hello", "hello"):
        said = visitor.say(text)
    assert asked(said) == "email" and has(said, "utter_booking_not_sent_before"), heard(said)
    assert not has(said, "utter_booking_stuck"), heard(said)
