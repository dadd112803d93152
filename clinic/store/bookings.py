"""Booking requests: opened once for each form instance, moved from state to state by people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from clinic.errors import BookingStepRefused, UnknownBooking
from clinic.store import outbox, schema
from clinic.store.booking_states import (
    CANCELLED,
    CONFIRMED,
    DECLINED,
    NO_REPLY,
    OFFERED,
    OPEN,
    RECEIVED,
    STATES,
    check_step,
)
from clinic.store.database import Database
from clinic.store.ids import random_id
from clinic.store.unit_of_work import BookingRequest, BookingStep

__all__ = ["STATES", "Booking", "BookingEvent", "Bookings", "OfferedTime", "open_request"]

VISITOR = "visitor"
MOST_OFFERED = 3


@dataclass(frozen=True)
class Booking:
    id: str
    reference: str
    form: str
    conversation: str | None
    state: str
    name: str
    phone: str | None
    email: str | None
    location: str
    preferred: list[dict[str, Any]]
    concern: str | None
    health_note: str | None
    flags: list[str]
    locale: str
    created_at: datetime
    updated_at: datetime
    appointment: datetime | None  # the confirmed time, UTC


@dataclass(frozen=True)
class BookingEvent:
    """One step: the state that it led to, who took it ("visitor" or staff), why, and when."""

    state: str
    who: str
    why: str | None
    at: datetime


@dataclass(frozen=True)
class OfferedTime:
    at: datetime  # UTC
    offered_at: datetime


class Bookings:
    """Every step is one transaction that also writes who has to be told.

    `booking` is an id or a reference throughout; `who` is "visitor" or a staff account.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def list(self, state: str | None = None) -> list[Booking]:
        """All requests, oldest first; `state` keeps one of STATES."""
        table = schema.bookings
        query = sa.select(table).order_by(table.c.created_at, table.c.id)
        if state is not None:
            query = query.where(table.c.state == state)
        with self._database.read() as connection:
            return [Booking(**row._mapping) for row in connection.execute(query)]

    def find(self, booking: str) -> Booking | None:
        with self._database.read() as connection:
            return find(connection, booking)

    def of_form(self, form: str) -> Booking | None:
        """The request that a form instance led to, if it was sent."""
        table = schema.bookings
        with self._database.read() as connection:
            row = connection.execute(sa.select(table).where(table.c.form == form)).first()
        return Booking(**row._mapping) if row else None

    def history(self, booking: str) -> list[BookingEvent]:
        """Every step from the beginning on."""
        table = schema.booking_events
        query = sa.select(table.c.state, table.c.who, table.c.why, table.c.at).order_by(table.c.id)
        with self._database.read() as connection:
            query = query.where(table.c.booking == _existing(connection, booking).id)
            return [BookingEvent(**row._mapping) for row in connection.execute(query)]

    def offered(self, booking: str) -> list[OfferedTime]:
        """The times offered last, earliest first."""
        with self._database.read() as connection:
            return offered_times(connection, _existing(connection, booking).id)

    def duplicates(self, booking: str) -> list[Booking]:
        """Other open requests with the same phone number or e-mail address: for staff only."""
        table = schema.bookings
        with self._database.read() as connection:
            this = _existing(connection, booking)
            same = [
                column == value
                for column, value in ((table.c.phone, this.phone), (table.c.email, this.email))
                if value
            ]
            if not same:
                return []
            query = (
                sa.select(table)
                .where(sa.or_(*same), table.c.id != this.id, table.c.state.in_(OPEN))
                .order_by(table.c.created_at)
            )
            return [Booking(**row._mapping) for row in connection.execute(query)]

    def offer_times(self, booking: str, times: list[datetime], who: str, now: datetime) -> Booking:
        """Offer one to three times, in place of any offered before."""
        if not 1 <= len(set(times)) <= MOST_OFFERED or min(times) <= now:
            raise BookingStepRefused(
                f"Offer one to {MOST_OFFERED} different times that are still to come."
            )
        with self._database.write() as connection:
            return step(connection, BookingStep(booking, OFFERED, who, times=tuple(times)), now)

    def confirm(self, booking: str, time: datetime, who: str, now: datetime) -> Booking:
        """Fix the appointment's time."""
        with self._database.write() as connection:
            return step(connection, BookingStep(booking, CONFIRMED, who, times=(time,)), now)

    def accept(self, booking: str, time: datetime, now: datetime) -> Booking:
        """The visitor takes one of the offered times, outside of the chat."""
        with self._database.write() as connection:
            check_offer(connection, booking, time, now)
            return step(connection, BookingStep(booking, CONFIRMED, VISITOR, times=(time,)), now)

    def decline(self, booking: str, reason: str, who: str, now: datetime) -> Booking:
        return self._step(BookingStep(booking, DECLINED, who, reason), now)

    def cancel(self, booking: str, who: str, now: datetime, why: str | None = None) -> Booking:
        return self._step(BookingStep(booking, CANCELLED, who, why), now)

    def no_reply(self, booking: str, who: str, now: datetime, why: str | None = None) -> Booking:
        return self._step(BookingStep(booking, NO_REPLY, who, why), now)

    def ask_other_time(self, booking: str, said: str | None, now: datetime) -> Booking:
        """The visitor wants another time than those offered or confirmed."""
        return self._step(BookingStep(booking, RECEIVED, VISITOR, said), now)

    def _step(self, wanted: BookingStep, now: datetime) -> Booking:
        with self._database.write() as connection:
            return step(connection, wanted, now)


