"""The name of a request is what somebody is called, and nothing else that they say."""

from __future__ import annotations

import pytest

from tests.dialogues.matrix import has, heard
from tests.dialogues.stored import bookings_of
from tests.live import LiveServer
from tests.visitor import Visitor

pytestmark = pytest.mark.slow
NAME, PHONE = "utter_ask_booking_form_name", "utter_ask_booking_form_phone"
HEALTH, READ_BACK = "utter_ask_booking_form_health_note", "utter_booking_read_back"
CAVEAT, CONDITION = "utter_caveat_medicine", "utter_caveat_condition"


def test_other_details_are_kept_and_the_name_is_asked_for_again(
    visitor: Visitor, live_server: LiveServer
):
    visitor.say("book")
    for detail in ("203 555 0199", "I DONT HAVE EMAIL", "STAMFORD", "stamford", "tuesday mornings"):
        said = visitor.say(detail)
        assert has(said, NAME), heard(said)
    for answer in ("Karen Wu", "acne scars", "no"):
        said = visitor.say(answer)
    assert has(said, READ_BACK), heard(said)
    visitor.say("yes, send it")
    (booking,) = bookings_of(live_server, visitor.conversation)
    assert (booking.name, booking.phone, booking.email) == ("Karen Wu", "+12035550199", None)
    assert booking.location == "Stamford"
    assert [wish["said"] for wish in booking.preferred] == ["tuesday mornings"]


def test_a_name_that_is_a_medicine_does_not_answer_the_health_question(
    visitor: Visitor, live_server: LiveServer
):
    visitor.say("book")
    said = visitor.say("Allegra Hart")
    assert has(said, PHONE) and not has(said, CAVEAT), heard(said)
    for answer in ("203 555 0199", "no email", "stamford", "tuesday", "acne scars"):
        said = visitor.say(answer)
    assert has(said, HEALTH), heard(said)
    assert has(visitor.say("no"), READ_BACK)
    visitor.say("yes, send it")
    (booking,) = bookings_of(live_server, visitor.conversation)
    assert (booking.name, booking.health_note) == ("Allegra Hart", None)
    assert "needs_clinician_review" not in booking.flags


@pytest.mark.parametrize("name", ["Will", "WILL SMITH", "Can Yilmaz", "May", "Ms. Day"])
def test_a_name_that_is_a_word_is_taken(name: str, visitor: Visitor):
    visitor.say("book")
    said = visitor.say(name)
    assert has(said, PHONE) and not has(said, CONDITION), heard(said)


def test_a_name_said_with_the_wish_is_not_asked_for_and_a_correction_is_acknowledged(
    visitor: Visitor,
):
    said = visitor.say("please book Dee Park dee.park@example.com in stamford mondays after 5")
    assert has(said, PHONE), heard(said)
    for text in ("wait the email is dee.parks@example.com with an s", "and make it norwalk"):
        said = visitor.say(text)
        assert has(said, "utter_booking_put_right"), heard(said)


def test_a_name_said_before_the_form_is_used(visitor: Visitor):
    visitor.say("Tom Reyes")
    said = visitor.say("i want to book")
    assert has(said, PHONE), heard(said)


def test_a_name_in_full_is_taken_while_something_else_is_asked(visitor: Visitor):
    visitor.say("Thursday mornings work best, Norwalk area, 203 555 0133")
    visitor.say("you can call me Jo")
    visitor.say("Jo Hartman")
    for _ in range(4):
        said = visitor.say("skip")
        if has(said, READ_BACK):
            break
    assert has(said, READ_BACK) and "Jo Hartman" in heard(said), heard(said)
