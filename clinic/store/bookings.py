"""Booking requests: opened once for each form instance, found by state and reference."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from clinic.store import schema
from clinic.store.database import Database
from clinic.store.ids import random_id
from clinic.store.unit_of_work import BookingRequest

STATES = ("received", "times_offered", "confirmed", "declined", "cancelled", "no_reply")


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


class Bookings:
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

    def of_form(self, form: str) -> Booking | None:
        """The request that a form instance led to, if it was sent."""
        table = schema.bookings
        with self._database.read() as connection:
            row = connection.execute(sa.select(table).where(table.c.form == form)).first()
        return Booking(**row._mapping) if row else None


def open_request(
    connection: Connection,
    reference: str,
    request: BookingRequest,
    conversation: str | None,
    now: datetime,
) -> None:
    """Write one received request with its first event, its consent and its notification."""
    booking = random_id()
    connection.execute(
        sa.insert(schema.bookings).values(
            id=booking,
            reference=reference,
            form=request.form,
            conversation=conversation,
            state="received",
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
    connection.execute(
        sa.insert(schema.booking_events).values(
            booking=booking, state="received", who="visitor", why=None, at=now
        )
    )
    given = {"contact_about_request": request.consent_wording}
    if request.sms_wording:
        given["text_messages"] = request.sms_wording
    connection.execute(
        sa.insert(schema.consents),
        [
            {"booking": booking, "purpose": purpose, "wording": wording, "given_at": now}
            for purpose, wording in given.items()
        ],
    )
    connection.execute(
        sa.insert(schema.outbox).values(
            id=random_id(),
            kind="booking_received",
            data={"booking": booking},
            state="pending",
            attempts=0,
            next_attempt_at=now,
            created_at=now,
        )
    )
