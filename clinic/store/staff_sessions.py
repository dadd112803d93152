"""Who is signed in, and who may not try again yet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from clinic.store.console_schema import sign_in_failures, staff, staff_sessions
from clinic.store.database import Database
from clinic.store.ids import hashed, random_id
from clinic.store.staff import Staff

FREE_FAILURES = 4  # before the first pause
FIRST_PAUSE_S = 30
LONGEST_PAUSE_S = 3600
FAILURES_FORGOTTEN_AFTER = timedelta(days=1)
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

    def locked_until(self, email: str, now: datetime) -> datetime | None:
        """Until when this address may not try again; None when it may."""
        table = sign_in_failures
        query = sa.select(table.c.locked_until).where(table.c.id == _key(email))
        with self._database.read() as connection:
            until = connection.execute(query).scalar()
        return until if until and until > now else None

    def failed(self, email: str, now: datetime) -> None:
        """Count a failure; from the fifth on each doubles the pause, up to an hour."""
        table = sign_in_failures
        with self._database.write() as connection:
            connection.execute(
                sa.delete(table).where(table.c.last_at < now - FAILURES_FORGOTTEN_AFTER)
            )
            known = connection.execute(
                sa.select(table.c.failures).where(table.c.id == _key(email))
            ).scalar()
            failures = (known or 0) + 1
            values = {"failures": failures, "last_at": now, "locked_until": _until(failures, now)}
            if known is None:
                connection.execute(sa.insert(table).values(id=_key(email), **values))
            else:
                connection.execute(
                    sa.update(table).where(table.c.id == _key(email)).values(**values)
                )

    def succeeded(self, email: str) -> None:
        table = sign_in_failures
        with self._database.write() as connection:
            connection.execute(sa.delete(table).where(table.c.id == _key(email)))


def _key(email: str) -> str:
    return hashed(email.strip().lower())


def _until(failures: int, now: datetime) -> datetime | None:
    beyond = failures - FREE_FAILURES
    if beyond <= 0:
        return None
    pause = min(FIRST_PAUSE_S * 2 ** min(beyond - 1, 12), LONGEST_PAUSE_S)
    return now + timedelta(seconds=pause)
