"""What is put right by words at the read-back is what the team gets."""

from __future__ import annotations

import pytest

from tests.dialogues.matrix import EVERYTHING, asked, has, heard
from tests.dialogues.stored import bookings_of
from tests.live import LiveServer
from tests.visitor import Visitor


@pytest.fixture
def at_the_card(visitor: Visitor) -> Visitor:
    visitor.say("I'd like to book an appointment")
    assert asked(visitor.say(EVERYTHING)) == "confirm"
    return visitor


def test_edits_by_words_are_sent(at_the_card: Visitor, live_server: LiveServer):
    visitor = at_the_card
    town = "Norwalk"
    for text in (
        "anything but stamford", "not noon, 4pm", "and thursday", "my last name is Lee sorry",
        "actually remove the email",
    ):  # fmt: skip
        assert asked(said := visitor.say(text)) == "confirm", (text, heard(said))
    assert has(visitor.say("oh wait no its all good, send it"), "utter_booking_sent")
    (booking,) = bookings_of(live_server, visitor.conversation)
    assert booking.location == town
    assert [each["said"] for each in booking.preferred] == ["Monday 4pm", "thursday"]
    assert booking.name.endswith(" Lee")
    assert booking.email is None
    assert booking.phone is not None


def test_the_only_way_to_be_reached_is_not_taken_out_in_silence(
    at_the_card: Visitor, live_server: LiveServer
):
    visitor = at_the_card
    visitor.say("remove the email")
    said = visitor.say("drop the phone number")
    assert has(said, "utter_booking_no_contact"), heard(said)
    assert not bookings_of(live_server, visitor.conversation)
