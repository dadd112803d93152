"""A request that was sent is shown, changed and cancelled by whoever has its reference."""

from __future__ import annotations

import pytest

from clinic.store.bookings import Booking
from tests.dialogues.matrix import EVERYTHING, asked, has, heard
from tests.dialogues.sent import (
    TIMES,
    as_it_is_now,
    offer_times_for,
    show_request,
)
from tests.dialogues.stored import bookings_of, opened_store
from tests.live import LiveServer
from tests.visitor import Visitor


@pytest.mark.parametrize("known_as", ["475-555-0177", "bea@example.com"])
def test_the_state_is_shown_to_who_has_the_reference_and_the_way_to_be_reached(
    visitor: Visitor, booking: Booking, known_as: str
):
    said = show_request(visitor, booking, known_as)
    assert has(said, "utter_change_received"), heard(said)
    assert booking.reference in said[-1]["text"]
    assert visitor.buttons() == ["Ask for another time", "Cancel my request", "Leave it as it is"]


def test_a_wrong_guess_is_told_the_same_whether_there_is_such_a_request_or_not(
    visitor: Visitor, booking: Booking, live_server: LiveServer
):
    wrong = show_request(visitor, booking, "203-555-0999")
    with Visitor(live_server.url).open() as other:
        other.say("I want to change my appointment")
        other.say("AAAA-2222")
        unknown = other.say("475-555-0177")
    assert has(wrong, "utter_change_unknown"), heard(wrong)
    assert [event["text"] for event in wrong] == [event["text"] for event in unknown]


def test_after_too_many_wrong_guesses_the_right_one_is_told_the_same(
    visitor: Visitor, booking: Booking
):
    for last in range(5):
        assert has(show_request(visitor, booking, f"203-555-018{last}"), "utter_change_unknown")
    assert has(show_request(visitor, booking), "utter_change_unknown")


@pytest.mark.parametrize("said", ["[Cancel my request]", "cancel it please"])
def test_a_request_is_cancelled_by_its_visitor(
    visitor: Visitor, booking: Booking, live_server: LiveServer, said: str
):
    show_request(visitor, booking)
    if not said.startswith("["):  # in words it is asked once
        assert has(visitor.say(said), "utter_change_cancel_sure")
        assert has(visitor.say("ok thanks"), "utter_change_cancel_sure")
        assert as_it_is_now(live_server, booking).state == "received"
        said = "yes"
    answer = visitor.press(said.strip("[]")) if said.startswith("[") else visitor.say(said)
    assert has(answer, "utter_change_cancelled_now"), heard(answer)
    assert as_it_is_now(live_server, booking).state == "cancelled"
    assert has(show_request(visitor, booking), "utter_change_cancelled")


def test_another_time_is_asked_for_in_the_visitors_words(
    visitor: Visitor, booking: Booking, live_server: LiveServer
):
    show_request(visitor, booking)
    said = visitor.press("Ask for another time")
    assert has(said, "utter_ask_change_form_change_said"), heard(said)
    said = visitor.say("thursday after 5 would be better")
    assert has(said, "utter_change_other_said"), heard(said)
    with opened_store(live_server) as store:
        steps = store.bookings.history(booking.id)
    assert steps[-1].why == "thursday after 5 would be better"


def test_an_offered_time_is_taken_by_its_button(
    visitor: Visitor, booking: Booking, live_server: LiveServer
):
    offer_times_for(live_server, booking)
    said = show_request(visitor, booking)
    assert has(said, "utter_change_times_offered"), heard(said)
    said = visitor.press(visitor.buttons()[0])
    assert has(said, "utter_change_accepted"), heard(said)
    now = as_it_is_now(live_server, booking)
    assert (now.state, now.appointment) == ("confirmed", TIMES[0])
    assert has(show_request(visitor, booking), "utter_change_confirmed")


def test_a_question_in_between_is_answered_and_nothing_changes(
    visitor: Visitor, booking: Booking, live_server: LiveServer
):
    visitor.say("I want to change my appointment")
    said = visitor.say("does it hurt?")
    assert has(said, "utter_faq/pain") and has(said, "utter_ask_change_form_change_reference")
    said = visitor.say(f"{booking.reference}, bea@example.com")
    assert has(said, "utter_change_received"), heard(said)
    said = visitor.say("is there any downtime?")
    assert has(said, "utter_faq/downtime") and has(said, "utter_change_received"), heard(said)
    said = visitor.press("Leave it as it is")
    assert has(said, "utter_change_stopped"), heard(said)
    assert as_it_is_now(live_server, booking).state == "received"


def test_who_has_no_reference_is_pointed_to_the_team(visitor: Visitor):
    visitor.say("I want to change my appointment")
    said = visitor.say("i don't have it")
    assert has(said, "utter_change_no_reference"), heard(said)
    assert visitor.buttons() == ["Leave a message for the team"]


