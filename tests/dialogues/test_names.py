"""The name of a request is what somebody is called, and nothing else that they say."""

from __future__ import annotations

import pytest

from tests.dialogues.matrix import has, heard
from tests.dialogues.stored import bookings_of
from tests.live import LiveServer
from tests.visitor import Visitor

pytestmark = pytest.mark.slow
NAME, READ_BACK = "utter_ask_booking_form_name", "utter_booking_read_back"


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
