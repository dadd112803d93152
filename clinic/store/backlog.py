"""How much waits to be done, and for how long: what an operator is alerted by."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from clinic.store import schema
from clinic.store.database import Database
from clinic.store.outbox import DEAD, Outbox


@dataclass(frozen=True)
class Backlog:
    """Ages are seconds, 0 where nothing waits."""

    unanswered: int
    unanswered_age: float
    outbox_age: float
    outbox_dead: int


class Backlogs:
    def __init__(self, database: Database, outbox: Outbox) -> None:
        self._database = database
        self._outbox = outbox

    def look(self, now: datetime) -> Backlog:
        inbox, outbox = schema.inbox, schema.outbox
        with self._database.read() as connection:
            messages = connection.execute(
                sa.select(sa.func.count(), sa.func.min(inbox.c.received_at)).where(
                    inbox.c.state == "pending"
                )
            ).one()
            dead = connection.execute(
                sa.select(sa.func.count()).select_from(outbox).where(outbox.c.state == DEAD)
            ).scalar_one()
        unanswered, since = messages
        age = max(0.0, (now - since).total_seconds()) if since else 0.0
        return Backlog(unanswered, age, self._outbox.age(now), dead)
