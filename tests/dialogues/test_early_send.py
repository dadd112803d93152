""" "Just send it" before all was asked: it is read back, or said what is missing."""

from __future__ import annotations

import pytest

from tests.dialogues.matrix import asked, has, heard
from tests.dialogues.stored import bookings_of
from tests.live import LiveServer
from tests.visitor import Visitor

NOT_YET = "utter_booking_not_sent_before"


@pytest.mark.parametrize("text", ["thats it just send it", "send it!!", "ok send", "envíala ya"])
def test_with_all_that_is_needed_it_is_read_back_and_sent_by_a_yes(
    visitor: Visitor, live_server: LiveServer, text: str
):
    visitor.say("I'd like to book an appointment")
    assert asked(visitor.say("Grace Kim, 203 555 0188, norwalk, friday at 3")) == "email"
    said = visitor.say(text)
    assert asked(said) == "confirm", heard(said)
    assert not bookings_of(live_server, visitor.conversation)
    visitor.say("yes")
    (booking,) = bookings_of(live_server, visitor.conversation)
    assert (booking.name, booking.email, booking.concern) == ("Grace Kim", None, None)


def test_what_is_missing_is_said_and_asked_for(visitor: Visitor):
    visitor.say("I'd like to book an appointment")
    visitor.say("Grace Kim")
    said = visitor.say("send it!!")
    assert has(said, NOT_YET) and asked(said) == "phone", heard(said)
    assert "Phone, Town, Times" in heard(said)
    visitor.say("203 555 0188")
    said = visitor.say("just send it")
    assert "Town, Times" in heard(said) and asked(said) == "location", heard(said)


def test_what_was_mentioned_of_health_is_not_passed_over(visitor: Visitor):
    visitor.say("I have diabetes")
    visitor.say("I'd like to book an appointment")
    visitor.say("Grace Kim, 203 555 0188, norwalk, friday at 3")
    said = visitor.say("just send it")
    assert has(said, "utter_booking_health_mentioned"), heard(said)


def test_a_no_to_sending_says_how_to_drop_it(visitor: Visitor, live_server: LiveServer):
    visitor.say("I'd like to book an appointment")
    visitor.say("Grace Kim, 203 555 0188, norwalk, friday at 3")
    visitor.say("send it")
    said = visitor.say("don't send")
    assert has(said, "utter_booking_what_to_change") and '"stop"' in heard(said)
    assert has(visitor.say("stop"), "utter_booking_stopped")
    assert not bookings_of(live_server, visitor.conversation)
