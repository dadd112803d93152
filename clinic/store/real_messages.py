"""What visitors have really typed, for trying a new model on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from clinic.store import schema
from clinic.store.database import Database


@dataclass(frozen=True)
class RealMessage:
    """Typed words as they were sent; they may hold anything about anybody."""

    conversation: str
    seq: int
    text: str
    at: datetime


class RealMessages:
    def __init__(self, database: Database) -> None:
        self._database = database

    def last(self, conversations: int) -> list[RealMessage]:
        """The typed messages of the last so many conversations, the youngest conversation first.

        Pressed buttons are left out: what they mean is not read by a model.
        """
        inbox, talks = schema.inbox, schema.conversations
        youngest = (
            sa.select(talks.c.id)
            .where(talks.c.last_seq > 0)
            .order_by(talks.c.last_message_at.desc(), talks.c.id)
            .limit(conversations)
            .subquery()
        )
        query = (
            sa.select(inbox.c.conversation, inbox.c.seq, inbox.c.text, inbox.c.received_at)
            .join(youngest, youngest.c.id == inbox.c.conversation)
            .join(talks, talks.c.id == inbox.c.conversation)
            .where(inbox.c.payload.is_(None))
            .order_by(talks.c.last_message_at.desc(), inbox.c.conversation, inbox.c.seq)
        )
        with self._database.read() as connection:
            return [RealMessage(*row) for row in connection.execute(query)]

    def words(self, places: list[tuple[str, int]]) -> dict[tuple[str, int], str]:
        """What was typed at these places, (conversation, seq); what was erased is left out."""
        inbox = schema.inbox
        query = sa.select(inbox.c.conversation, inbox.c.seq, inbox.c.text).where(
            inbox.c.conversation.in_({conversation for conversation, _ in places})
        )
        wanted = set(places)
        with self._database.read() as connection:
            rows = connection.execute(query).all() if places else []
        return {(row[0], row[1]): row[2] for row in rows if (row[0], row[1]) in wanted}
