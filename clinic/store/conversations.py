"""Conversations: who talks, from which origin, in which language, and whether they erased it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from clinic.errors import ConversationGone
from clinic.store import schema
from clinic.store.database import Database
from clinic.store.ids import random_id
from clinic.store.prepared import Prepared


@dataclass(frozen=True)
class Conversation:
    id: str
    origin: str | None
    locale: str
    created_at: datetime
    last_message_at: datetime
    last_seq: int
    loaded_at: datetime | None = None


_TABLE = schema.conversations
_MINE = _TABLE.c.id == sa.bindparam("mine")
_GET = Prepared(sa.select(_TABLE).where(_MINE))
_ADVANCE = Prepared(
    sa.text(
        "UPDATE conversations SET last_seq = last_seq + :by WHERE id = :mine RETURNING last_seq"
    )
)


class Conversations:
    def __init__(self, database: Database) -> None:
        self._database = database

    def open(self, now: datetime, *, origin: str | None = None, locale: str = "en") -> Conversation:
        conversation = Conversation(random_id(), origin, locale, now, now, 0)
        with self._database.write() as connection:
            connection.execute(sa.insert(schema.conversations).values(**vars(conversation)))
        return conversation

    def get(self, conversation: str) -> Conversation:
        """Raise ConversationGone where there is none (never opened, or erased)."""
        with self._database.read() as connection:
            row = _GET.first(connection, {"mine": conversation})
        if row is None:
            raise ConversationGone("This conversation does not exist any more.")
        return Conversation(**row._asdict())

    def loaded(self, conversation: str, now: datetime) -> None:
        """A page shows the conversation from its beginning: the visitor has come back to it."""
        table = schema.conversations
        with self._database.write() as connection:
            connection.execute(
                sa.update(table).where(table.c.id == conversation).values(loaded_at=now)
            )

    def erase(self, conversation: str) -> None:
        """Delete every message, event and rating; a request already sent stays, unlinked."""
        bookings = schema.bookings
        with self._database.write() as connection:
            connection.execute(
                sa.delete(schema.conversations).where(schema.conversations.c.id == conversation)
            )
            connection.execute(
                sa.update(bookings)
                .where(bookings.c.conversation == conversation)
                .values(conversation=None)
            )


def advance(connection: sa.engine.Connection, conversation: str, by: int) -> int:
    """Take the next `by` numbers of the conversation's event list; returns the first of them.

    It locks the conversation's row, also by 0. Every transaction that writes to a conversation
    does this before anything else, so that no two wait for each other.
    """
    last = _ADVANCE.scalar(connection, {"mine": conversation, "by": by})
    if last is None:
        raise ConversationGone("This conversation does not exist any more.")
    return last - by + 1
