"""Releases of the trained model: at most one is live, and every step is on record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from clinic.errors import ReleaseRefused, UnknownRelease
from clinic.store.database import Database
from clinic.store.prepared import Prepared
from clinic.store.release_schema import release_events, releases

# candidate → live → former; one that was rolled back from is withdrawn and may be promoted again
CANDIDATE, LIVE, FORMER, WITHDRAWN = "candidate", "live", "former", "withdrawn"
TRAINED, PROMOTED, ROLLED_BACK, LOAD_FAILED = "trained", "promoted", "rolled_back", "load_failed"
TAKEN_BACK = "taken_back"  # the first one was, and none is live
REPLAYED = "replayed"  # tried again, on more conversations or against another live one
PROMOTION_LOCK = 7_261_002  # any number, as long as every process uses the same

_LIVE_MARK = Prepared(
    sa.select(releases.c.id, releases.c.promoted_at).where(releases.c.state == LIVE)
)


@dataclass(frozen=True)
class Release:
    """A trained model with its report."""

    id: int
    state: str
    model: str  # file name in the folder of releases
    checksum: str  # SHA-256 of the file, hexadecimal
    revision: str | None  # the commit that it was trained from
    trainer: str
    trained_at: datetime
    passed: bool  # whether every gate was passed
    report: dict[str, Any]
    promoted_at: datetime | None


@dataclass(frozen=True)
class ReleaseEvent:
    """A step of a release: what (`kind`), who, why, when."""

    release: int
    kind: str  # "trained", "promoted", "rolled_back", "taken_back", "load_failed"
    who: str
    why: str | None
    at: datetime


class Releases:
    def __init__(self, database: Database) -> None:
        self._database = database

    def add(
        self,
        *,
        model: str,
        checksum: str,
        revision: str | None,
        trainer: str,
        passed: bool,
        report: dict[str, Any],
        now: datetime,
    ) -> Release:
        """Put a tested model on record; it is live only when it is promoted."""
        values = {
            "state": CANDIDATE,
            "model": model,
            "checksum": checksum,
            "revision": revision,
            "trainer": trainer,
            "trained_at": now,
            "passed": passed,
            "report": report,
            "promoted_at": None,
        }
        with self._database.write() as connection:
            added = connection.execute(sa.insert(releases).values(**values))
            (number,) = added.inserted_primary_key
            _record(connection, number, TRAINED, trainer, None, now)
        return Release(id=number, **values)

    def find(self, number: int) -> Release:
        """Raise UnknownRelease where there is none."""
        with self._database.read() as connection:
            return _found(connection, number)

    def list(self, most: int = 50) -> list[Release]:
        """The youngest first."""
        query = sa.select(releases).order_by(releases.c.id.desc()).limit(most)
        with self._database.read() as connection:
            return [Release(**row._mapping) for row in connection.execute(query)]

    def live(self) -> Release | None:
        """The release that every server is to answer with, if one was ever promoted."""
        with self._database.read() as connection:
            return _live(connection)

    def live_mark(self) -> tuple[int, datetime] | None:
        """Number and promotion of the live release, cheap enough to be asked every second."""
        with self._database.read() as connection:
            row = _LIVE_MARK.first(connection, {})
        return tuple(row) if row else None

    def former(self) -> Release | None:
        """What a roll-back would go back to."""
        with self._database.read() as connection:
            return _former(connection)

    def promote(self, number: int, who: str, now: datetime, reason: str | None = None) -> Release:
        """Make a release the live one; the servers take it up within seconds.

        A release that failed a gate needs a reason, which stays on record. Raises UnknownRelease,
        ReleaseRefused.
        """
        with self._database.write() as connection:
            self._alone(connection)
            release = _found(connection, number)
            if not release.passed and not (reason or "").strip():
                raise ReleaseRefused(
                    f"Release {number} failed a gate, so it is not promoted. Read its report; "
                    "to promote it all the same, an admin gives a reason."
                )
            _make_live(connection, number, FORMER, now)
            _record(connection, number, PROMOTED, who, reason, now)
            return _found(connection, number)

    def roll_back(self, who: str, now: datetime, reason: str | None = None) -> Release | None:
        """Make the release before the live one live again.

        None where the live one is the first: then none is live, and visitors are answered by the
        model that the servers were set up with. Raises ReleaseRefused where none is live.
        """
        with self._database.write() as connection:
            self._alone(connection)
            live, former = _live(connection), _former(connection)
            if live is None and former is None:
                raise ReleaseRefused(
                    "No release is live, so there is nothing to go back from. Visitors talk to the "
                    "assistant that the server was set up with."
                )
            if former is None:
                left = sa.update(releases).where(releases.c.id == live.id)
                connection.execute(left.values(state=WITHDRAWN))
                _record(connection, live.id, TAKEN_BACK, who, reason, now)
                return None
            _make_live(connection, former.id, WITHDRAWN, now)
            _record(connection, former.id, ROLLED_BACK, who, reason, now)
            return _found(connection, former.id)

    def keep_replay(
        self, number: int, replay: dict[str, Any], who: str, why: str, now: datetime
    ) -> Release:
        """Put another replay into a release's report, in place of the one before.

        Raises UnknownRelease.
        """
        with self._database.write() as connection:
            report = _found(connection, number).report | {"replay": replay}
            this = sa.update(releases).where(releases.c.id == number)
            connection.execute(this.values(report=report))
            _record(connection, number, REPLAYED, who, why, now)
            return _found(connection, number)

    def record_failure(self, number: int, where: str, error: str, now: datetime) -> None:
        """Put on record that the server `where` could not take a release up, and why."""
        with self._database.write() as connection:
            _record(connection, number, LOAD_FAILED, where, error, now)

    def history(self, number: int | None = None, most: int = 200) -> list[ReleaseEvent]:
        """The steps of one release, or of all, the youngest first."""
        query = sa.select(release_events).order_by(release_events.c.id.desc()).limit(most)
        if number is not None:
            query = query.where(release_events.c.release == number)
        with self._database.read() as connection:
            rows = connection.execute(query).all()
        return [ReleaseEvent(row.release, row.kind, row.who, row.why, row.at) for row in rows]

    def _alone(self, connection: Connection) -> None:
        """Two promotions at the same moment follow each other, so that one release is live."""
        if not self._database.is_sqlite:  # where a writer is alone anyway
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(PROMOTION_LOCK)))


def _found(connection: Connection, number: int) -> Release:
    row = connection.execute(sa.select(releases).where(releases.c.id == number)).first()
    if row is None:
        raise UnknownRelease(
            f"There is no release {number}. `python -m clinic releases` lists all of them."
        )
    return Release(**row._mapping)


def _live(connection: Connection) -> Release | None:
    row = connection.execute(sa.select(releases).where(releases.c.state == LIVE)).first()
    return Release(**row._mapping) if row else None


def _former(connection: Connection) -> Release | None:
    query = (
        sa.select(releases)
        .where(releases.c.state == FORMER)
        .order_by(releases.c.promoted_at.desc(), releases.c.id.desc())
        .limit(1)
    )
    row = connection.execute(query).first()
    return Release(**row._mapping) if row else None


def _make_live(connection: Connection, number: int, left_as: str, now: datetime) -> None:
    connection.execute(sa.update(releases).where(releases.c.state == LIVE).values(state=left_as))
    connection.execute(
        sa.update(releases).where(releases.c.id == number).values(state=LIVE, promoted_at=now)
    )


def _record(
    connection: Connection, number: int, kind: str, who: str, why: str | None, now: datetime
) -> None:
    connection.execute(
        sa.insert(release_events).values(release=number, kind=kind, who=who, why=why, at=now)
    )
