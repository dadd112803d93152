"""After an alarm help stays in sight, and the team gets to hear of what happened."""

from __future__ import annotations

import pytest

from tests.dialogues.matrix import has, heard
from tests.dialogues.stored import bookings_of
from tests.live import LiveServer
from tests.visitor import Visitor

FEVER = "fever 102 since yesterday after your facial"
STILL, TEAM = "utter_safety_still_same_day", "utter_safety_tell_team"


@pytest.mark.parametrize(
    "then", ["i cant afford urgent care", "what should i put on it meanwhile", "what do i do"]
)
def test_what_follows_an_alarm_gets_the_line_and_the_team(visitor: Visitor, then: str):
    assert has(visitor.say(FEVER), "utter_safety_same_day")
    said = visitor.say(then)
    assert has(said, STILL) and has(said, TEAM), heard(said)
    assert has(visitor.say("yes"), "utter_message_begin")


def test_a_message_after_a_danger_holds_it_and_is_flagged(
    visitor: Visitor, live_server: LiveServer
):
    visitor.say(FEVER)
    visitor.say("i want to report this")
    visitor.say("yes")
    visitor.say("Bea Ruiz")
    said = visitor.say("203-555-0150")
    assert has(said, "utter_message_read_back") and FEVER in said[-1]["text"], heard(said)
    said = visitor.say("before friday")
    assert has(said, "utter_message_added"), heard(said)
    assert has(visitor.say("yes"), "utter_message_sent")
    (booking,) = bookings_of(live_server, visitor.conversation)
    assert booking.concern.startswith(FEVER) and booking.concern.endswith("before friday")
    assert "danger:same_day" in booking.flags


def test_a_number_after_an_alarm_begins_a_message(visitor: Visitor):
    visitor.say(FEVER)
    said = visitor.say("203-555-0150")
    assert has(said, "utter_message_begin"), heard(said)


def test_it_is_over_when_the_visitor_says_so(visitor: Visitor):
    visitor.say(FEVER)
    assert has(visitor.say("ok im fine now"), "utter_safety_over")
    said = visitor.say("how do i care for my skin afterwards?")
    assert not has(said, STILL), heard(said)


def test_a_yes_in_spanish_opens_the_message_too(visitor: Visitor):
    visitor.say("tengo fiebre y pus en la cara despues del tratamiento")
    assert has(visitor.say("que hago"), TEAM)
    assert has(visitor.say("si"), "utter_message_begin")


def test_a_request_that_waits_is_gone_on_with_and_not_made_a_message(
    visitor: Visitor, live_server: LiveServer
):
    for text in ("book", "Bea Ruiz", "203-555-0151", "skip", "stamford", "monday", "scars", "no"):
        visitor.say(text)
    assert has(visitor.say(FEVER), "utter_safety_same_day")
    said = visitor.say("what do i do")
    assert has(said, STILL) and not has(said, TEAM), heard(said)
    assert has(said, "utter_offer_continue"), heard(said)
    visitor.say("yes")
    assert has(visitor.say("yes"), "utter_booking_sent")
    (booking,) = bookings_of(live_server, visitor.conversation)
    assert booking.location == "Stamford" and "danger:same_day" in booking.flags


def test_a_question_about_a_sent_request_does_not_outrank_an_alarm(visitor: Visitor):
    for text in ("book", "Bea Ruiz", "203-555-0152", "skip", "stamford", "monday", "scars", "no"):
        visitor.say(text)
    assert has(visitor.say("yes"), "utter_booking_sent")
    visitor.say(FEVER)
    said = visitor.say("what happens now?")
    assert has(said, STILL), heard(said)


@pytest.mark.parametrize("then", ["i called 911, they are coming", "they're here now"])
def test_who_has_called_is_not_told_to_call(visitor: Visitor, then: str):
    assert has(visitor.say("my throat is closing up"), "utter_safety_emergency")
    said = visitor.say(then)
    assert has(said, "utter_safety_help_called"), heard(said)
    assert not has(said, "utter_safety_emergency") and not has(said, "utter_safety_still_emergency")


def test_help_is_heard_in_the_first_message_too_and_the_alarm_stands(visitor: Visitor):
    said = visitor.say("my lips are huge, the ambulance is here")
    assert has(said, "utter_safety_help_called"), heard(said)
    assert has(visitor.say("what should i put on it"), "utter_safety_still_emergency")


def test_old_scars_of_self_harm_are_answered_kindly(visitor: Visitor):
    said = visitor.say("does it help with old self harm scars from when I was a teen")
    assert has(said, "utter_old_scars") and has(said, "utter_faq/concern_suitability"), heard(said)
    assert not has(said, "utter_safety_self_harm")
    assert has(visitor.say("and i cut again last night"), "utter_safety_self_harm")
