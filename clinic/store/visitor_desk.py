"""What a visitor may see and do about a request from the chat, and how guessing is stopped."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from clinic.errors import BookingStepRefused, UnknownBooking
from clinic.store import schema
from clinic.store.booking_states import (
    CANCELLED,
    CLOSED,
    CONFIRMED,
    OFFERED,
    RECEIVED,
)
from clinic.store.booking_steps import (
    VISITOR,
    Booking,
    as_reference,
    check_offer,
    find,
    offered_times,
)
from clinic.store.database import Database
from clinic.store.unit_of_work import Amendment, BookingStep, UnitOfWork

# Wrong guesses after which a conversation, or everybody for one reference, is not answered.
GUESSES_OF_A_CONVERSATION = 5
GUESSES_AT_A_REFERENCE = 20
FORGOTTEN_AFTER = timedelta(days=1)


@dataclass(frozen=True)
class FoundBooking:
    id: str
    reference: str
    state: str
    offered: list[datetime]  # UTC, earliest first; empty unless times are on offer
    appointment: datetime | None
    contact: str  # the phone number or e-mail address that goes with the reference


class VisitorDesk:
    """Reads at once; changes are added to the unit and written with it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def find(self, unit: UnitOfWork, reference: str, contact: str) -> FoundBooking | None:
        """See UnitOfWork.find_booking."""
        hashed = _hash(unit.secret, as_reference(reference))
        with self._database.read() as connection:
            if _too_many_guesses(connection, unit, hashed):
                return None
            found = find(connection, as_reference(reference))
            if found is None or not _belongs(found, contact):
                unit.wrong_guesses.append(hashed)
                return None
            return _shown(connection, found, contact)

    def find_sent(self, unit: UnitOfWork, reference: str) -> FoundBooking | None:
        """See UnitOfWork.find_sent."""
        with self._database.read() as connection:
            found = find(connection, as_reference(reference))
            if found is None or found.conversation != unit.conversation:
                return None
            return _shown(connection, found, found.phone or found.email or "")

    def amend(
        self, unit: UnitOfWork, booking: str, values: dict[str, str], said: str | None
    ) -> bool:
        """Another town or time brings a request back to where its time is settled."""
        with self._database.read() as connection:
            found = find(connection, booking)
        if found is None or found.state in CLOSED:
            return False
        settled = found.state in (OFFERED, CONFIRMED)
        if said or ("location" in values and settled):
            self._add(unit, BookingStep(booking, RECEIVED, VISITOR, said, in_chat=True))
        unit.amendments.append(Amendment(booking, values))
        return True

    def accept(self, unit: UnitOfWork, booking: str, time: datetime) -> bool:
        with self._database.read() as connection:
            try:
                check_offer(connection, booking, time, unit.now)
            except (BookingStepRefused, UnknownBooking):
                return False
        unit.steps.append(BookingStep(booking, CONFIRMED, VISITOR, None, (time,), in_chat=True))
        return True

    def cancel(self, unit: UnitOfWork, booking: str, why: str | None) -> bool:
        return self._add(unit, BookingStep(booking, CANCELLED, VISITOR, why, in_chat=True))

    def ask_other_time(self, unit: UnitOfWork, booking: str, said: str | None) -> bool:
        return self._add(unit, BookingStep(booking, RECEIVED, VISITOR, said, in_chat=True))

    def _add(self, unit: UnitOfWork, wanted: BookingStep) -> bool:
        with self._database.read() as connection:
            found = find(connection, wanted.booking)
        if found is None or wanted.state not in found.following(wanted.who):
            return False
        unit.steps.append(wanted)
        return True


def remember_guesses(connection: Connection, unit: UnitOfWork) -> None:
    if unit.wrong_guesses:
        connection.execute(
            sa.insert(schema.booking_guesses),
            [
                {"conversation": unit.conversation, "reference_hash": hashed, "at": unit.now}
                for hashed in unit.wrong_guesses
            ],
        )


def _too_many_guesses(connection: Connection, unit: UnitOfWork, hashed: str) -> bool:
    table = schema.booking_guesses
    since = table.c.at > unit.now - FORGOTTEN_AFTER

    def count(condition: sa.sql.ColumnElement[bool]) -> int:
        query = sa.select(sa.func.count()).select_from(table).where(since, condition)
        return connection.execute(query).scalar_one()

    return (
        count(table.c.conversation == unit.conversation) + len(unit.wrong_guesses)
        >= GUESSES_OF_A_CONVERSATION
        or count(table.c.reference_hash == hashed) >= GUESSES_AT_A_REFERENCE
    )


def _shown(connection: Connection, found: Booking, contact: str) -> FoundBooking:
    times = [each.at for each in offered_times(connection, found.id)]
    offered = times if found.state == OFFERED else []
    return FoundBooking(found.id, found.reference, found.state, offered, found.appointment, contact)


def _belongs(booking: Booking, contact: str) -> bool:
    known = {value.casefold() for value in (booking.phone, booking.email) if value}
    return contact.strip().casefold() in known


def _hash(secret: str, reference: str) -> str:
    return hashlib.sha256(f"{secret}:{reference}".encode()).hexdigest()
