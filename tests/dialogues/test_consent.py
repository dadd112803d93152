"""A request is sent at a clear yes to exactly what was read back, and at nothing else."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.dialogues.matrix import EVERYTHING, asked, has, heard
from tests.dialogues.stored import bookings_of
from tests.live import LiveServer
from tests.visitor import Visitor

pytestmark = pytest.mark.slow


@pytest.fixture
def visitor(live_server: LiveServer) -> Iterator[Visitor]:
    with Visitor(live_server.url).open() as someone:
        someone.say("I'd like to book an appointment")
        assert asked(someone.say(EVERYTHING)) == "confirm"
        yield someone


@pytest.mark.parametrize("half", ["i guess", "fine whatever", "as i said", "i already said yes"])
def test_half_a_yes_is_asked_again(visitor: Visitor, live_server: LiveServer, half: str):
    said = visitor.say(half)
    assert has(said, "utter_booking_yes_or_no") and asked(said) == "confirm", heard(said)
    assert bookings_of(live_server, visitor.conversation) == []


@pytest.mark.parametrize("yes", ["Yes, please send it. Thank you, dear.", "\N{THUMBS UP SIGN}"])
def test_a_clear_yes_in_any_words_sends(visitor: Visitor, live_server: LiveServer, yes: str):
    assert has(visitor.say(yes), "utter_booking_sent")
    assert len(bookings_of(live_server, visitor.conversation)) == 1


def test_the_button_of_an_earlier_read_back_sends_nothing(
    visitor: Visitor, live_server: LiveServer
):
    old = visitor.button("Yes, send it")
    assert asked(visitor.say("change the name to Bea Rizzo")) == "confirm"
    said = visitor.answers(visitor.send(button=old))
    assert asked(said) == "confirm" and "Bea Rizzo" in said[-1]["text"], heard(said)
    assert bookings_of(live_server, visitor.conversation) == []
    assert has(visitor.press("Yes, send it"), "utter_booking_sent")
    said = visitor.answers(visitor.send(button=old))
    assert has(said, "utter_booking_is_request"), heard(said)
    (booking,) = bookings_of(live_server, visitor.conversation)
    assert booking.name == "Bea Rizzo"


def test_a_time_is_put_right_and_the_other_kept(visitor: Visitor, live_server: LiveServer):
    visitor.press("Times")
    assert asked(visitor.say("next tues or wed afternoon")) == "confirm"
    assert asked(visitor.say("wait change the wed to thursday")) == "confirm"
    visitor.say("yes")
    (booking,) = bookings_of(live_server, visitor.conversation)
    assert [each["said"] for each in booking.preferred] == ["next tues", "thursday afternoon"]
