"""What a list of booking requests can be narrowed to, as conditions of a query."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.sql import Select

from clinic.store.booking_states import CONFIRMED, MESSAGES
from clinic.store.booking_steps import as_reference
from clinic.store.console_schema import booking_work, staff
from clinic.store.folded import fold, folded
from clinic.store.schema import bookings

REQUESTS, MESSAGES_ALONE = "requests", "messages"
NOBODY, FORMER = "nobody", "former"


@dataclass(frozen=True)
class BookingFilter:
    """What the board is narrowed to; None and "" leave it open."""

    kind: str = ""  # REQUESTS for an appointment, or MESSAGES_ALONE for the team
    state: str = ""
    assignee: str = ""  # an account's id, NOBODY who works here, or FORMER colleagues
    location: str = ""
    flagged: bool = False
    since: datetime | None = None  # when it was received
    until: datetime | None = None  # exclusive
    appointment_since: datetime | None = None
    appointment_until: datetime | None = None  # exclusive
    words: str = ""  # of a name, a phone number, an e-mail address or a reference

    @property
    def is_of_appointments(self) -> bool:
        """Whether only confirmed requests fit, which are listed by their time."""
        by_day = self.appointment_since or self.appointment_until
        return self.state == CONFIRMED or bool(by_day)


def narrowed(query: Select, wanted: BookingFilter) -> Select:
    table = bookings.c
    if wanted.kind:
        query = query.where(_is_message() if wanted.kind == MESSAGES_ALONE else ~_is_message())
    if wanted.state:
        query = query.where(table.state == wanted.state)
    if wanted.location:
        query = query.where(table.location.in_((wanted.location, "either")))
    if wanted.flagged:
        query = query.where(sa.cast(table.flags, sa.Text) != "[]")
    if wanted.since:
        query = query.where(table.created_at >= wanted.since)
    if wanted.until:
        query = query.where(table.created_at < wanted.until)
    if wanted.appointment_since:
        query = query.where(table.appointment >= wanted.appointment_since)
    if wanted.appointment_until:
        query = query.where(table.appointment < wanted.appointment_until)
    if wanted.assignee:
        query = query.where(_whose(wanted.assignee))
    return query.where(_matches(wanted.words)) if wanted.words.strip() else query


def of_the_desk() -> Any:
    """Whether whoever holds a request may still work on it."""
    at_desk = sa.cast(staff.c.roles, sa.Text).contains('"front_desk"', autoescape=True)
    return booking_work.c.assignee.in_(sa.select(staff.c.id).where(staff.c.active, at_desk))


def _is_message() -> Any:
    """As Booking.is_message."""
    flags = sa.cast(bookings.c.flags, sa.Text)
    return sa.or_(*(flags.contains(f'"{flag}"', autoescape=True) for flag in sorted(MESSAGES)))


def _whose(assignee: str) -> Any:
    held = sa.select(booking_work.c.booking).where(booking_work.c.assignee.is_not(None))
    if assignee == NOBODY:
        return bookings.c.id.not_in(held.where(of_the_desk()))
    condition = ~of_the_desk() if assignee == FORMER else booking_work.c.assignee == assignee
    return bookings.c.id.in_(held.where(condition))


def _matches(words: str) -> Any:
    """Each word in the name, the address or the reference; or all digits in the phone number.

    Names are found without their accents, references with or without their hyphen.
    """
    table = bookings.c
    digits = re.sub(r"\D", "", words)
    conditions = [
        sa.or_(
            folded(table.name).like(_containing(fold(word)), escape="\\"),
            table.email.ilike(_containing(word), escape="\\"),
            table.reference.ilike(_containing(word), escape="\\"),
        )
        for word in words.split()[:6]
    ]
    matching = sa.or_(sa.and_(*conditions), table.reference == as_reference(words))
    if len(digits) >= 3:
        matching = sa.or_(matching, table.phone.like(f"%{digits}%"))
    return matching


def _containing(word: str) -> str:
    escaped = re.sub(r"([\\%_])", r"\\\1", word)
    return f"%{escaped}%"
