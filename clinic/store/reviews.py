"""What staff add to conversations: reviewed or not, tags, notes, messages for the trainer."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from clinic.errors import ConversationGone, UnknownEvent
from clinic.store.console_schema import (
    conversation_index,
    conversation_notes,
    conversation_reviews,
    conversation_tags,
    training_items,
)
from clinic.store.database import Database
from clinic.store.schema import chat_events, conversations


@dataclass(frozen=True)
class Note:
    staff: str | None
    text: str
    at: datetime


class Reviews:
    """Everything here raises ConversationGone where the conversation does not exist."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def mark(self, conversation: str, reviewed: bool, staff: str, now: datetime) -> None:
        values = {"reviewed_at": now if reviewed else None, "reviewed_by": staff}
        with self._of(conversation) as connection:
            _put(connection, conversation, values)
            _show(connection, conversation, reviewed=reviewed)

    def handled(self, conversation: str, now: datetime) -> None:
        """Somebody has seen to it that a person was wanted."""
        with self._of(conversation) as connection:
            _put(connection, conversation, {"handled_at": now})
            _show(connection, conversation, needs_person_at=None)

    def tag(self, conversation: str, tag: str, staff: str, now: datetime) -> None:
        table = conversation_tags
        with self._of(conversation) as connection:
            if tag not in _tags(connection, conversation):
                connection.execute(
                    sa.insert(table).values(conversation=conversation, tag=tag, staff=staff, at=now)
                )

    def untag(self, conversation: str, tag: str) -> None:
        table = conversation_tags
        with self._of(conversation) as connection:
            connection.execute(
                sa.delete(table).where(table.c.conversation == conversation, table.c.tag == tag)
            )

    def note(self, conversation: str, text: str, staff: str, now: datetime) -> None:
        with self._of(conversation) as connection:
            connection.execute(
                sa.insert(conversation_notes).values(
                    conversation=conversation, staff=staff, text=text, at=now
                )
            )

    def flag(self, conversation: str, seq: int, staff: str, now: datetime) -> None:
        """Put a visitor's message on the trainer's list; raises UnknownEvent for any other."""
        table = training_items
        with self._of(conversation) as connection:
            role = connection.execute(
                sa.select(chat_events.c.role).where(
                    chat_events.c.conversation == conversation, chat_events.c.seq == seq
                )
            ).scalar()
            if role != "user":
                raise UnknownEvent("The conversation has no such message of the visitor.")
            mine = (table.c.conversation == conversation, table.c.seq == seq)
            values = {"staff": staff, "at": now, "state": "open"}
            if not connection.execute(sa.update(table).where(*mine).values(**values)).rowcount:
                connection.execute(
                    sa.insert(table).values(conversation=conversation, seq=seq, **values)
                )

    def unflag(self, conversation: str, seq: int) -> None:
        table = training_items
        with self._of(conversation) as connection:
            connection.execute(
                sa.delete(table).where(table.c.conversation == conversation, table.c.seq == seq)
            )

    def notes(self, conversation: str) -> list[Note]:
        table = conversation_notes
        query = (
            sa.select(table.c.staff, table.c.text, table.c.at)
            .where(table.c.conversation == conversation)
            .order_by(table.c.id)
        )
        with self._database.read() as connection:
            return [Note(**row._mapping) for row in connection.execute(query)]

    @contextmanager
    def _of(self, conversation: str) -> Iterator[Connection]:
        table = conversations
        with self._database.write() as connection:
            found = connection.execute(
                sa.select(table.c.id).where(table.c.id == conversation).with_for_update()
            ).first()
            if found is None:
                raise ConversationGone("This conversation does not exist any more.")
            yield connection


def _put(connection: Connection, conversation: str, values: dict[str, object]) -> None:
    table = conversation_reviews
    updated = connection.execute(
        sa.update(table).where(table.c.conversation == conversation).values(**values)
    )
    if not updated.rowcount:
        connection.execute(sa.insert(table).values(conversation=conversation, **values))


def _show(connection: Connection, conversation: str, **values: object) -> None:
    table = conversation_index
    connection.execute(
        sa.update(table).where(table.c.conversation == conversation).values(**values)
    )


def _tags(connection: Connection, conversation: str) -> set[str]:
    table = conversation_tags
    query = sa.select(table.c.tag).where(table.c.conversation == conversation)
    return set(connection.execute(query).scalars())
