"""Booking requests as staff work on them: found by filters, assigned, noted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlalchemy.sql import Select

from clinic.errors import UnknownBooking
from clinic.store import booking_states
from clinic.store.booking_filter import BookingFilter, narrowed, of_the_desk
from clinic.store.booking_hands import HandedOn, hands_of, remember_hands
from clinic.store.booking_states import CONFIRMED, NO_REPLY, OPEN
from clinic.store.bookings import Booking
from clinic.store.console_schema import booking_notes, booking_work
from clinic.store.database import Database
from clinic.store.reviews import Note
from clinic.store.schema import bookings

CLOSED = (*booking_states.CLOSED, NO_REPLY)  # staff have nothing to do about these
PAGE = 100
MOST_EXPORTED = 20_000


@dataclass(frozen=True)
class WorkedBooking:
    """A request with what staff have added to it."""

    booking: Booking
    assignee: str | None
    first_action_at: datetime | None

    def to_be_done(self, now: datetime) -> bool:
        """Whether it is open, or an appointment to come."""
        appointment = self.booking.appointment
        coming = self.booking.state == CONFIRMED and appointment is not None and appointment >= now
        return self.booking.state in OPEN or coming


@dataclass(frozen=True)
class InHand:
    """What somebody has still to do: open requests, and appointments to come."""

    open: int = 0
    appointments: int = 0

    def __bool__(self) -> bool:
        return bool(self.open or self.appointments)


class BookingBoard:
    def __init__(self, database: Database) -> None:
        self._database = database

    def page(
        self,
        wanted: BookingFilter,
        states: Iterable[str] = (),
        *,
        limit: int = PAGE,
        offset: int = 0,
        oldest_first: bool = False,
    ) -> list[WorkedBooking]:
        """The requests that fit, the newest first unless told otherwise."""
        query = narrowed(worked_rows(), wanted)
        if states:
            query = query.where(bookings.c.state.in_(tuple(states)))
        order = (bookings.c.created_at, bookings.c.id)
        if not oldest_first:
            order = tuple(column.desc() for column in order)
        with self._database.read() as connection:
            rows = connection.execute(query.order_by(*order).limit(limit).offset(offset)).all()
        return [worked(row) for row in rows]

    def listed(
        self, wanted: BookingFilter, today: datetime, *, limit: int = PAGE, offset: int = 0
    ) -> list[WorkedBooking]:
        """The requests that fit: appointments as `appointments` has them, others newest first."""
        if wanted.is_of_appointments:
            return self.appointments(wanted, today, limit=limit, offset=offset)
        return self.page(wanted, limit=limit, offset=offset)

    def to_move(self, wanted: BookingFilter, limit: int) -> list[WorkedBooking]:
        """Appointments whose visitors would like another time, the next first."""
        query = narrowed(worked_rows(), wanted).where(
            bookings.c.state == CONFIRMED, bookings.c.wish.is_not(None)
        )
        query = query.order_by(bookings.c.appointment, bookings.c.id).limit(limit)
        with self._database.read() as connection:
            return [worked(row) for row in connection.execute(query)]

    def appointments(
        self, wanted: BookingFilter, today: datetime, *, limit: int = PAGE, offset: int = 0
    ) -> list[WorkedBooking]:
        """Confirmed requests: from `today` on, the next first; then the past, newest first."""
        time, identifier = bookings.c.appointment, bookings.c.id
        confirmed = narrowed(worked_rows(), wanted).where(bookings.c.state == CONFIRMED)
        coming = confirmed.where(time >= today).order_by(time, identifier)
        past = confirmed.where(time < today).order_by(time.desc(), identifier.desc())
        with self._database.read() as connection:
            rows = connection.execute(coming.limit(limit).offset(offset)).all()
            if len(rows) < limit:
                skipped = max(0, offset - _count(connection, coming)) if offset else 0
                rows += connection.execute(past.limit(limit - len(rows)).offset(skipped)).all()
        return [worked(row) for row in rows]

    def counts(self, wanted: BookingFilter) -> dict[str, int]:
        """How many fit in each state."""
        query = narrowed(sa.select(bookings.c.state, sa.func.count()), wanted)
        with self._database.read() as connection:
            return dict(connection.execute(query.group_by(bookings.c.state)).all())

    def get(self, reference: str) -> WorkedBooking:
        """Raise UnknownBooking where there is none of this reference."""
        query = worked_rows().where(bookings.c.reference == reference.strip().upper())
        with self._database.read() as connection:
            row = connection.execute(query).first()
        if row is None:
            raise UnknownBooking("There is no request with this reference.")
        return worked(row)

    def alike(self, shown: Iterable[WorkedBooking]) -> dict[str, list[str]]:
        """References of other open requests with the same phone or e-mail, by a request's id."""
        asked = [each.booking for each in shown if each.booking.state in OPEN]
        contacts = {contact for each in asked for contact in _contacts(each)}
        if not contacts:
            return {}
        table = bookings.c
        query = sa.select(table.id, table.reference, table.phone, table.email)
        same = sa.or_(table.phone.in_(contacts), table.email.in_(contacts))
        query = query.where(table.state.in_(OPEN), same).order_by(table.created_at)
        with self._database.read() as connection:
            others = connection.execute(query).all()
        return {
            each.id: [
                other.reference
                for other in others
                if other.id != each.id and _contacts(other) & _contacts(each)
            ]
            for each in asked
        }

    def version(self) -> str:
        """Changes whenever a request comes, or anything about one changes."""
        queries = (
            sa.select(sa.func.max(bookings.c.updated_at)),
            sa.select(sa.func.count()).select_from(bookings),
            sa.select(sa.func.max(booking_work.c.changed_at)),
        )
        with self._database.read() as connection:
            return "~".join(str(connection.execute(query).scalar()) for query in queries)

    def assign(
        self, booking: str, staff: str | None, now: datetime, who: str | None = None
    ) -> None:
        """Give the request to somebody, or to nobody; counts as an action, by `who`."""
        with self._database.write() as connection:
            held = _holders(connection, booking_work.c.booking == booking)
            _put(connection, booking, now, assignee=staff)
            remember_hands(connection, held or {booking: None}, staff, who, now)

    def hands(self, booking: str) -> list[HandedOn]:
        """Who gave the request to whom, the earliest first."""
        with self._database.read() as connection:
            return hands_of(connection, booking)

    def in_hand(self, now: datetime) -> dict[str, InHand]:
        """What each account holds that is still to be done."""
        work = booking_work.c
        is_open = bookings.c.state.in_(OPEN)
        query = (
            sa.select(work.assignee, is_open.label("open"), sa.func.count().label("number"))
            .join(bookings, bookings.c.id == work.booking)
            .where(work.assignee.is_not(None), _to_be_done(now))
            .group_by(work.assignee, is_open)
        )
        found: dict[str, dict[str, int]] = {}
        with self._database.read() as connection:
            for row in connection.execute(query):
                kind = "open" if row.open else "appointments"
                found.setdefault(row.assignee, {})[kind] = row.number
        return {who: InHand(**numbers) for who, numbers in found.items()}

    def left_behind(self, now: datetime) -> int:
        """How much of what is still to be done is a former colleague's."""
        held = booking_work.c.assignee.is_not(None) & ~of_the_desk()
        query = (
            sa.select(sa.func.count())
            .select_from(booking_work)
            .join(bookings, bookings.c.id == booking_work.c.booking)
            .where(held, _to_be_done(now))
        )
        with self._database.read() as connection:
            return connection.execute(query).scalar_one()

    def hand_on(self, staff: str, heir: str | None, now: datetime, who: str | None = None) -> None:
        """Give what `staff` still has to do to somebody else, or to nobody; `who` does it."""
        work = booking_work.c
        to_be_done = sa.select(bookings.c.id).where(_to_be_done(now))
        with self._database.write() as connection:
            mine = _holders(connection, work.assignee == staff, work.booking.in_(to_be_done))
            for booking in mine:
                _put(connection, booking, now, assignee=heir)
            remember_hands(connection, mine, heir, who, now)

    def note(self, booking: str, text: str, staff: str, now: datetime) -> None:
        with self._database.write() as connection:
            _put(connection, booking, now)
            connection.execute(
                sa.insert(booking_notes).values(booking=booking, staff=staff, text=text, at=now)
            )

    def acted(self, booking: str, now: datetime) -> None:
        """Somebody has done something with the request."""
        with self._database.write() as connection:
            _put(connection, booking, now)

    def notes(self, booking: str) -> list[Note]:
        table = booking_notes.c
        query = (
            sa.select(table.staff, table.text, table.at)
            .where(table.booking == booking)
            .order_by(table.id)
        )
        with self._database.read() as connection:
            return [Note(**row._mapping) for row in connection.execute(query)]


