"""The times that staff offer for one request: those on offer, and those offered last."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from clinic.store import schema
from clinic.store.booking_records import OfferedTime
from clinic.store.booking_states import OFFERED


def offered_times(connection: Connection, booking: str) -> list[OfferedTime]:
    table = schema.booking_times
    query = sa.select(table.c.at, table.c.offered_at).where(table.c.booking == booking)
    return [OfferedTime(**row._mapping) for row in connection.execute(query.order_by(table.c.at))]


def offered_last(connection: Connection, booking: str) -> list[datetime]:
    """The times that staff offered last, earliest first, whether or not they are still on offer."""
    table = schema.booking_events
    query = sa.select(table.c.times).where(table.c.booking == booking, table.c.state == OFFERED)
    times = connection.execute(query.order_by(table.c.id.desc()).limit(1)).scalar() or []
    return sorted(datetime.fromisoformat(each) for each in times)
