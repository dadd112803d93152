"""The times on offer of many requests at once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import sqlalchemy as sa

from clinic.store.booking_board import WorkedBooking, worked, worked_rows
from clinic.store.booking_filter import BookingFilter, narrowed
from clinic.store.booking_states import CONFIRMED, OFFERED
from clinic.store.database import Database
from clinic.store.schema import booking_times, bookings


class Offers:
    def __init__(self, database: Database) -> None:
        self._database = database

    def between(
        self, wanted: BookingFilter, since: datetime, until: datetime
    ) -> list[tuple[datetime, WorkedBooking]]:
        """The times that visitors may still take, the next first; `until` is exclusive."""
        times = booking_times.c
        query = narrowed(worked_rows(), wanted).join(booking_times, times.booking == bookings.c.id)
        query = query.where(
            bookings.c.state.in_((OFFERED, CONFIRMED)), times.at >= since, times.at < until
        )
        query = query.add_columns(times.at.label("offered")).order_by(times.at, bookings.c.id)
        with self._database.read() as connection:
            return [(row.offered, worked(row)) for row in connection.execute(query)]

    def of(self, requests: Iterable[str]) -> dict[str, list[tuple[datetime, datetime]]]:
        """Each time on offer with when it was offered, the next first, by the request's id."""
        times = booking_times.c
        query = (
            sa.select(times.booking, times.at, times.offered_at)
            .where(times.booking.in_(tuple(requests)))
            .order_by(times.at)
        )
        found: dict[str, list[tuple[datetime, datetime]]] = {}
        with self._database.read() as connection:
            for row in connection.execute(query):
                found.setdefault(row.booking, []).append((row.at, row.offered_at))
        return found