def test_while_a_request_is_put_together_an_older_one_waits(visitor: Visitor):
    visitor.say("I'd like to book an appointment")
    said = visitor.say("I want to change my appointment")
    assert has(said, "utter_booking_change") and asked(said) == "name", heard(said)


def test_an_emergency_ends_the_form_and_asks_nothing(visitor: Visitor):
    visitor.say("I want to change my appointment")
    said = visitor.say("I can't breathe and my face is swelling")
    assert [has([event], "utter_safety_emergency") for event in said] == [True], heard(said)
    said = visitor.say("hi")
    assert not has(said, "utter_offer_continue"), heard(said)


def test_who_asks_how_the_request_stands_hears_that_it_is_one(live_server: LiveServer):
    with Visitor(live_server.url).open() as visitor:
        for text in ("I'd like to book an appointment", EVERYTHING, "yes"):
            visitor.say(text)
        for text in ("so it's confirmed?", "so i'm all set then?", "when will they call me?"):
            said = visitor.say(text)
            assert has(said, "utter_booking_is_request"), heard(said)


@pytest.mark.parametrize("other", [False, True])
def test_times_that_staff_offer_come_into_the_chat_with_a_button_for_each(
    live_server: LiveServer, visitor: Visitor, other: bool
):
    for text in ("I'd like to book an appointment", EVERYTHING, "yes"):
        visitor.say(text)
    (booking,) = bookings_of(live_server, visitor.conversation)
    offer_times_for(live_server, booking)
    for _ in range(6):
        visitor._read(wait=5)
        if "Another time" in visitor.buttons():
            break
    if other:
        said = visitor.press("Another time")
        assert has(said, "utter_ask_change_form_change_said"), heard(said)
        assert has(visitor.say("only after 6 pm"), "utter_change_other_said")
        assert as_it_is_now(live_server, booking).state == "received"
        return
    button = visitor.button(visitor.buttons()[1])
    assert has(visitor.answers(visitor.send(button=button)), "utter_change_accepted")
    assert as_it_is_now(live_server, booking).appointment == TIMES[1]
    again = visitor.answers(visitor.send(button=button))
    assert has(again, "utter_change_accepted"), heard(again)  # it is set already


@pytest.mark.parametrize("sends", [False, True])
@pytest.mark.parametrize(
    "text", ["yes, cancel it for her", "yes, please cancel my mom's appointment"]
)
def test_the_yes_for_somebody_elses_request_is_an_answer(
    booking: Booking, visitor: Visitor, live_server: LiveServer, text: str, sends: bool
):
    if sends:
        for line in ("I'd like to book an appointment", EVERYTHING.replace("Bea", "Lea"), "yes"):
            visitor.say(line)
    visitor.say("cancel my mom's appointment")
    visitor.say(booking.reference)
    said = visitor.say("475-555-0177")
    assert has(said, "utter_change_cancel_sure"), heard(said)
    said = visitor.say(text)
    assert has(said, "utter_change_cancelled_now"), heard(said)
    assert as_it_is_now(live_server, booking).state == "cancelled"


def test_the_yes_for_somebody_elses_does_not_cancel_ones_own(
    visitor: Visitor, live_server: LiveServer
):
    for line in ("I'd like to book an appointment", EVERYTHING, "yes", "cancel my appointment"):
        said = visitor.say(line)
    assert has(said, "utter_change_cancel_sure"), heard(said)
    visitor.say("yes, please cancel my mom's appointment")
    (own,) = bookings_of(live_server, visitor.conversation)
    assert own.state == "received"


@pytest.mark.parametrize("text", ["cancel my sister's", "yes, cancel my sister's please"])
def test_another_persons_request_is_not_the_one_that_is_open(
    booking: Booking, visitor: Visitor, live_server: LiveServer, text: str
):
    for line in ("cancel my mom's appointment", booking.reference, "475-555-0177"):
        said = visitor.say(line)
    assert has(said, "utter_change_cancel_sure"), heard(said)
    said = visitor.say(text)
    assert has(said, "utter_ask_change_form_change_reference"), heard(said)
    assert as_it_is_now(live_server, booking).state == "received"


def test_whose_it_is_being_unknown_it_is_asked_once_more(
    booking: Booking, visitor: Visitor, live_server: LiveServer
):
    for line in ("cancel an appointment", booking.reference, "475-555-0177", "cancel my sister's"):
        said = visitor.say(line)
    assert has(said, "utter_change_cancel_sure"), heard(said)
    assert as_it_is_now(live_server, booking).state == "received"
    visitor.say("yes")
    assert as_it_is_now(live_server, booking).state == "cancelled"
