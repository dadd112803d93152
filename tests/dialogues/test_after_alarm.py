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


CRISIS, GOODBYE = "utter_safety_still_self_harm", "utter_safety_goodbye_self_harm"


def test_in_a_crisis_no_form_asks_after_an_ok_or_a_goodbye(
    visitor: Visitor, live_server: LiveServer
):
    visitor.say("i want to kill myself")
    assert has(visitor.say("why"), TEAM)
    said = visitor.say("ok")
    assert has(said, CRISIS) and len(said) == 1, heard(said)
    assert has(visitor.say("why"), TEAM)
    assert has(visitor.say("yes please"), "utter_ask_booking_form_name")
    said = visitor.say("ok")
    assert has(said, CRISIS) and len(said) == 1, heard(said)
    visitor.press("Leave a message for the team")
    said = visitor.say("bye")
    assert has(said, GOODBYE) and len(said) == 1, heard(said)
    assert bookings_of(live_server, visitor.conversation) == []


def test_what_gets_worse_is_no_less_than_before(visitor: Visitor):
    visitor.say("my eye hurts and i can't see since the treatment")
    assert has(visitor.say("and pink"), "utter_safety_still_emergency")
    assert has(visitor.say("now its worse"), "utter_safety_emergency")


def test_what_is_asked_about_and_then_there_gets_the_whole_alarm(visitor: Visitor):
    assert has(visitor.say("is chest pain a side effect"), "utter_safety_emergency")
    said = visitor.say("i have it now")
    assert has(said[:1], "utter_safety_emergency"), heard(said)


def test_what_was_none_is_said_once_more_and_then_left(visitor: Visitor):
    visitor.say("i had trouble breathing")
    none = "utter_safety_none_emergency"
    assert has(visitor.say("no i mean last week, with my cold"), none)
    for again in ("i had trouble breathing with my cold", "stop telling me to call 911"):
        said = visitor.say(again)
        assert has(said, none) and len(said) == 1, heard(said)
    said = visitor.say("how much is it")
    assert has(said[:1], "utter_faq/price"), heard(said)
    assert has(visitor.say("now i can't breathe"), "utter_safety_emergency")


def test_a_request_that_an_alarm_interrupted_goes_on(visitor: Visitor):
    for text in ("book", "Bea Ruiz", "203-555-0153"):
        visitor.say(text)
    assert has(visitor.say("my throat is closing up"), "utter_safety_emergency")
    said = visitor.say("that's not an emergency, i mean old filler")
    assert has(said, "utter_safety_none_emergency") and has(said, "utter_offer_continue")
    assert has(visitor.say("go on with my request"), "utter_ask_booking_form_email")


def test_a_no_in_other_words_discards_no_request(visitor: Visitor):
    for text in ("book", "Bea Ruiz", "203-555-0154"):
        visitor.say(text)
    visitor.say("i don't want to live anymore")
    assert has(visitor.say("why"), "utter_offer_continue")
    assert has(visitor.say("no i'm serious"), CRISIS)
    assert has(visitor.press("Continue my request"), "utter_ask_booking_form_email")


@pytest.mark.parametrize(
    "told",
    [
        "your aesthetician burned my face",
        "my face got burned at my appointment last week and it left a mark",
        "it burns like hell, they finished 20 minutes ago",
    ],
)
def test_who_was_hurt_hears_of_the_danger_signs_and_the_team(visitor: Visitor, told: str):
    said = visitor.say(told)
    assert has(said, "utter_complaint") and has(said, "utter_own_symptom"), heard(said)
    assert "diabetes" not in heard(said), heard(said)
    for then in ("how long will it burn", "can i put ice on it", "will it go away"):
        said = visitor.say(then)
        assert has(said[:1], "utter_own_symptom"), heard(said)
    assert has(visitor.say("yes"), "utter_message_begin")
    visitor.say("Bea Ruiz")
    said = visitor.say("203-555-0155")
    assert has(said, "utter_message_read_back") and told in said[-1]["text"], heard(said)


def test_a_name_after_the_offer_to_tell_the_team_begins_a_message(visitor: Visitor):
    visitor.say(FEVER)
    assert has(visitor.say("what do i do"), TEAM)
    said = visitor.say("Dana Cole")
    assert has(said[:1], STILL) and has(said, "utter_message_begin"), heard(said)


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


def test_a_goodbye_in_a_crisis_ends_the_question_for_a_reference(visitor: Visitor):
    visitor.say("i want to kill myself")
    visitor.say("cancel my appointment")
    said = visitor.say("bye")
    assert has(said, GOODBYE) and len(said) == 1, heard(said)


@pytest.mark.parametrize("then", ["it's all over now", "just asking", "my chest is fine now"])
def test_a_crisis_outlasts_the_danger_to_the_body(visitor: Visitor, then: str):
    visitor.say("i want to die")
    assert has(visitor.say("my chest hurts"), "utter_safety_emergency")
    for text in (then, "why"):
        said = visitor.say(text)
        assert any("988" in each["text"] for each in said), heard(said)


@pytest.mark.parametrize("then", ["I'll do it", "I still want to do it", "go on"])
def test_in_a_crisis_only_the_request_by_its_name_goes_on(visitor: Visitor, then: str):
    for text in ("book", "Bea Ruiz", "203-555-0156"):
        visitor.say(text)
    visitor.say("i want to kill myself")
    said = visitor.say(then)
    assert any("988" in each["text"] for each in said), heard(said)
    assert not has(said, "utter_ask_booking_form_email"), heard(said)
    said = visitor.say("go on with my request")
    assert has(said[:1], CRISIS) and has(said, "utter_ask_booking_form_email"), heard(said)


@pytest.mark.parametrize("worse", ["it's getting worse", "now it's worse, it's happening now"])
def test_what_gets_worse_is_no_answer_to_a_form(visitor: Visitor, worse: str):
    visitor.say("my throat is closing up")
    visitor.say("book")
    said = visitor.say(worse)
    assert has(said, "utter_safety_emergency") and len(said) == 1, heard(said)


def test_a_danger_beside_one_that_was_none_raises_the_alarm(visitor: Visitor):
    visitor.say("my lips are swelling")
    said = visitor.say("That was last week. I have a fever and pus")
    assert has(said, "utter_safety_emergency"), heard(said)
    assert has(visitor.say("that was last month, i took 30 pills"), "utter_safety_emergency")
