"""Somebody under 18 is known as that to the team, whatever else is said, and so is their health."""

from __future__ import annotations

import pytest

from clinic.store.bookings import Booking
from tests.dialogues.matrix import asked, has, heard
from tests.dialogues.stored import bookings_of
from tests.live import LiveServer
from tests.visitor import Visitor

DAUGHTER = (
    "hi i would like to book for my daughter shes 14 she has really bad acne and she takes accutane"
)


def _sent(server: LiveServer, visitor: Visitor, *said: str) -> Booking:
    for text in said:
        events = visitor.say(text)
        if asked(events) == "confirm":
            break
    events = visitor.say("yes, send it")
    (booking,) = bookings_of(server, visitor.conversation) or [None]
    assert booking, heard(events)
    return booking


def test_an_age_under_18_told_once_stays_and_a_guardian_is_asked_for(
    visitor: Visitor, live_server: LiveServer
):
    visitor.say("hello i am 14 y/o can i get it without my parents knowing pls")
    visitor.say("ok ill say im 18. book")
    said = visitor.say("I'd like to book an appointment")
    assert asked(said) == "name", heard(said)
    assert asked(visitor.say("Kim Lee")) == "phone"
    said = visitor.say("my number is 2035550155")
    assert has(said, "utter_booking_guardian") and asked(said) == "phone", heard(said)
    said = ("my moms number is 2035550156", "skip", "stamford", "monday", "acne scars", "no")
    booking = _sent(live_server, visitor, *said)
    assert booking.phone == "+12035550156"
    assert {"minor", "age_doubt"} <= set(booking.flags)


@pytest.mark.parametrize(
    "said",
    [
        ("my mom's number is 2035550156, her name is Grace Park", "Mia Park"),
        ("Mia Park", "my mom's number is 2035550156, her name is Grace Park"),
        ("Mia Park, my mom is Grace Park 2035550156",),
        ("Mia Park", "Grace Park 2035550156"),
    ],
)
def test_the_guardians_name_is_kept_beside_the_minors(
    visitor: Visitor, live_server: LiveServer, said: tuple[str, ...]
):
    visitor.say("i want to book, im 15")
    rest = ("skip", "stamford", "monday", "acne scars", "no")
    booking = _sent(live_server, visitor, *said, *rest)
    assert booking.name.startswith("Mia Park") and "Grace Park" in booking.name
    assert (booking.phone, booking.email) == ("+12035550156", None)
    assert "minor" in booking.flags


def test_a_minor_is_asked_for_the_guardians_number_as_such(visitor: Visitor):
    visitor.say("i want to book, im 15")
    said = visitor.say("Mia Park")
    assert has(said, "utter_ask_guardian_phone"), heard(said)
    said = visitor.say("my moms number is 2035550156")
    assert has(said, "utter_ask_guardian_email"), heard(said)


def test_a_number_is_not_lost_where_no_guardians_is_given(
    visitor: Visitor, live_server: LiveServer
):
    for text in ("book", "Kim Lee", "2035550155", "skip"):
        visitor.say(text)
    said = visitor.say("stamford, im in 9th grade")
    assert has(said, "utter_booking_guardian") and asked(said) == "phone", heard(said)
    booking = _sent(live_server, visitor, "no", "skip", "monday", "acne scars", "no")
    assert booking.phone == "+12035550155"
    assert {"minor", "guardian_not_given"} <= set(booking.flags)


def test_a_child_is_booked_for_with_age_and_medicine(visitor: Visitor, live_server: LiveServer):
    said = visitor.say(DAUGHTER)
    assert has(said, "utter_booking_begin"), heard(said)
    details = ("Ana Ruiz for my daughter Emma", "2035550155", "skip", "stamford", "monday")
    booking = _sent(live_server, visitor, *details, "acne", "yes")
    assert {"for_child", "minor", "medication:isotretinoin"} <= set(booking.flags)


def test_a_message_for_the_team_carries_what_was_told(visitor: Visitor, live_server: LiveServer):
    visitor.say("can my 14 year old daughter have it, she takes accutane")
    visitor.say("can I talk to a real person")
    visitor.press("Leave my details")
    booking = _sent(live_server, visitor, "Ana Ruiz", "2035550155", "it is about my daughter")
    flags = {"message", "for_child", "minor", "medication:isotretinoin", "needs_clinician_review"}
    assert flags <= set(booking.flags)