def find(connection: Connection, booking: str) -> Booking | None:
    table = schema.bookings
    row = connection.execute(
        sa.select(table).where(
            sa.or_(table.c.id == booking, table.c.reference == as_reference(booking))
        )
    ).first()
    return Booking(**row._mapping) if row else None


def as_reference(said: str) -> str:
    """A reference as it is stored, however it was typed: "k7pm 3xqh" is K7PM-3XQH."""
    letters = "".join(each for each in said.upper() if each.isalnum())
    return f"{letters[:4]}-{letters[4:]}" if len(letters) == 8 else said


def offered_times(connection: Connection, booking: str) -> list[OfferedTime]:
    table = schema.booking_times
    query = sa.select(table.c.at, table.c.offered_at).where(table.c.booking == booking)
    return [OfferedTime(**row._mapping) for row in connection.execute(query.order_by(table.c.at))]


def check_offer(connection: Connection, booking: str, time: datetime, now: datetime) -> None:
    """Raise BookingStepRefused where this time is not on offer, or is over."""
    this = _existing(connection, booking)
    times = [each.at for each in offered_times(connection, this.id)]
    if this.state != OFFERED or time not in times or time <= now:
        raise BookingStepRefused("This time is not on offer any more.")


def step(connection: Connection, wanted: BookingStep, now: datetime) -> Booking:
    """Take one step in the caller's transaction, with its history and everybody to be told."""
    table = schema.bookings
    this = _existing(connection, wanted.booking, lock=True)
    check_step(this.reference, this.state, wanted.state)
    appointment = wanted.times[0] if wanted.state == CONFIRMED else None
    connection.execute(
        sa.update(table)
        .where(table.c.id == this.id)
        .values(state=wanted.state, updated_at=now, appointment=appointment)
    )
    if wanted.state == OFFERED:
        _replace_offer(connection, this.id, wanted.times, now)
    _remember(connection, this.id, wanted.state, wanted.who, wanted.why, now)
    kind = "other_time_wanted" if wanted.state == RECEIVED else f"booking_{wanted.state}"
    outbox.enqueue(connection, kind, _channels(this, wanted), {"booking": this.id}, now)
    return _existing(connection, this.id)


def open_request(
    connection: Connection,
    reference: str,
    request: BookingRequest,
    conversation: str | None,
    now: datetime,
) -> None:
    """Write one received request with its first event, its consent and its notifications."""
    booking = random_id()
    connection.execute(
        sa.insert(schema.bookings).values(
            id=booking,
            reference=reference,
            form=request.form,
            conversation=conversation,
            state=RECEIVED,
            name=request.name,
            phone=request.phone,
            email=request.email,
            location=request.location,
            preferred=request.preferred,
            concern=request.concern,
            health_note=request.health_note,
            flags=request.flags,
            locale=request.locale,
            created_at=now,
            updated_at=now,
        )
    )
    _remember(connection, booking, RECEIVED, VISITOR, None, now)
    connection.execute(
        sa.insert(schema.consents).values(
            booking=booking,
            purpose="contact_about_request",
            wording=request.consent_wording,
            given_at=now,
        )
    )
    channels = [outbox.CLINIC_MAIL, outbox.WEBHOOK]
    if request.email:
        channels.append(outbox.VISITOR_MAIL)
    outbox.enqueue(connection, "booking_received", channels, {"booking": booking}, now)


def _channels(booking: Booking, wanted: BookingStep) -> list[str]:
    """Who has to hear of a step: the other side, and other systems always."""
    channels = [outbox.WEBHOOK]
    if wanted.state == NO_REPLY:
        return channels
    if wanted.who == VISITOR:
        channels.append(outbox.CLINIC_MAIL)
    if booking.email and (wanted.who != VISITOR or wanted.state == CONFIRMED):
        channels.append(outbox.VISITOR_MAIL)
    if booking.conversation and not wanted.in_chat:
        channels.append(outbox.CHAT)
    return channels


def _existing(connection: Connection, booking: str, *, lock: bool = False) -> Booking:
    if lock:
        table = schema.bookings
        connection.execute(
            sa.select(table.c.id)
            .where(sa.or_(table.c.id == booking, table.c.reference == as_reference(booking)))
            .with_for_update()
        )
    found = find(connection, booking)
    if found is None:
        raise UnknownBooking(
            f"There is no request {booking}. `python -m clinic bookings` lists all of them."
        )
    return found


def _replace_offer(
    connection: Connection, booking: str, times: tuple[datetime, ...], now: datetime
) -> None:
    table = schema.booking_times
    connection.execute(sa.delete(table).where(table.c.booking == booking))
    connection.execute(
        sa.insert(table),
        [{"booking": booking, "at": at, "offered_at": now} for at in sorted(set(times))],
    )


def _remember(
    connection: Connection, booking: str, state: str, who: str, why: str | None, now: datetime
) -> None:
    connection.execute(
        sa.insert(schema.booking_events).values(
            booking=booking, state=state, who=who, why=why, at=now
        )
    )
