"""Questions about the form are answered, and the open question is asked again."""

from __future__ import annotations

from tests.dialogues.matrix import EVERYTHING, Sitting, asked, has, heard
from tests.visitor import Visitor


def test_what_a_detail_is_for_is_said_and_it_is_asked_again(visitor: Visitor):
    sitting = Sitting(visitor, "email")
    sitting.interrupt("why do you need that", "utter_booking_why_email")
    sitting.interrupt("whats the phone for?", "utter_booking_why_phone")
    sitting.interrupt("hold on my kid is crying", "utter_booking_hold")
    sitting.interrupt("ok back", "utter_booking_back")
    said = visitor.say("what was the question")
    assert asked(said) == "email" and len(said) == 1, heard(said)
    sitting.interrupt("is the phone right?", "utter_booking_given")
    sitting.finish()


def test_a_concern_is_put_right_by_name_at_the_read_back(visitor: Visitor):
    visitor.say("I'd like to book an appointment")
    visitor.say(EVERYTHING)
    said = visitor.say("what did i put for time")
    assert has(said, "utter_booking_given") and "Monday at noon" in heard(said)
    assert "**Concern:** acne scars, dark spots" in heard(
        visitor.say("add dark spots to the concern")
    )
    assert "**Concern:** melasma" in heard(visitor.say("concern is melasma not scars"))


def test_with_an_email_known_the_phone_is_asked_for_once(visitor: Visitor):
    visitor.say("hi, book for norwalk please, my email is jo@bell.com")
    assert asked(visitor.say("Jo Bell")) == "phone"
    assert asked(visitor.say("tuesday")) == "concern"
