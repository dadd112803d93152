"""A request that was sent, and what becomes of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from clinic.store.bookings import Booking
from tests.dialogues.matrix import EVERYTHING, asked, has, heard
from tests.dialogues.stored import bookings_of, opened_store
from tests.live import LiveServer
from tests.visitor import Visitor

# In the morning there, whenever the tests run: "only after 6 pm" is then none of them.
SOON = datetime.now(UTC).replace(hour=15, minute=0, second=0, microsecond=0) + timedelta(days=5)
TIMES = [SOON, SOON + timedelta(days=2)]


def book_one(server: LiveServer) -> Booking:
    with Visitor(server.url).open() as visitor:
        visitor.say("I'd like to book an appointment")
        assert asked(visitor.say(EVERYTHING)) == "confirm"
        visitor.say("yes")
        (booking,) = bookings_of(server, visitor.conversation)
    return booking


def as_it_is_now(server: LiveServer, booking: Booking) -> Booking:
    with opened_store(server) as store:
        return store.bookings.find(booking.id)


def offer_times_for(server: LiveServer, booking: Booking) -> None:
    with opened_store(server) as store:
        store.bookings.offer_times(booking.id, TIMES, "dr@example.com", datetime.now(UTC))


def show_request(visitor: Visitor, booking: Booking, known_as: str = "475-555-0177") -> list[dict]:
    said = visitor.say("I want to change my appointment")
    if not has(said, "utter_ask_change_form_change_reference"):
        return said  # whose it is was said before
    (question,) = said
    assert has([question], "utter_ask_change_form_change_reference"), heard(said)
    said = visitor.say(booking.reference.lower().replace("-", " "))
    assert has(said, "utter_ask_change_form_change_contact"), heard(said)
    return visitor.say(known_as)
