"""A message for the team: few questions, the words said so far, and a flag that says what it is."""

from __future__ import annotations

import pytest

from clinic.store.bookings import Booking
from tests.dialogues.matrix import has, heard
from tests.dialogues.stored import bookings_of
from tests.live import LiveServer
from tests.visitor import Event, Visitor

NAME, PHONE = "utter_ask_booking_form_name", "utter_ask_booking_form_phone"
READ_BACK = "utter_message_read_back"
COMPLAINT = "you people burned my face last week and took my money, I want a refund"


def _sent(server: LiveServer, visitor: Visitor, said: list[Event]) -> Booking:
    assert has(said, "utter_message_sent"), heard(said)
    (booking,) = bookings_of(server, visitor.conversation)
    return booking


def test_a_complaint_is_kept_in_its_own_words(visitor: Visitor, live_server: LiveServer):
    visitor.say(COMPLAINT)
    said = visitor.press("Leave my details")
    assert has(said, "utter_message_begin") and has(said, NAME), heard(said)
    assert has(visitor.say("Bea Ruiz"), PHONE)
    said = visitor.say("I want my money back!")
    assert has(said, "utter_message_added") and has(said, PHONE), heard(said)
    said = visitor.say("203-555-0150")
    assert has(said, READ_BACK) and "burned my face" in said[-1]["text"], heard(said)
    booking = _sent(live_server, visitor, visitor.say("yes"))
    assert COMPLAINT in booking.concern and "I want my money back!" in booking.concern
    assert (booking.name, booking.phone, booking.email) == ("Bea Ruiz", "+12035550150", None)
    assert booking.flags == ["complaint", "condition:burn injury", "needs_clinician_review"]
    assert booking.preferred == []


def test_who_has_no_reference_leaves_what_should_change(visitor: Visitor, live_server: LiveServer):
    wish = "I need to reschedule my appt on monday to thursday, lost my reference"
    said = visitor.say(wish)
    assert has(said, "utter_change_no_reference"), heard(said)
    visitor.press("Leave a message for the team")
    visitor.say("Bea Ruiz")
    said = visitor.say("203-555-0150")
    assert has(said, READ_BACK), heard(said)
    said = visitor.say("add that I can only come after 5")
    assert has(said, "utter_message_added") and has(said, READ_BACK), heard(said)
    booking = _sent(live_server, visitor, visitor.say("yes"))
    assert wish in booking.concern and "I can only come after 5" in booking.concern
    assert booking.flags == ["change"]


def test_who_wants_a_person_is_asked_what_it_is_about_and_may_correct_it(
    visitor: Visitor, live_server: LiveServer
):
    visitor.say("can I talk to a real person")
    visitor.press("Leave my details")
    visitor.say("Bea Ruiz")
    said = visitor.say("203-555-0150")
    assert has(said, "utter_message_ask"), heard(said)
    said = visitor.say("can somebody tell me why I was billed twice?")
    assert has(said, READ_BACK), heard(said)
    said = visitor.press("Message")
    assert has(said, "utter_message_ask"), heard(said)
    visitor.say("my bill is wrong")
    booking = _sent(live_server, visitor, visitor.press("Yes, send it"))
    assert booking.concern == "my bill is wrong"
    assert booking.flags == ["message"]


def test_name_and_number_typed_after_the_offer_begin_it(visitor: Visitor, live_server: LiveServer):
    visitor.say("can I talk to a real person")
    said = visitor.say("Bea Ruiz, 203-555-0150")
    assert has(said, "utter_message_begin"), heard(said)
    assert has(said, "utter_message_ask"), heard(said)
    assert has(visitor.say("stop"), "utter_message_stopped")
    assert bookings_of(live_server, visitor.conversation) == []


@pytest.mark.parametrize("name", ["Tiff Lane", "Karen Wu", "my name is carmen ortega"])
def test_a_name_typed_after_the_offer_begins_it_also_behind_a_miss(visitor: Visitor, name: str):
    visitor.say("i want to talk to a human")
    visitor.say("flurb the gnorp")
    said = visitor.say(name)
    assert has(said, "utter_message_begin") and has(said, PHONE), heard(said)


def test_what_was_complained_of_outlasts_a_miss(visitor: Visitor):
    visitor.say(COMPLAINT)
    visitor.say("flurb the gnorp")
    visitor.say("Dana Cole")
    said = visitor.say("dana.cole@example.com")
    assert has(said, READ_BACK) and "burned my face" in said[-1]["text"], heard(said)


def test_what_it_is_about_is_no_name(visitor: Visitor):
    visitor.say("can someone call me")
    visitor.say("203-555-0150")
    said = visitor.say("its about my bill")
    assert has(said, "utter_message_added") and has(said, NAME), heard(said)
    said = visitor.say("Pete Moss")
    assert has(said, READ_BACK) and "its about my bill" in said[-1]["text"], heard(said)


def test_an_address_alone_is_enough_and_a_request_afterwards_is_one(
    visitor: Visitor, live_server: LiveServer
):
    visitor.say(COMPLAINT)
    visitor.press("Leave my details")
    visitor.say("Bea Ruiz")
    assert has(visitor.say("skip"), "utter_ask_booking_form_email")
    assert has(visitor.say("bea@example.com"), READ_BACK)
    assert has(visitor.say("yes"), "utter_message_sent")
    said = visitor.say("I'd like to book an appointment")
    assert has(said, "utter_booking_begin") and has(said, NAME), heard(said)


def test_anger_is_passed_on_as_a_complaint(visitor: Visitor):
    said = visitor.say("you are all fucking idiots")
    assert has(said, "utter_abusive"), heard(said)
    visitor.press("Pass it on to the team")
    visitor.say("Bea Ruiz")
    said = visitor.say("203-555-0150")
    assert has(said, READ_BACK) and "idiots" in said[-1]["text"], heard(said)
