"""Booking requests: opened once for each form instance, moved from state to state by people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partialmethod

import sqlalchemy as sa

from clinic.errors import BookingStepRefused
from clinic.store import schema
from clinic.store.booking_records import VISITOR, Booking, BookingEvent, OfferedTime
from clinic.store.booking_states import (
    CANCELLED,
    CONFIRMED,
    DECLINED,
    DONE,
    NO_REPLY,
    OFFERED,
    OPEN,
    RECEIVED,
    STATES,
)
from clinic.store.booking_steps import (
    check_seen,
    come_too_late,
    existing,
    find,
    step,
    taking,
)
from clinic.store.booking_times import offered_times
from clinic.store.database import Database
from clinic.store.unit_of_work import BookingStep, LatePress

__all__ = ["STATES", "Booking", "BookingEvent", "Bookings", "OfferedTime"]

MOST_OFFERED = 3


@dataclass(frozen=True)
class Taken:
    """A time that another request has, by its appointment or among those offered."""

    booking: Booking
    at: datetime
    confirmed: bool


class Bookings:
    """Every step is one transaction that also writes who has to be told.

    `booking` is an id or a reference throughout; `who` is "visitor" or a staff account. `seen` is
    how many steps the history had when `who` looked: with others it raises BookingChanged.
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

    def get(self, booking: str) -> Booking:
        """The same; raises UnknownBooking where there is none."""
        with self._database.read() as connection:
            return existing(connection, booking)

    def of_form(self, form: str) -> Booking | None:
        """The request that a form instance led to, if it was sent."""
        table = schema.bookings
        with self._database.read() as connection:
            row = connection.execute(sa.select(table).where(table.c.form == form)).first()
        return Booking(**row._mapping) if row else None

    def history(self, booking: str) -> list[BookingEvent]:
        """Every step from the beginning on."""
        table = schema.booking_events
        with self._database.read() as connection:
            this = existing(connection, booking).id
            query = sa.select(table).where(table.c.booking == this).order_by(table.c.id)
            return [
                BookingEvent(row.state, row.who, row.why, row.at, _moments(row.times))
                for row in connection.execute(query)
            ]

    def offered(self, booking: str) -> list[OfferedTime]:
        """The times on offer, earliest first; those of a request without a reply stay."""
        with self._database.read() as connection:
            return offered_times(connection, existing(connection, booking).id)

    def check_seen(self, booking: str, seen: int) -> None:
        """Raise BookingChanged unless the history still has as many steps as were seen."""
        with self._database.read() as connection:
            check_seen(connection, existing(connection, booking).id, seen)

    def duplicates(self, booking: str) -> list[Booking]:
        """Other open requests with the same phone number or e-mail address: for staff only."""
        table = schema.bookings
        with self._database.read() as connection:
            this = existing(connection, booking)
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

    def taken(self, booking: str, time: datetime, within: timedelta) -> list[Taken]:
        """What others have less than `within` from a time: appointments, then offers."""
        table, times = schema.bookings, schema.booking_times
        begin, end = time - within, time + within
        with self._database.read() as connection:
            this = existing(connection, booking)
            fixed = sa.select(table).where(
                table.c.state == CONFIRMED,
                table.c.appointment > begin,
                table.c.appointment < end,
                table.c.id != this.id,
            )
            found = [Booking(**row._mapping) for row in connection.execute(fixed)]
            offers = (
                sa.select(table, times.c.at.label("offered"))
                .join(times, times.c.booking == table.c.id)
                .where(
                    table.c.state.in_((OFFERED, CONFIRMED)),
                    times.c.at > begin,
                    times.c.at < end,
                    table.c.id != this.id,
                )
            )
            offered = [dict(row._mapping) for row in connection.execute(offers)]
        return [
            *(Taken(each, each.appointment, True) for each in found if each.appointment),
            *(
                Taken(at=row.pop("offered"), confirmed=False, booking=Booking(**row))
                for row in offered
            ),
        ]

    def offer_times(
        self,
        booking: str,
        times: list[datetime],
        who: str,
        now: datetime,
        *,
        location: str | None = None,
        seen: int | None = None,
    ) -> Booking:
        """Offer one to three times, all in one town, in place of any offered before."""
        if not 1 <= len(set(times)) <= MOST_OFFERED or min(times) <= now:
            raise BookingStepRefused(
                f"Offer 1 to {MOST_OFFERED} different times that are still to come."
            )
        wanted = BookingStep(
            booking, OFFERED, who, times=tuple(times), seen=seen, location=location
        )
        return self._step(wanted, now)

    def confirm(
        self,
        booking: str,
        time: datetime,
        who: str,
        now: datetime,
        *,
        location: str | None = None,
        seen: int | None = None,
    ) -> Booking:
        """Fix the appointment's time, and its town with it; change it, or keep it after a wish."""
        wanted = BookingStep(booking, CONFIRMED, who, times=(time,), seen=seen, location=location)
        return self._step(wanted, now)

    def accept(self, booking: str, time: datetime, now: datetime, spoken: str = "") -> Booking:
        """The visitor takes one of the offered times, `spoken` in words, outside of the chat."""
        with self._database.write() as connection:
            return step(connection, taking(connection, booking, time, spoken, now), now)

    def come_too_late(self, press: LatePress, now: datetime) -> None:
        """The visitor wanted, outside of the chat, what is not possible any more."""
        with self._database.write() as connection:
            come_too_late(connection, press, now)

    def decline(
        self, booking: str, reason: str, who: str, now: datetime, *, seen: int | None = None
    ) -> Booking:
        return self._step(BookingStep(booking, DECLINED, who, reason, seen=seen), now)

    def _end(
        self,
        state: str,
        booking: str,
        who: str,
        now: datetime,
        why: str | None = None,
        *,
        seen: int | None = None,
    ) -> Booking:
        return self._step(BookingStep(booking, state, who, why, seen=seen), now)

    cancel = partialmethod(_end, CANCELLED)
    no_reply = partialmethod(_end, NO_REPLY)
    finish = partialmethod(_end, DONE)  # of a message for the team: it is dealt with

    def reopen(self, booking: str, who: str, now: datetime, *, seen: int | None = None) -> Booking:
        """A message that was done waits again."""
        return self._step(BookingStep(booking, RECEIVED, who, seen=seen), now)

    def ask_other_time(self, booking: str, said: str | None, now: datetime) -> Booking:
        """The visitor wants another time than those offered or confirmed."""
        return self._step(BookingStep(booking, RECEIVED, VISITOR, said), now)

    def _step(self, wanted: BookingStep, now: datetime) -> Booking:
        with self._database.write() as connection:
            return step(connection, wanted, now)


def _moments(written: list[str]) -> tuple[datetime, ...]:
    return tuple(datetime.fromisoformat(each) for each in written)
