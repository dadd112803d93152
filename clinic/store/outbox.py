"""What has to leave the house: written with the change it tells of, delivered at least once.

Each row goes to one receiver by one channel. Its id stays the same however often it is tried, and
receivers see it (Message-ID, event id). A row is leased to one process while it is delivered, so a
receiver gets it twice only where that process died between its acceptance and our commit.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from clinic.errors import UnknownOutboxItem
from clinic.store import schema
from clinic.store.database import Database
from clinic.store.ids import random_id
from clinic.store.prepared import Prepared

CLINIC_MAIL, VISITOR_MAIL, WEBHOOK, CHAT = "clinic_mail", "visitor_mail", "webhook", "chat"
# pending → sent, skipped (nobody receives that here) or dead (given up, waits for a person)
PENDING, SENT, SKIPPED, DEAD = "pending", "sent", "skipped", "dead"
LEASE = timedelta(seconds=90)  # longer than any delivery takes
FIRST_PAUSE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(hours=1)
MOST_ATTEMPTS = 12  # about seven hours


@dataclass(frozen=True)
class OutboxItem:
    id: str
    kind: str  # what happened: "booking_received", "times_offered", "person_needed", …
    channel: str
    data: dict[str, Any]  # ids only
    state: str
    attempts: int
    next_attempt_at: datetime
    created_at: datetime
    sent_at: datetime | None
    last_error: str | None


_ITEMS = (
    sa.select(*(schema.outbox.c[column.name] for column in fields(OutboxItem)))
    .where(schema.outbox.c.state == PENDING, schema.outbox.c.next_attempt_at <= sa.bindparam("now"))
    .order_by(schema.outbox.c.next_attempt_at, schema.outbox.c.id)
    .limit(sa.bindparam("most"))
)
_DUE, _TAKE = Prepared(_ITEMS), Prepared(_ITEMS.with_for_update(skip_locked=True))


def enqueue(
    connection: Connection, kind: str, channels: list[str], data: dict[str, Any], now: datetime
) -> None:
    """Write one item for each channel, in the transaction of the change it tells of."""
    if channels:
        connection.execute(
            sa.insert(schema.outbox),
            [
                {
                    "id": random_id(),
                    "kind": kind,
                    "channel": channel,
                    "data": data,
                    "state": PENDING,
                    "attempts": 0,
                    "next_attempt_at": now,
                    "created_at": now,
                }
                for channel in channels
            ],
        )


class Outbox:
    def __init__(self, database: Database) -> None:
        self._database = database

    def take(self, now: datetime, most: int = 10) -> list[OutboxItem]:
        """Lease the items that are due to the caller; another process does not get them."""
        table, asked = schema.outbox, {"now": now, "most": most}
        with self._database.read() as connection:
            if _DUE.first(connection, {**asked, "most": 1}) is None:
                return []  # no write transaction for nothing
        with self._database.write() as connection:
            rows = _TAKE.all(connection, asked)
            if rows:
                connection.execute(
                    sa.update(table)
                    .where(table.c.id.in_([row.id for row in rows]))
                    .values(next_attempt_at=now + LEASE)
                )
        return [OutboxItem(*row) for row in rows]

    def sent(self, item: OutboxItem, now: datetime, *, skipped: bool = False) -> None:
        """Close an item: the receiver has it, or (`skipped`) nobody is to receive it."""
        with self._database.write() as connection:
            close(connection, item, now, SKIPPED if skipped else SENT)

    def failed(self, item: OutboxItem, now: datetime, error: str, *, final: bool = False) -> None:
        """Leave an item for later, each time longer; at the end it is dead and waits for staff."""
        attempts = item.attempts + 1
        dead = final or attempts >= MOST_ATTEMPTS
        with self._database.write() as connection:
            connection.execute(
                sa.update(schema.outbox)
                .where(schema.outbox.c.id == item.id, schema.outbox.c.state == PENDING)
                .values(
                    state=DEAD if dead else PENDING,
                    attempts=attempts,
                    next_attempt_at=now + pause_after(attempts),
                    last_error=error[:500],
                )
            )

    def list(self, state: str | None = None, most: int = 200) -> list[OutboxItem]:
        """The newest items first."""
        table = schema.outbox
        query = sa.select(table).order_by(table.c.created_at.desc(), table.c.id).limit(most)
        if state:
            query = query.where(table.c.state == state)
        with self._database.read() as connection:
            return [_item(row) for row in connection.execute(query)]

    def retry(self, item: str, now: datetime) -> None:
        """Give a dead item another set of attempts; raises UnknownOutboxItem."""
        table = schema.outbox
        with self._database.write() as connection:
            changed = connection.execute(
                sa.update(table)
                .where(table.c.id == item, table.c.state == DEAD)
                .values(state=PENDING, attempts=0, next_attempt_at=now)
            )
        if not changed.rowcount:
            raise UnknownOutboxItem(f"No dead item of the outbox has the id {item}.")

    def age(self, now: datetime) -> float:
        """Seconds since the oldest item that is still to be delivered; 0 where there is none."""
        table = schema.outbox
        with self._database.read() as connection:
            oldest = connection.execute(
                sa.select(sa.func.min(table.c.created_at)).where(table.c.state == PENDING)
            ).scalar()
        return (now - oldest).total_seconds() if oldest else 0.0


def close(connection: Connection, item: OutboxItem, now: datetime, state: str) -> bool:
    """Close an item in the caller's transaction; False where it was closed before."""
    table = schema.outbox
    closed = connection.execute(
        sa.update(table)
        .where(table.c.id == item.id, table.c.state == PENDING)
        .values(state=state, sent_at=now, last_error=None)
    )
    return bool(closed.rowcount)


def pause_after(attempts: int) -> timedelta:
    """How long to wait after so many failed attempts."""
    return min(FIRST_PAUSE * 2 ** (attempts - 1), LONGEST_PAUSE)


def _item(row: Any) -> OutboxItem:
    return OutboxItem(**row._mapping)
