"""A conclusion that is for the clinic to draw is neither confirmed nor taken for a request."""

from __future__ import annotations

import pytest

from tests.dialogues.matrix import has, heard
from tests.visitor import Visitor

BEGUN = ("utter_booking_begin", "utter_ask_booking_form_name", "utter_affirm", "utter_deny")
NO_VERDICT = "utter_no_verdict"


@pytest.mark.parametrize(
    ("first", "then"),
    [
        ("so is it safe for me, i only have a tiny bit of diabetes", "so its ok then"),
        ("i have herpes but not on my face so its fine right", "right?"),
        ("can i have it if i had a cold sore last month", "so ok?"),
        ("can my daughter come, she is 15", "why not"),
        ("i take a blood thinner, can i come", "so i can come"),
        ("no diabetes no herpes no burns just dry skin can i do it", "so thats a yes"),
    ],
)
def test_a_conclusion_is_left_to_the_clinic(visitor: Visitor, first: str, then: str):
    visitor.say(first)
    for again in (then, "so thats fine?", "so never?"):
        said = visitor.say(again)
        assert has(said, NO_VERDICT), heard(said)
        assert not any(has(said, each) for each in BEGUN), heard(said)
    assert visitor.buttons() == ["Request an appointment"]


def test_a_plain_yes_takes_the_offer_all_the_same(visitor: Visitor):
    visitor.say("i have diabetes, can i come")
    visitor.say("so its ok then")
    assert has(visitor.say("yes please"), "utter_ask_booking_form_name")


@pytest.mark.parametrize("then", ["why not", "so ok"])
def test_behind_an_ordinary_answer_they_are_what_they_were(visitor: Visitor, then: str):
    visitor.say("does it hurt")
    assert not has(visitor.say(then), NO_VERDICT)


@pytest.mark.parametrize("then", ["how long till its gone", "when will it go away", "will it fade"])
def test_no_time_is_given_for_a_skin_that_is_pink(visitor: Visitor, then: str):
    visitor.say("i had it done this morning and my face is still pink")
    said = visitor.say(then)
    assert has(said, "utter_no_time_given") and has(said, "utter_own_symptom"), heard(said)
    assert not has(said, "utter_faq/maintenance"), heard(said)


@pytest.mark.parametrize("then", ["do i keep going", "should i stop", "can i do the next one"])
def test_whether_to_go_on_is_for_those_who_see_the_skin(visitor: Visitor, then: str):
    visitor.say("my skin got worse after session 2, more pimples")
    said = visitor.say(then)
    assert has(said, "utter_own_symptom") and len(said) == 1, heard(said)
    assert visitor.buttons() == ["Leave a message for the team"]


@pytest.mark.parametrize(
    "then", ["can it wait till monday", "is tomorrow soon enough", "could this wait a few days"]
)
def test_what_needs_a_doctor_today_does_not_wait(visitor: Visitor, then: str):
    visitor.say("the scab on my chin is yellow and warm since the session")
    said = visitor.say(then)
    assert has(said, "utter_safety_still_same_day"), heard(said)
    assert not has(said, "utter_ask_change_form_change_reference"), heard(said)


@pytest.mark.parametrize(
    "wish", ["sí, pero no me llamen, solo correo", "sí, mándelo pero no me hable, escríbame"]
)
def test_how_to_be_reached_is_no_alarm_in_spanish(visitor: Visitor, wish: str):
    for text in ("quiero una cita", "Ana Ruiz", "ana.ruiz@gmail.com", "stamford", "viernes"):
        visitor.say(text)
    visitor.say("no")
    visitor.say("no")
    said = visitor.say(wish)
    assert has(said, "utter_booking_read_back"), heard(said)
    assert "no me" in said[-1]["text"]
