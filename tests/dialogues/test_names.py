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
