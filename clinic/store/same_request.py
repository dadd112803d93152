"""The same request sent twice: found before a second one is opened, in whichever tab it was sent.

The same is what agrees in person, contact, place and wished times and is still to be worked on: all
of a conversation's own, those of others for a short time only, as they may be somebody else's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from clinic.errors import RequestSentBefore
from clinic.store import schema
from clinic.store.booking_records import Booking
from clinic.store.booking_states import MESSAGES, OPEN
from clinic.store.folded import fold
from clinic.store.unit_of_work import BookingRequest, UnitOfWork

# Words of a wished time that change nothing about it: "Monday at noon", "on monday noon".
_IDLE = {"a", "an", "around", "at", "in", "on", "please", "the"}
_CONTACTS = 1  # the kind of advisory lock: conversations have 0


def same_request(
    connection: Connection,
    request: BookingRequest,
    conversation: str | None,
    now: datetime,
    within: timedelta,
) -> Booking | None:
    """The one that a request repeats, the oldest first; None for a new one.

    A message for the team repeats none, and neither does what bears no name.
    """
    table = schema.bookings
    reached = [
        column == value
        for column, value in ((table.c.phone, request.phone), (table.c.email, request.email))
        if value
    ]
    if not reached or not _words(request.name) or MESSAGES & set(request.flags):
        return None
    mine = [table.c.conversation == conversation] if conversation else []
    query = (
        sa.select(table)
        .where(
            table.c.state.in_(OPEN),
            sa.or_(*reached),
            sa.or_(*mine, table.c.created_at > now - within),
        )
        .order_by(table.c.created_at, table.c.id)
    )
    found = (Booking(**row._mapping) for row in connection.execute(query))
    return next((each for each in found if _is_same(each, request)), None)


def check_not_sent(
    connection: Connection, request: BookingRequest, conversation: str | None, unit: UnitOfWork
) -> None:
    """Raise RequestSentBefore where another turn has sent it since this one looked.

    Turns about one phone number or address wait here for each other, so that each sees what the
    one before it wrote. SQLite has one writer anyway.
    """
    if connection.dialect.name == "postgresql":
        for contact in sorted(filter(None, (request.phone, request.email))):
            key = sa.func.hashtextextended(contact, _CONTACTS)
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(key)))
    if same_request(connection, request, conversation, unit.now, unit.same_within):
        raise RequestSentBefore("The same request was sent while this turn was computed.")


def _is_same(sent: Booking, request: BookingRequest) -> bool:
    """Whether all that makes it this request agrees; a contact that is left out now may."""
    contacts = ((sent.phone, request.phone), (sent.email, request.email))
    return (
        not sent.is_message
        and _words(sent.name) == _words(request.name)
        and all(now is None or _words(now) == _words(known) for known, now in contacts)
        and sent.location == request.location
        and _wished(sent.preferred) == _wished(request.preferred)
    )


def _wished(times: Iterable[dict[str, Any]]) -> set[tuple[str, str | None]]:
    said = (({*_words(each["said"])} - _IDLE, each.get("date")) for each in times)
    return {(" ".join(sorted(words)), date) for words, date in said}


def _words(text: str | None) -> list[str]:
    return re.findall(r"[^\W_]+", fold(text) or "")
