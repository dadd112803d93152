"""What a visitor may see and do about a request from the chat, and how guessing is stopped."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from clinic.errors import BookingStepRefused, UnknownBooking
from clinic.redaction import BETWEEN
from clinic.store import schema
from clinic.store.booking_records import LATE_ACCEPT, LATE_CANCEL, LATE_OTHER, VISITOR, Booking
from clinic.store.booking_states import (
    CANCELLED,
    CLOSED,
    CONFIRMED,
    OFFERED,
    RECEIVED,
)
from clinic.store.booking_steps import (
    as_reference,
    find,
    taking,
)
from clinic.store.booking_times import offered_last, offered_times
from clinic.store.consents import TEXTS, has_agreed
from clinic.store.database import Database
from clinic.store.folded import parts_new
from clinic.store.same_request import same_request
from clinic.store.taken_out import without
from clinic.store.unit_of_work import (
    Amendment,
    BookingRequest,
    BookingStep,
    LatePress,
    Outcome,
    Repeated,
    UnitOfWork,
)

# Wrong guesses after which a conversation, or everybody for one reference, is not answered.
GUESSES_OF_A_CONVERSATION = 5
GUESSES_AT_A_REFERENCE = 20
REPEATED = (
    "reach_note",
    "concern",
    "health_note",
    "team_note",
)  # what a request that is sent again may add
TAKEN_OVER = ("phone", "email", "location", "preferred")  # by another request, "same number"
TOLD_IN = ("health_note", "team_note", "concern")  # where something of health may stand
ADDED = ("reach_note", "team_note")  # details to which is added what else is told
FORGOTTEN_AFTER = timedelta(days=1)


@dataclass(frozen=True)
class FoundBooking:
    id: str
    reference: str
    state: str
    offered: list[datetime]  # UTC, earliest first; those that can still be taken
    appointment: datetime | None
    contact: str  # the phone number or e-mail address that goes with the reference
    location: str
    flags: tuple[str, ...]
    wants_other_time: bool = False  # than the appointment's, which stands until then
    wish: str | None = None  # for another time, as it was said last
    offered_before: tuple[datetime, ...] = ()  # the visitor asked for another than these


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
            return _shown(connection, found, contact, unit.now)

    def find_sent(self, unit: UnitOfWork, reference: str) -> FoundBooking | None:
        """See UnitOfWork.find_sent."""
        with self._database.read() as connection:
            found = find(connection, as_reference(reference))
            if found is None or found.conversation != unit.conversation:
                return None
            return _shown(connection, found, found.phone or found.email or "", unit.now)

    def sent_details(self, unit: UnitOfWork, reference: str) -> dict[str, Any]:
        """See UnitOfWork.sent_details."""
        with self._database.read() as connection:
            found = find(connection, as_reference(reference))
        if found is None or found.conversation != unit.conversation:
            return {}
        return {column: getattr(found, column) for column in ("name", *TAKEN_OVER)}

    def repeat(self, unit: UnitOfWork, request: BookingRequest) -> Repeated | None:
        """What is new is added whoever repeats it, so that the answer tells nobody what is known.

        A reference is only told to the conversation that the request came from.
        """
        with self._database.read() as connection:
            found = same_request(connection, request, unit.conversation, unit.now, unit.same_within)
            if found is None or found.form == request.form:
                return None
            texts = request.sms_wording and not has_agreed(connection, found.id, TEXTS)
        told = {
            column: parts_new(getattr(found, column), getattr(request, column) or "")
            for column in REPEATED
        }
        added = {column: BETWEEN.join(parts) for column, parts in told.items() if parts}
        flags = tuple(flag for flag in request.flags if flag not in found.flags)
        wording = request.sms_wording if texts else None
        again = Amendment(found.id, {}, added, flags, sent_again=True, sms_wording=wording)
        unit.amendments.append(again)
        own = found.conversation == unit.conversation
        return Repeated(found.reference if own else None, added)

    def amend(
        self, unit: UnitOfWork, booking: str, values: dict[str, str], said: str | None
    ) -> Outcome | None:
        """Another town or time is for the team to settle; an appointment stands until they have."""
        found = self._unsettled(booking)
        if found is None:
            return None
        town = values.get("location")
        if town and found.stands(unit.now):
            values = {column: value for column, value in values.items() if column != "location"}
            said = ", ".join(filter(None, (town, said)))
        outcome = Outcome(found.state, found.appointment)
        if said or (town and found.state in (OFFERED, CONFIRMED)):
            outcome = self.ask_other_time(unit, booking, said) or outcome
        added = {column: said for column, said in values.items() if column in ADDED}
        values = {column: value for column, value in values.items() if column not in ADDED}
        if values or added:
            unit.amendments.append(Amendment(booking, values, added))
        return outcome

    def add_health(
        self, unit: UnitOfWork, booking: str, told: str, flags: list[str]
    ) -> list[str] | None:
        """See UnitOfWork.add_health."""
        found = self._unsettled(booking)
        if found is None:
            return None
        new = [flag for flag in flags if flag not in found.flags]
        if new:
            unit.amendments.append(
                Amendment(booking, {}, {"health_note": told} if told else {}, tuple(new))
            )
        return new

    def take_out_health(
        self, unit: UnitOfWork, booking: str, told: str | None, flags: list[str]
    ) -> bool:
        """See UnitOfWork.take_out_health."""
        found = self._unsettled(booking)
        if found is None:
            return False
        gone = told.split(BETWEEN) if told else []
        noted = (found.health_note or "").split(BETWEEN) if told else []
        left = BETWEEN.join(each for each in noted if each not in gone)
        amendment = Amendment(booking, {"health_note": left or None}, without=tuple(flags))
        unit.amendments.append(amendment)
        return True

    def take_out_named(
        self, unit: UnitOfWork, booking: str, names: list[str], said: list[str], flags: list[str]
    ) -> bool | None:
        """See UnitOfWork.take_out_named."""
        found = self._unsettled(booking)
        if found is None:
            return None
        before = {column: getattr(found, column) for column in TOLD_IN}
        after = {column: without(note, names, said) for column, note in before.items() if note}
        values = {column: left for column, left in after.items() if left != before[column]}
        gone = tuple(flag for flag in flags if flag in found.flags)
        if not (values or gone):
            return False
        unit.amendments.append(Amendment(booking, values, without=gone))
        return True

    def deny_health(self, unit: UnitOfWork, booking: str, said: str, flags: list[str]) -> bool:
        """See UnitOfWork.deny_health."""
        if self._unsettled(booking) is None:
            return False
        amendment = Amendment(booking, {}, {"health_note": said}, without=tuple(flags))
        unit.amendments.append(amendment)
        return True

    def accept(self, unit: UnitOfWork, booking: str, time: datetime, spoken: str) -> Outcome | None:
        with self._database.read() as connection:
            found = find(connection, booking)
            kept = found is not None and (found.state, found.appointment) == (CONFIRMED, time)
            if kept and not found.wants_other_time:
                return Outcome(CONFIRMED, time, found.location)  # pressed twice
            try:
                wanted = taking(connection, booking, time, spoken, unit.now)
            except (BookingStepRefused, UnknownBooking):
                unit.late.append(LatePress(booking, LATE_ACCEPT, (time,)))
                return None
        unit.steps.append(replace(wanted, in_chat=True))
        town = found.location if found else ""
        return Outcome(wanted.state, wanted.times[0] if wanted.times else None, town)

    def cancel(self, unit: UnitOfWork, booking: str, why: str | None) -> Outcome | None:
        wanted = BookingStep(booking, CANCELLED, VISITOR, why, in_chat=True)
        return self._add(unit, wanted, LATE_CANCEL)

    def ask_other_time(self, unit: UnitOfWork, booking: str, said: str | None) -> Outcome | None:
        wanted = BookingStep(booking, RECEIVED, VISITOR, said, in_chat=True)
        return self._add(unit, wanted, LATE_OTHER)

    def _unsettled(self, booking: str) -> Booking | None:
        """The request, unless it is closed: then nothing can be changed about it."""
        with self._database.read() as connection:
            found = find(connection, booking)
        return found if found is not None and found.state not in CLOSED else None

    def _add(self, unit: UnitOfWork, wanted: BookingStep, late: str) -> Outcome | None:
        with self._database.read() as connection:
            found = find(connection, wanted.booking)
        if found is None or wanted.state not in found.following(wanted.who):
            unit.late.append(LatePress(wanted.booking, late))
            return None
        unit.steps.append(wanted)
        if wanted.state == RECEIVED and found.stands(unit.now):
            return Outcome(CONFIRMED, found.appointment)
        return Outcome(wanted.state)


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


def _shown(connection: Connection, found: Booking, contact: str, now: datetime) -> FoundBooking:
    offered = [each.at for each in offered_times(connection, found.id) if each.at > now]
    before = offered_last(connection, found.id) if found.state == RECEIVED else ()
    return FoundBooking(
        found.id,
        found.reference,
        found.state,
        offered,
        found.appointment,
        contact,
        found.location,
        tuple(found.flags),
        found.wants_other_time,
        found.wish,
        tuple(each for each in before if each > now),
    )


def _belongs(booking: Booking, contact: str) -> bool:
    known = {value.casefold() for value in (booking.phone, booking.email) if value}
    return contact.strip().casefold() in known


def _hash(secret: str, reference: str) -> str:
    return hashlib.sha256(f"{secret}:{reference}".encode()).hexdigest()
