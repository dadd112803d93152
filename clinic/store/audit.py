"""The audit: who read, revealed, exported, changed what, and when; it only ever grows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from clinic.store.console_schema import audit
from clinic.store.database import Database

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
        """The newest first; `before` is the id that the page before ended with."""
        query = sa.select(audit).order_by(audit.c.id.desc()).limit(limit)
        if before is not None:
            query = query.where(audit.c.id < before)
        for column, value in (("staff", staff), ("action", action), ("subject", subject)):
            if value:
                query = query.where(audit.c[column] == value)
        with self._database.read() as connection:
            return [AuditEntry(**row._mapping) for row in connection.execute(query)]

    def actions(self) -> list[str]:
        """Every kind of action that was ever recorded, for the filter."""
        with self._database.read() as connection:
            query = sa.select(audit.c.action).distinct().order_by(audit.c.action)
            return list(connection.execute(query).scalars())
