"""Who is signed in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from clinic.store.console_schema import staff, staff_sessions
from clinic.store.database import Database
from clinic.store.ids import hashed, random_id
from clinic.store.staff import Staff

SEEN_EVERY = timedelta(seconds=30)  # a busy page does not write with every request


@dataclass(frozen=True)
class StaffSession:
    id: str
    staff: Staff
    created_at: datetime
    last_seen_at: datetime


class StaffSessions:
    def __init__(self, database: Database) -> None:
        self._database = database

    def open(self, account: str, now: datetime) -> str:
        """Sign somebody in; returns the cookie, of which only a hash is kept."""
        cookie = random_id() + random_id()
        with self._database.write() as connection:
            connection.execute(
                sa.insert(staff_sessions).values(
                    id=hashed(cookie), staff=account, created_at=now, last_seen_at=now
                )
            )
        return cookie

    def find(
        self,
        cookie: str,
        now: datetime,
        *,
        idle: timedelta,
        absolute: timedelta,
    ) -> StaffSession | None:
        """The session of a cookie while neither limit has passed and the account is active."""
        table = staff_sessions
        query = (
            sa.select(
                table.c.id.label("session"),
                table.c.created_at.label("opened_at"),
                table.c.last_seen_at,
                staff,
            )
            .join(staff, staff.c.id == table.c.staff)
            .where(
                table.c.id == hashed(cookie),
                table.c.last_seen_at > now - idle,
                table.c.created_at > now - absolute,
                staff.c.active,
            )
        )
        with self._database.read() as connection:
            row = connection.execute(query).first()
        if row is None:
            return None
        account = Staff(**{c.name: row._mapping[c.name] for c in staff.columns})
        return StaffSession(row.session, account, row.opened_at, row.last_seen_at)

    def seen(self, session: StaffSession, now: datetime) -> None:
        """Put the idle limit off; written at most every SEEN_EVERY."""
        if now - session.last_seen_at < SEEN_EVERY:
            return
        with self._database.write() as connection:
            connection.execute(
                sa.update(staff_sessions)
                .where(staff_sessions.c.id == session.id)
                .values(last_seen_at=now)
            )

    def close(self, session: str) -> None:
        with self._database.write() as connection:
            connection.execute(sa.delete(staff_sessions).where(staff_sessions.c.id == session))

    def close_all(self, account: str) -> int:
        """Sign somebody out everywhere; returns how many sessions that were."""
        with self._database.write() as connection:
            return connection.execute(
                sa.delete(staff_sessions).where(staff_sessions.c.staff == account)
            ).rowcount

    def count(self, account: str) -> int:
        query = sa.select(sa.func.count()).where(staff_sessions.c.staff == account)
        with self._database.read() as connection:
            return connection.execute(query).scalar_one()
