"""Low spirits and despair in an open form and behind an alarm, through the real server."""

from __future__ import annotations

import pytest

from tests.dialogues.matrix import EVERYTHING, asked, has, heard
from tests.dialogues.stored import bookings_of
from tests.live import LiveServer
from tests.visitor import Visitor

KIND, CRISIS = "utter_kind_words", "utter_safety_self_harm"


@pytest.mark.parametrize("despair", ["i give up", "nothing helps", "i'm alone"])
def test_despair_is_no_name(visitor: Visitor, despair: str):
    visitor.say("i feel so ugly")
    assert asked(visitor.say("book an appointment")) == "name"
    said = visitor.say(despair)
    assert has(said, CRISIS) and len(said) == 1, heard(said)


def test_despair_is_no_answer_to_whose_request_it_is(visitor: Visitor):
    visitor.say("i feel so ugly")
    visitor.say("cancel my appointment")
    said = visitor.say("i give up")
    assert has(said, CRISIS) and len(said) == 1, heard(said)


def test_low_spirits_at_a_question_are_heard_and_it_is_asked_again(visitor: Visitor):
    visitor.say("book an appointment")
    said = visitor.say("i feel so ugly")
    assert has(said, KIND) and asked(said) == "name", heard(said)


@pytest.mark.parametrize("told", ["i'm so depressed about my skin", "my acne makes me cry"])
def test_a_sad_answer_is_taken_and_gets_a_kind_word(visitor: Visitor, told: str):
    visitor.say("book for Anna Miller, 203-555-0144, Norwalk, Friday at 3")
    visitor.say("skip")
    said = visitor.say(told)
    assert has(said, KIND), heard(said)
    assert asked(said) != "concern", heard(said)
    assert has(visitor.say("i give up"), CRISIS)


def test_despair_ends_the_form_and_marks_the_request(visitor: Visitor, live_server: LiveServer):
    visitor.say("i feel so ugly")
    visitor.say("book an appointment")
    assert has(visitor.say("i give up"), CRISIS)
    visitor.say("go on with my request")
    said = visitor.say(EVERYTHING)
    assert asked(said) == "confirm", heard(said)
    visitor.say("yes, send it")
    (booking,) = bookings_of(live_server, visitor.conversation)
    assert "danger:self_harm" in booking.flags


@pytest.mark.parametrize("danger", ["my husband hits me", "i can't breathe"])
def test_despair_beside_another_danger_gets_both_lines(visitor: Visitor, danger: str):
    visitor.say(danger)
    said = visitor.say("i feel so ugly")
    assert "911" in said[0]["text"], heard(said)
    for then in ("i give up", "whatever"):
        text = " ".join(event["text"] for event in visitor.say(then))
        assert "988" in text and "911" in text, (then, text)


def test_a_fact_of_health_beside_low_spirits_has_its_answer(visitor: Visitor):
    said = visitor.say("i feel so ugly. i am pregnant")
    assert has(said[:1], KIND) and has(said, "utter_faq/pregnancy_or_medication"), heard(said)


def test_prices_and_a_reason_to_feel_bad_are_no_low_spirits(visitor: Visitor):
    for text in ("your prices make me cry", "i feel like a monster for cancelling"):
        assert not has(visitor.say(text), KIND), text


def test_what_a_treatment_did_is_no_passing_illness(visitor: Visitor):
    said = visitor.say("i got sick after your treatment, is it normal?")
    assert has(said, "utter_faq/side_effects"), heard(said)
