"""Deletes what has been kept long enough, each kind by its own period."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from clinic.settings import Settings
from clinic.store.booking_board import CLOSED
from clinic.store.console_schema import (
    audit,
    sign_in_failures,
    staff_invitations,
    staff_sessions,
)
from clinic.store.database import Database
from clinic.store.schema import booking_guesses, bookings, conversations, outbox

AT_ONCE = 200  # rows deleted in one transaction, so that visitors do not wait
SHORTEST_AUDIT = timedelta(days=366)  # the audit guards itself below that


@dataclass(frozen=True)
class Periods:
    """How long each kind is kept after its last change."""

    conversations: timedelta
    bookings: timedelta
    audit: timedelta
    outbox: timedelta = timedelta(days=90)
    sessions: timedelta = timedelta(days=8)


def periods_of(settings: Settings) -> Periods:
    return Periods(
        timedelta(days=settings.retention_conversations_days),
        timedelta(days=settings.retention_bookings_days),
        timedelta(days=settings.retention_audit_days),
    )


class Retention:
    def __init__(self, database: Database) -> None:
        self._database = database

    def purge(self, periods: Periods, now: datetime) -> dict[str, int]:
        """Delete what is over its time; returns how many rows of each kind."""
        over = conversations.c.last_message_at < now - periods.conversations
        open_requests = sa.select(bookings.c.conversation).where(
            bookings.c.state.not_in(CLOSED), bookings.c.conversation.is_not(None)
        )
        closed = bookings.c.state.in_((*CLOSED, "confirmed"))
        purged = {
            "conversations": self._all(
                conversations, sa.and_(over, conversations.c.id.not_in(open_requests))
            ),
            "bookings": self._all(
                bookings, sa.and_(closed, bookings.c.updated_at < now - periods.bookings)
            ),
            "outbox": self._all(
                outbox,
                sa.and_(outbox.c.state != "pending", outbox.c.created_at < now - periods.outbox),
            ),
            "audit": self._all(audit, audit.c.at < now - max(periods.audit, SHORTEST_AUDIT)),
            "staff_sessions": self._all(
                staff_sessions, staff_sessions.c.created_at < now - periods.sessions
            ),
            "staff_invitations": self._all(staff_invitations, staff_invitations.c.expires_at < now),
            "booking_guesses": self._all(
                booking_guesses, booking_guesses.c.at < now - periods.sessions
            ),
            "sign_in_failures": self._all(
                sign_in_failures, sign_in_failures.c.last_at < now - periods.sessions
            ),
        }
        if purged["conversations"] and self._database.is_sqlite:
            self._compact()
        return {kind: count for kind, count in purged.items() if count}

    def _all(self, table: sa.Table, condition: Any) -> int:
        total = 0
        while True:
            ids = sa.select(table.c.id).where(condition).limit(AT_ONCE)
            with self._database.write() as connection:
                chosen = list(connection.execute(ids).scalars())
                if chosen:
                    connection.execute(sa.delete(table).where(table.c.id.in_(chosen)))
            total += len(chosen)
            if len(chosen) < AT_ONCE:
                return total

    def _compact(self) -> None:
        """Deleted words leave the full-text index for good only when it is merged."""
        with self._database.write() as connection:
            connection.execute(
                sa.text("INSERT INTO message_words (message_words) VALUES ('optimize')")
            )