def worked_rows() -> Select:
    work = booking_work.c
    return sa.select(bookings, work.assignee, work.first_action_at).outerjoin(
        booking_work, work.booking == bookings.c.id
    )


def worked(row: Any) -> WorkedBooking:
    names = Booking.__dataclass_fields__
    booking = Booking(**{name: row._mapping[name] for name in names})
    return WorkedBooking(booking, row.assignee, row.first_action_at)


def _contacts(booking: Any) -> set[str]:
    return {contact for contact in (booking.phone, booking.email) if contact}


def _count(connection: Connection, query: Select) -> int:
    rows = query.order_by(None).subquery()
    return connection.execute(sa.select(sa.func.count()).select_from(rows)).scalar_one()


def _to_be_done(now: datetime) -> Any:
    """As WorkedBooking.to_be_done."""
    coming = (bookings.c.state == CONFIRMED) & (bookings.c.appointment >= now)
    return bookings.c.state.in_(OPEN) | coming


def _holders(connection: Connection, *conditions: Any) -> dict[str, str | None]:
    """Whose these requests are, as long as this transaction goes on."""
    work = booking_work.c
    query = sa.select(work.booking, work.assignee).where(*conditions).with_for_update()
    return {row.booking: row.assignee for row in connection.execute(query)}


def _put(connection: Connection, booking: str, now: datetime, **values: Any) -> None:
    """Write to the request's row of work; the first time is its first action."""
    table = booking_work
    updated = connection.execute(
        sa.update(table).where(table.c.booking == booking).values(changed_at=now, **values)
    )
    if updated.rowcount:
        return
    found = connection.execute(
        sa.select(bookings.c.id).where(bookings.c.id == booking).with_for_update()
    ).first()
    if found is None:
        raise UnknownBooking("There is no such request any more.")
    connection.execute(
        sa.insert(table).values(booking=booking, first_action_at=now, changed_at=now, **values)
    )
