"""A request that either town suits: the visitor hears in which one the times are."""

from __future__ import annotations

from datetime import UTC, datetime

from clinic.store.bookings import Booking
from tests.dialogues.matrix import has, heard
from tests.dialogues.sent import TIMES, as_it_is_now
from tests.dialogues.stored import bookings_of, opened_store
from tests.live import LiveServer
from tests.visitor import Visitor


def _offered(server: LiveServer, visitor: Visitor, town: str | None) -> Booking:
    for text in ("book", "Bea Ruiz", "203-555-0153", "skip", "either", "monday", "scars", "no"):
        visitor.say(text)
    visitor.say("yes")
    (booking,) = bookings_of(server, visitor.conversation)
    assert booking.location == "either"
    with opened_store(server) as store:
        now = datetime.now(UTC)
        store.bookings.offer_times(booking.id, TIMES, "dr@example.com", now, location=town)
    return booking


def test_the_town_is_said_with_the_time_and_when_it_is_asked(
    visitor: Visitor, live_server: LiveServer
):
    booking = _offered(live_server, visitor, "Stamford")
    said = visitor.say("sounds good, the first one please, which town is that")
    assert has(said, "utter_change_where_offered") and "Stamford" in said[0]["text"], heard(said)
    if has(said, "utter_change_take_sure"):
        assert "in Stamford" in said[-1]["text"]
        said = visitor.say("yes")
    assert has(said, "utter_change_accepted") and "in Stamford" in said[-1]["text"], heard(said)
    now = as_it_is_now(live_server, booking)
    assert (now.appointment, now.location) == (TIMES[0], "Stamford")
    said = visitor.say("which town is that")
    assert has(said, "utter_change_where") and "Stamford" in said[0]["text"], heard(said)


def test_a_town_that_nobody_has_said_is_not_made_up(visitor: Visitor, live_server: LiveServer):
    _offered(live_server, visitor, None)
    said = visitor.say("and what town is that in?")
    assert has(said, "utter_change_where_open"), heard(said)
