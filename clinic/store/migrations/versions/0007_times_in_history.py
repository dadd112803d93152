"""Which times each step was about, and what visitors said last when they wanted another one."""

from __future__ import annotations

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

# SQLite and PostgreSQL write a moment differently; both read and write it through this.
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("bookings", sa.Column("wish", sa.Text()))
    op.add_column(
        "booking_events", sa.Column("times", sa.JSON(), nullable=False, server_default="[]")
    )
    _keep_wishes()
    _keep_times()


def _keep_wishes() -> None:
    op.execute(
        """UPDATE bookings SET wish = (
          SELECT why FROM booking_events
          WHERE booking = bookings.id AND state = 'received' AND who = 'visitor'
            AND why IS NOT NULL
          ORDER BY id DESC LIMIT 1)"""
    )


def _keep_times() -> None:
    """The last offer and the appointment are all that is known of times before."""
    events = sa.table(
        "booking_events",
        sa.column("id", sa.Integer),
        sa.column("booking", sa.String),
        sa.column("state", sa.String),
        sa.column("at", MOMENT),
        sa.column("times", sa.JSON),
    )
    offered = sa.table(
        "booking_times",
        sa.column("booking", sa.String),
        sa.column("at", MOMENT),
        sa.column("offered_at", MOMENT),
    )
    bookings = sa.table(
        "bookings",
        sa.column("id", sa.String),
        sa.column("updated_at", MOMENT),
        sa.column("appointment", MOMENT),
    )
    of_offer = (
        sa.select(events.c.id, offered.c.at)
        .join(offered, offered.c.booking == events.c.booking)
        .where(events.c.state == "times_offered", events.c.at == offered.c.offered_at)
        .order_by(offered.c.at)
    )
    of_appointment = (
        sa.select(events.c.id, bookings.c.appointment)
        .join(bookings, bookings.c.id == events.c.booking)
        .where(
            events.c.state == "confirmed",
            events.c.at == bookings.c.updated_at,
            bookings.c.appointment.is_not(None),
        )
    )
    times: dict[int, list[str]] = {}
    connection = op.get_bind()
    for query in (of_offer, of_appointment):
        for event, at in connection.execute(query):
            times.setdefault(event, []).append(_written(at))
    if times:
        connection.execute(
            sa.update(events)
            .where(events.c.id == sa.bindparam("event"))
            .values(times=sa.bindparam("given")),
            [{"event": event, "given": given} for event, given in times.items()],
        )


def _written(at: datetime) -> str:
    """ISO 8601 in UTC; SQLite has it without a zone, PostgreSQL in the server's own."""
    aware = at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    return aware.isoformat()
