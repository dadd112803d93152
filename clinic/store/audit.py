"""The audit: who read, revealed, exported, changed what, and when; it only ever grows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from clinic.store.booking_steps import as_reference
from clinic.store.console_schema import audit
from clinic.store.console_schema import staff as accounts
from clinic.store.database import Database
from clinic.store.schema import bookings

PAGE = 100


@dataclass(frozen=True)
class AuditEntry:
    id: int
    at: datetime
    staff: str | None
    action: str
    kind: str | None
    subject: str | None
    reason: str | None


class Audit:
    """Holds ids, and the reason that somebody gave for a reveal; never a visitor's words."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(
        self,
        now: datetime,
        staff: str | None,
        action: str,
        kind: str | None = None,
        subject: str | None = None,
        reason: str | None = None,
    ) -> None:
        """`staff` None stands for the system itself."""
        with self._database.write() as connection:
            connection.execute(
                sa.insert(audit).values(
                    at=now, staff=staff, action=action, kind=kind, subject=subject, reason=reason
                )
            )

    def list(
        self,
        *,
        before: int | None = None,
        staff: str | None = None,
        action: str | None = None,
        subject: str | None = None,
        limit: int = PAGE,
    ) -> list[AuditEntry]:
        """The newest first; `before` is the id that the page before ended with.

        `subject` is an id, a request's reference or the address of an account.
        """
        with self._database.read() as connection:
            subjects = _meant(connection, subject) if subject else []
        query = sa.select(audit).order_by(audit.c.id.desc()).limit(limit)
        if before is not None:
            query = query.where(audit.c.id < before)
        for column, value in (("staff", staff), ("action", action)):
            if value:
                query = query.where(audit.c[column] == value)
        if subject:
            query = query.where(audit.c.subject.in_(subjects))
        with self._database.read() as connection:
            return [AuditEntry(**row._mapping) for row in connection.execute(query)]

    def references(self, entries: Iterable[AuditEntry]) -> dict[str, str]:
        """The references of the requests that entries are about, by id; of those still there."""
        ids = {each.subject for each in entries if each.kind == "booking" and each.subject}
        query = sa.select(bookings.c.id, bookings.c.reference).where(bookings.c.id.in_(ids))
        with self._database.read() as connection:
            return {row.id: row.reference for row in connection.execute(query)}

    def actions(self) -> list[str]:
        """Every kind of action that was ever recorded, for the filter."""
        with self._database.read() as connection:
            query = sa.select(audit.c.action).distinct().order_by(audit.c.action)
            return list(connection.execute(query).scalars())


def _meant(connection: Connection, subject: str) -> list[str]:
    """The ids that an id, a reference or an account's address may stand for."""
    queries = (
        sa.select(bookings.c.id).where(bookings.c.reference == as_reference(subject)),
        sa.select(accounts.c.id).where(accounts.c.email == subject.lower()),
    )
    found = [each for query in queries for each in connection.execute(query).scalars()]
    return [subject, *found]
