"""One more request, wished for beside what is said of the one that was sent: both are done."""

from __future__ import annotations

import pytest

from tests.dialogues.matrix import EVERYTHING, asked, has, heard
from tests.dialogues.sent import TIMES, as_it_is_now, offer_times_for
from tests.dialogues.stored import bookings_of
from tests.dialogues.test_offered_times import FIRST
from tests.live import LiveServer
from tests.visitor import Visitor


def _send(visitor: Visitor) -> None:
    for text in ("I'd like to book an appointment", EVERYTHING, "yes"):
        visitor.say(text)


def _send_the_other(visitor: Visitor, *first: str) -> str:
    answers = {"name": "Teo Ruiz", "phone": "203 555 0131", "email": "skip", "location": "Norwalk",
               "preferred": "Friday morning", "concern": "skip", "health": "no"}  # fmt: skip
    said = visitor.events[-1:]
    while (question := asked(said)) != "confirm":
        said = visitor.say(answers[question])
    visitor.say("yes")
    return heard(said)


@pytest.mark.parametrize(
    ("text", "flag"),
    [
        ("add my husband too", "for_other"),
        ("can you add my husband Teo as well", "for_other"),
        ("my husband too please", "for_other"),
        ("please include my daughter as well", "for_child"),
    ],
)
def test_somebody_who_is_added_gets_a_request_of_their_own(
    visitor: Visitor, live_server: LiveServer, text: str, flag: str
):
    _send(visitor)
    said = visitor.say(text)
    assert has(said, "utter_booking_both_names") and asked(said) == "name", heard(said)
    _send_the_other(visitor)
    first, second = bookings_of(live_server, visitor.conversation)
    assert (first.name, second.name) == ("Bea Ruiz", "Teo Ruiz")
    assert flag in second.flags and "for_two" not in second.flags


@pytest.mark.parametrize("text", ["{} works! One for my husband as well", "{} and add my son too"])
def test_a_time_is_taken_and_the_other_request_begun(
    visitor: Visitor, live_server: LiveServer, text: str
):
    _send(visitor)
    (booking,) = bookings_of(live_server, visitor.conversation)
    offer_times_for(live_server, booking)
    said = visitor.say(text.format(FIRST))
    assert has(said, "utter_change_accepted") and asked(said) == "name", heard(said)
    assert as_it_is_now(live_server, booking).appointment == TIMES[0]
    assert FIRST not in _send_the_other(visitor).lower()  # the day that was taken is no wish
    assert len(bookings_of(live_server, visitor.conversation)) == 2


def test_the_other_request_waits_until_the_time_is_settled(
    visitor: Visitor, live_server: LiveServer
):
    _send(visitor)
    (booking,) = bookings_of(live_server, visitor.conversation)
    offer_times_for(live_server, booking)
    said = visitor.say(f"maybe {FIRST} if my boss lets me. and one for my sister")
    assert has(said, "utter_change_take_sure"), heard(said)
    said = visitor.say("yes")
    assert has(said, "utter_change_accepted") and asked(said) == "name", heard(said)


def test_another_day_and_one_more_are_both_heard(visitor: Visitor, live_server: LiveServer):
    _send(visitor)
    said = visitor.say("can you change it to saturday and add my husband too")
    assert has(said, "utter_change_other_said") and asked(said) == "name", heard(said)
    (booking,) = bookings_of(live_server, visitor.conversation)
    assert "saturday" in booking.wish and "husband" not in booking.wish


def test_while_it_is_asked_what_to_do_one_more_is_begun(visitor: Visitor):
    _send(visitor)
    visitor.say("I want to change my appointment")
    assert asked(visitor.say("add my husband too")) == "name"
    visitor.say("stop")
    said = visitor.say("add my husband's number, it is 203 555 0999")
    assert not has(said, "utter_booking_both_names"), heard(said)


def test_what_is_the_same_is_taken_without_reading_out_what_is_missing(visitor: Visitor):
    _send(visitor)
    visitor.say("one more for my mom please")
    visitor.say("Ida Ruiz")
    said = visitor.say("same number")
    assert asked(said) == "email" and not has(said, "utter_booking_given"), heard(said)


def test_one_more_waits_for_the_time_that_is_asked_for(visitor: Visitor, live_server: LiveServer):
    _send(visitor)
    said = visitor.say("Friday doesn't work, and my sister too please, her name is Eva Stone")
    assert has(said[-1:], "utter_ask_change_form_change_said"), heard(said)
    said = visitor.say("Tuesday at 10")
    assert has(said, "utter_change_other_said") and asked(said) == "phone", heard(said)
    (booking,) = bookings_of(live_server, visitor.conversation)
    assert "Tuesday at 10" in booking.wish and not booking.wish.endswith("and")


def test_what_waited_is_not_taken_for_what_is_begun_by_itself(visitor: Visitor):
    _send(visitor)
    visitor.say("Friday doesn't work, and my sister too please, her name is Eva Stone")
    said = visitor.say("book another one for my husband")
    assert asked(said) == "name", heard(said)


@pytest.mark.parametrize(
    "text",
    ["also for my brother Sam Orr", "one for my brother Sam Orr too", "add my bro Sam Orr too"],
)
def test_the_full_name_of_the_other_is_not_asked_for_again(
    visitor: Visitor, live_server: LiveServer, text: str
):
    _send(visitor)
    said = visitor.say(text)
    assert asked(said) == "phone", heard(said)
    assert "Sam Orr" in _send_the_other(visitor)
    first, second = bookings_of(live_server, visitor.conversation)
    assert (first.name, second.name) == ("Bea Ruiz", "Sam Orr")
    assert "for_other" in second.flags


def test_with_the_name_of_a_child_an_adults_is_asked_for(visitor: Visitor):
    _send(visitor)
    said = visitor.say("one for my daughter Emma Orr too")
    assert has(said, "utter_booking_both_names") and asked(said) == "name", heard(said)


def test_who_else_comes_is_kept_by_name_while_the_form_is_open(
    visitor: Visitor, live_server: LiveServer
):
    visitor.say("I'd like to book an appointment")
    visitor.say(EVERYTHING)
    said = visitor.say("also for my brother Sam Orr")
    assert has(said, "utter_booking_noted") and "Bea Ruiz and Sam Orr" in heard(said), heard(said)
    visitor.say("yes")
    (booking,) = bookings_of(live_server, visitor.conversation)
    assert booking.name == "Bea Ruiz and Sam Orr" and "for_two" in booking.flags


@pytest.mark.parametrize("text", ["also for my brother?", "is it for my brother Sam Orr as well?"])
def test_whether_it_is_for_somebody_begins_nothing(visitor: Visitor, text: str):
    _send(visitor)
    assert asked(visitor.say(text)) not in ("name", "phone")
