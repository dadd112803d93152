"""What the team shall be told is done where it is a wish, and is a note where it is none."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from clinic.store.bookings import Booking
from tests.dialogues.matrix import EVERYTHING, asked, has, heard
from tests.dialogues.sent import TIMES, as_it_is_now, offer_times_for
from tests.dialogues.stored import bookings_of, opened_store
from tests.live import LiveServer
from tests.visitor import Visitor

FIRST = f"{TIMES[0].astimezone(ZoneInfo('America/New_York')):%A}".lower()


def _sent(server: LiveServer, visitor: Visitor) -> Booking:
    for text in ("I'd like to book an appointment", EVERYTHING, "yes"):
        visitor.say(text)
    return bookings_of(server, visitor.conversation)[-1]


def _confirmed(server: LiveServer, visitor: Visitor) -> Booking:
    booking = _sent(server, visitor)
    with opened_store(server) as store:
        store.bookings.confirm(booking.id, TIMES[0], "dr@example.com", datetime.now(UTC))
    return booking


@pytest.mark.parametrize("text", ["please let the team know {} works", "tell them {} works please"])
def test_a_time_is_taken(visitor: Visitor, live_server: LiveServer, text: str):
    booking = _sent(live_server, visitor)
    offer_times_for(live_server, booking)
    said = visitor.say(text.format(FIRST))
    assert has(said, "utter_change_accepted"), heard(said)
    assert as_it_is_now(live_server, booking).appointment == TIMES[0]


def test_coming_late_is_told(visitor: Visitor, live_server: LiveServer):
    booking = _confirmed(live_server, visitor)
    said = visitor.say("can you tell them i'm running 10 minutes late")
    assert has(said, "utter_change_late"), heard(said)
    assert as_it_is_now(live_server, booking).team_note is None


def test_another_time_is_wished(visitor: Visitor, live_server: LiveServer):
    booking = _confirmed(live_server, visitor)
    visitor.say("tell the team I want to move it to Monday")
    now = as_it_is_now(live_server, booking)
    assert (now.wish, now.team_note) == ("I want to move it to Monday", None)


def test_what_wishes_nothing_is_a_note(visitor: Visitor, live_server: LiveServer):
    booking = _sent(live_server, visitor)
    text = "please tell the team that my husband drives me"
    visitor.say(text)
    now = as_it_is_now(live_server, booking)
    assert (now.team_note, now.wish) == (text, None)


def test_in_the_form_its_details_are_read(visitor: Visitor, live_server: LiveServer):
    visitor.say("I'd like to book an appointment")
    visitor.say("please tell the clinic I'd like to book for Friday in Norwalk, "
                "Ana Ruiz 203 555 0142")  # fmt: skip
    for answer in ("skip", "acne", "no"):
        said = visitor.say(answer)
    assert asked(said) == "confirm", heard(said)
    visitor.say("yes")
    (booking,) = bookings_of(live_server, visitor.conversation)
    assert (booking.name, booking.phone, booking.location) == (
        "Ana Ruiz",
        "+12035550142",
        "Norwalk",
    )
    assert booking.preferred and booking.team_note is None
