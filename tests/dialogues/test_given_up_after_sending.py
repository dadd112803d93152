"""Whoever wants out of a request that was sent is asked once, in whatever words; a name is put
right."""

from __future__ import annotations

import pytest

from clinic.store.bookings import Booking
from tests.dialogues.matrix import EVERYTHING, has, heard
from tests.dialogues.sent import as_it_is_now
from tests.dialogues.stored import bookings_of
from tests.live import LiveServer
from tests.visitor import Visitor


def _just_sent(server: LiveServer, visitor: Visitor) -> Booking:
    for text in ("I'd like to book an appointment", EVERYTHING, "yes"):
        visitor.say(text)
    return bookings_of(server, visitor.conversation)[-1]


@pytest.mark.parametrize(
    "text", ["never mind cancel the whole thing", "nevermind, cancel it all", "take me off"]
)
def test_the_whole_thing_is_cancelled_once_that_is_said_again(
    visitor: Visitor, live_server: LiveServer, text: str
):
    booking = _just_sent(live_server, visitor)
    said = visitor.say(text)
    assert has(said, "utter_change_cancel_sure"), heard(said)
    assert as_it_is_now(live_server, booking).state == "received"
    visitor.say("yes, cancel it")
    assert as_it_is_now(live_server, booking).state == "cancelled"


@pytest.mark.parametrize("text", ["never cancel it please", "don't cancel the whole thing"])
def test_what_shall_not_be_cancelled_is_not_asked_about(
    visitor: Visitor, live_server: LiveServer, text: str
):
    _just_sent(live_server, visitor)
    said = visitor.say(text)
    assert not has(said, "utter_change_cancel_sure"), heard(said)


def test_who_wants_off_something_else_is_not_asked_for_a_reference(
    visitor: Visitor, live_server: LiveServer
):
    said = visitor.say("take me off")
    assert has(said, "utter_change_no_reference"), heard(said)
    said = visitor.say("203 555 0183")
    assert not has(said, "utter_ask_change_form_change_reference"), heard(said)
    visitor.say("Ida Ross")
    visitor.say("yes")
    (sent,) = bookings_of(live_server, visitor.conversation)
    assert (sent.phone, sent.name) == ("+12035550183", "Ida Ross")
    assert "take me off" in sent.concern


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("and my name is Ida Ross-Lane now", "Ida Ross-Lane"),
        ("my name is maria lopez", "maria lopez"),
    ],
)
def test_a_name_that_is_stated_is_put_right(
    visitor: Visitor, live_server: LiveServer, text: str, name: str
):
    booking = _just_sent(live_server, visitor)
    said = visitor.say(text)
    assert has(said, "utter_change_amended"), heard(said)
    assert as_it_is_now(live_server, booking).name == name


def test_half_a_name_keeps_the_other_half(visitor: Visitor, live_server: LiveServer):
    booking = _just_sent(live_server, visitor)
    visitor.say("my last name is Lee now")
    assert as_it_is_now(live_server, booking).name == f"{booking.name.split()[0]} Lee"


def test_what_is_no_name_changes_nothing(visitor: Visitor, live_server: LiveServer):
    booking = _just_sent(live_server, visitor)
    visitor.say("my name is not on the list?")
    assert as_it_is_now(live_server, booking).name == booking.name
