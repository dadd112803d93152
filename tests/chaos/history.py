"""What a run leaves to be judged: what each client sent and saw, and what the database holds."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

import sqlalchemy as sa

from clinic.settings import load_settings
from clinic.store import schema
from clinic.store.database import Database
from clinic.store.schema import metadata
from tests.chaos.people import Person
from tests.visitor import Event

Row = dict[str, Any]


@dataclass
class Sent:
    """One message of a client; times are seconds of the run's own clock."""

    id: str
    text: str
    place: int  # in the script; a message that is tried again takes the place of the first
    sent_at: float
    taken_at: float | None = None  # the first 202
    seq: int | None = None  # what that 202 said
    answered_at: float | None = None  # when the client saw the answer


@dataclass
class Told:
    """One conversation from its client's side."""

    person: Person
    conversation: str = ""
    sent: list[Sent] = field(default_factory=list)
    seen: list[Event] = field(default_factory=list)  # as they came
    erased_by: str | None = None  # "visitor" or "staff"
    gave_up: str | None = None
    unsettled: frozenset[int] = frozenset()  # places that were tried again after the copy

    def as_of(self, copy: Stored) -> Told:
        """The conversation as far as a copy of the database knows it."""
        rows = copy.inbox.get(self.conversation, [])
        known = {row["client_id"] for row in rows}
        sent = [each for each in self.sent if each.id in known]
        later = frozenset(each.place for each in self.sent if each.id not in known)
        return replace(self, sent=sent, seen=[], unsettled=later)


@dataclass
class Stored:
    """The database when everything was over, by conversation where there is one."""

    events: dict[str, list[Row]]
    inbox: dict[str, list[Row]]
    bookings: list[Row]
    booking_events: dict[str, list[Row]]
    consents: dict[str, list[Row]]
    alerts: dict[str, list[str]]  # by booking: the channels that it was enqueued for
    mentioned: dict[str, set[str]]  # by table: the conversations that it has rows of


def read_stored(database_url: str) -> Stored:
    database = Database(load_settings(database_url=database_url, _env_file=None).database_url)
    try:
        with database.read() as connection:
            received = schema.outbox.c.kind == "booking_received"
            alerts: dict[str, list[str]] = {}
            for row in _rows(connection, sa.select(schema.outbox).where(received)):
                alerts.setdefault(row["data"]["booking"], []).append(row["channel"])
            return Stored(
                _by(connection, schema.chat_events, "conversation", "seq"),
                _by(connection, schema.inbox, "conversation", "seq"),
                _rows(connection, sa.select(schema.bookings)),
                _by(connection, schema.booking_events, "booking", "id"),
                _by(connection, schema.consents, "booking", "id"),
                alerts,
                {
                    table.name: set(
                        connection.execute(sa.select(table.c.conversation).distinct()).scalars()
                    )
                    for table in metadata.sorted_tables
                    if "conversation" in table.c
                }
                | {
                    "conversations": set(
                        connection.execute(sa.select(schema.conversations.c.id)).scalars()
                    )
                },
            )
    finally:
        database.dispose()


def pending(database_url: str) -> int:
    """Messages that are still to be answered."""
    database = Database(database_url)
    try:
        with database.read() as connection:
            query = sa.select(sa.func.count()).where(schema.inbox.c.state == "pending")
            return connection.execute(query).scalar_one()
    finally:
        database.dispose()


def _by(connection: Any, table: sa.Table, key: str, order: str) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in _rows(connection, sa.select(table).order_by(table.c[order])):
        found.setdefault(row[key], []).append(row)
    return found


def _rows(connection: Any, query: Any) -> list[Row]:
    return [dict(row._mapping) for row in connection.execute(query)]
