"""Tries at signing in, counted before the password is looked at, and who has to wait."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from clinic.store.console_schema import sign_in_failures
from clinic.store.database import Database
from clinic.store.ids import hashed

FIRST_PAUSE_S = 30
LONGEST_PAUSE_S = 3600
FORGOTTEN_AFTER = timedelta(days=1)


@dataclass(frozen=True)
class Guesser:
    """Whose tries are counted together; the first `free` failures cost no pause."""

    key: str
    free: int
    shared: bool = False  # by people who do not know each other: a success clears nobody else's

    @staticmethod
    def account(email: str) -> Guesser:
        return Guesser(hashed(email.strip().lower()), 4)

    @staticmethod
    def address(address: str) -> Guesser:
        """One address may be a whole clinic behind its router."""
        return Guesser(hashed(f"address {address}"), 20, shared=True)

    @staticmethod
    def browser(mark: str) -> Guesser:
        return Guesser(hashed(f"browser {mark}"), 4)


class SignInTries:
    def __init__(self, database: Database) -> None:
        self._database = database

    def begin(self, guessers: list[Guesser], now: datetime) -> datetime | None:
        """Count a try; where one has to wait it is not counted, and the answer says until when.

        A try counts as a failure until `succeeded` takes it back: of many that are sent at once
        no more are let through than one after the other.
        """
        with self._database.write() as connection:
            table = sign_in_failures
            connection.execute(sa.delete(table).where(table.c.last_at < now - FORGOTTEN_AFTER))
            rows = [_locked_row(connection, each.key, now) for each in _in_order(guessers)]
            waits = [row.locked_until for row in rows if row.locked_until]
            if waits and max(waits) > now:
                return max(waits)
            for each, row in zip(_in_order(guessers), rows, strict=True):
                _set(connection, each, row.failures + 1, now)
        return None

    def succeeded(self, guessers: list[Guesser], now: datetime) -> None:
        """Forget the failures of an account or a browser; an address keeps those of others."""
        with self._database.write() as connection:
            for each in _in_order(guessers):
                row = _locked_row(connection, each.key, now)
                left = max(0, row.failures - 1) if each.shared else 0
                _set(connection, each, left, now)


def _in_order(guessers: list[Guesser]) -> list[Guesser]:
    """Always the same one first, so that no two transactions wait for each other."""
    return sorted(guessers, key=lambda each: each.key)


def _locked_row(connection: Connection, key: str, now: datetime) -> Any:
    table = sign_in_failures
    query = sa.select(table).where(table.c.id == key).with_for_update()
    row = connection.execute(query).first()
    if row is not None:
        return row
    try:
        with connection.begin_nested():
            connection.execute(sa.insert(table).values(id=key, failures=0, last_at=now))
    except sa.exc.IntegrityError:
        pass  # another process has made it meanwhile
    return connection.execute(query).one()


def _set(connection: Connection, guesser: Guesser, failures: int, now: datetime) -> None:
    table = sign_in_failures
    connection.execute(
        sa.update(table)
        .where(table.c.id == guesser.key)
        .values(failures=failures, last_at=now, locked_until=_until(guesser, failures, now))
    )


def _until(guesser: Guesser, failures: int, now: datetime) -> datetime | None:
    """From the first failure that is not free each doubles the pause, up to an hour."""
    beyond = failures - guesser.free
    if beyond <= 0:
        return None
    pause = min(FIRST_PAUSE_S * 2 ** min(beyond - 1, 12), LONGEST_PAUSE_S)
    return now + timedelta(seconds=pause)
