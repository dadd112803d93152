"""Questions about a request that was sent are answered from its state."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.dialogues.matrix import has, heard
from tests.dialogues.sent import TIMES
from tests.dialogues.stored import bookings_of, opened_store
from tests.dialogues.test_offered_times import _sent
from tests.live import LiveServer
from tests.visitor import Visitor


@pytest.mark.parametrize(
    "text",
    ["did it arrive?", "did you get that?", "what's my reference", "are you sure",
     "so monday at noon is ok?", "¿llegó?"],
)  # fmt: skip
def test_it_is_a_request_with_its_reference(visitor: Visitor, live_server: LiveServer, text: str):
    booking = _sent(live_server, visitor)
    said = visitor.say(text)
    assert has(said, "utter_booking_is_request"), heard(said)
    assert booking.reference in heard(said)
    assert bookings_of(live_server, visitor.conversation) == [booking]


def test_an_appointment_is_named_as_what_it_is(visitor: Visitor, live_server: LiveServer):
    booking = _sent(live_server, visitor)
    with opened_store(live_server) as store:
        store.bookings.confirm(booking.id, TIMES[0], "dr@example.com", datetime.now(UTC))
    for text in ("did it arrive?", "are you sure", "is it cancelled?"):
        said = visitor.say(text)
        assert has(said, "utter_change_confirmed"), heard(said)


def test_the_number_it_has_is_told_by_its_end(visitor: Visitor, live_server: LiveServer):
    _sent(live_server, visitor)
    said = visitor.say("what number do you have for me?")
    assert has(said, "utter_change_contact_held"), heard(said)
    assert "0177" in heard(said) and "475" not in heard(said)


def test_what_was_cancelled_is_said_to_be(visitor: Visitor, live_server: LiveServer):
    booking = _sent(live_server, visitor)
    visitor.say("cancel it")
    visitor.say("yes")
    said = visitor.say("is it cancelled?")
    assert has(said, "utter_change_cancelled"), heard(said)
    assert booking.reference in heard(said)


def test_a_doubt_about_an_answer_is_not_about_the_request(
    visitor: Visitor, live_server: LiveServer
):
    _sent(live_server, visitor)
    visitor.say("does it hurt")
    assert not has(visitor.say("are you sure"), "utter_booking_is_request")
