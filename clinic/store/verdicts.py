"""What trainers say of the replies that a release would change."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from clinic.store.database import Database
from clinic.store.missed_messages import Place
from clinic.store.release_schema import releases, replay_verdicts
from clinic.store.schema import conversations


@dataclass(frozen=True)
class Verdict:
    """Whether the new reply to a message is right, by whom."""

    approved: bool
    staff: str
    at: datetime


class Verdicts:
    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, release: int) -> dict[Place, Verdict]:
        """By message: (conversation, seq)."""
        verdict = replay_verdicts.c
        query = sa.select(replay_verdicts).where(verdict.release == release)
        with self._database.read() as connection:
            return {
                (row.conversation, row.seq): Verdict(row.approved, row.staff, row.at)
                for row in connection.execute(query)
            }

    def give(
        self, release: int, places: list[Place], approved: bool, staff: str, now: datetime
    ) -> None:
        """Say it of these messages; a later word takes the place of an earlier one.

        Of conversations that are erased, and of a release that is unknown, nothing is kept.
        """
        verdict = replay_verdicts.c
        values = {"approved": approved, "staff": staff, "at": now}
        with self._database.write() as connection:
            if connection.execute(sa.select(releases.c.id).filter_by(id=release)).first() is None:
                return
            for conversation, seq in places:
                this = (
                    verdict.release == release,
                    verdict.conversation == conversation,
                    verdict.seq == seq,
                )
                said = connection.execute(sa.update(replay_verdicts).where(*this).values(**values))
                is_there = connection.execute(
                    sa.select(conversations.c.id).where(conversations.c.id == conversation)
                ).first()
                if not said.rowcount and is_there:
                    place = {"release": release, "conversation": conversation, "seq": seq}
                    connection.execute(sa.insert(replay_verdicts).values(**place, **values))
