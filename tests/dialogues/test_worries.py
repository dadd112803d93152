"""Who is afraid, impatient or in a hurry is answered kindly, and with what can be done."""

from __future__ import annotations

import pytest

from tests.dialogues.matrix import has, heard
from tests.visitor import Visitor

SYMPTOM = "past midnight, my skin feels hot and stingy after the facial today, is that ok?"


def test_a_worry_at_night_hears_what_to_look_for_and_how_to_reach_the_clinic(visitor: Visitor):
    said = visitor.say(SYMPTOM)
    assert has(said, "utter_own_symptom"), heard(said)
    assert not has(said, "utter_faq/side_effects"), heard(said)
    assert visitor.buttons() == ["Leave a message for the team"]
    said = visitor.say("ok im scared")
    assert has(said, "utter_worried") and has(said, "utter_own_symptom"), heard(said)


def test_a_fear_behind_a_danger_repeats_what_to_do(visitor: Visitor):
    visitor.say("i cant breathe")
    said = visitor.say("im scared")
    assert has(said[:1], "utter_safety_still_emergency"), heard(said)


def test_nerves_before_a_first_time_get_a_kind_word(visitor: Visitor):
    said = visitor.say("kinda nervous never done this before")
    assert has(said, "utter_worried") and len(said) > 1, heard(said)


@pytest.mark.parametrize(
    "text",
    [
        "A dark spot on my cheek has irregular edges and got bigger, is it cancer?",
        "i have a mole on my cheek that changed color can u remove it",
        "its a mole that bleeds, can you shave it off",
        "i have a brown spot that keeps growing",
    ],
)
def test_a_spot_that_changes_is_sent_to_a_doctor_and_not_judged(visitor: Visitor, text: str):
    said = visitor.say(text)
    assert has(said, "utter_see_a_doctor") and len(said) == 1, heard(said)


@pytest.mark.parametrize("text", ["so no?", "so is that a no", "so yes or no", "so yes?"])
def test_who_asks_for_a_yes_or_a_no_hears_who_decides(visitor: Visitor, text: str):
    visitor.say("i have diabetes, can i come")
    said = visitor.say(text)
    assert has(said, "utter_no_verdict"), heard(said)


def test_who_wants_no_more_messages_leaves_where_they_come_to(visitor: Visitor):
    said = visitor.say("STOP TEXTING ME")
    assert has(said, "utter_no_more_messages"), heard(said)
    visitor.say("2035550199")
    said = visitor.say("Kim Lee")
    assert has(said, "utter_message_read_back"), heard(said)
    assert "STOP TEXTING ME" in said[-1]["text"]


@pytest.mark.parametrize("text", ["I'm running 10 minutes late for my 3 o'clock", "its today at 3"])
def test_what_is_too_soon_for_a_chat_is_sent_to_the_phone(visitor: Visitor, text: str):
    said = visitor.say(f"{text}, i need to move my appointment")
    assert has(said, "utter_change_soon"), heard(said)
    said = visitor.say("Kim Lee 203 555 0213")
    assert has(said, "utter_message_read_back"), heard(said)


def test_who_gives_name_and_number_is_not_asked_for_a_reference_again(visitor: Visitor):
    visitor.say("I want to change my appointment")
    said = visitor.say("Kim Lee 203 555 0213")
    assert has(said, "utter_message_read_back"), heard(said)
    assert "Kim Lee" in said[-1]["text"] and "change my appointment" in said[-1]["text"]


@pytest.mark.parametrize("text", ["im deaf", "im trans, is that ok", "i have a tattoo on my face"])
def test_what_is_no_illness_is_not_answered_with_the_list_of_illnesses(visitor: Visitor, text: str):
    said = visitor.say(text)
    assert "herpes" not in " ".join(event["text"] for event in said), heard(said)
