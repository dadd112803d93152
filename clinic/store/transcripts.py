"""One conversation with all that is known about it, for the page that shows it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from clinic.errors import ConversationGone
from clinic.redaction import BETWEEN
from clinic.store.chat_events import ChatEvent
from clinic.store.console_schema import conversation_index, conversation_tags, training_items
from clinic.store.conversations import Conversation
from clinic.store.database import Database
from clinic.store.schema import bookings, chat_events, conversations, feedback, tracker_events

MOST_SHOWN = 400  # messages on one page; earlier ones by a link


@dataclass(frozen=True)
class Transcript:
    conversation: Conversation
    said: list[ChatEvent]
    turns: dict[int, list[dict[str, Any]]]  # tracker events by the seq of the turn's message
    ratings: dict[int, tuple[bool, str | None]]  # by seq
    flagged: set[int]
    tags: list[str]
    reviewed: bool
    needs_person: bool
    references: list[tuple[str, str]]  # (reference, state) of its requests
    contacts: list[tuple[str, str]] = field(default_factory=list)  # (kind, words) to be covered
    has_earlier: bool = False


class Transcripts:
    def __init__(self, database: Database) -> None:
        self._database = database

    def read(self, conversation: str, before: int | None = None) -> Transcript:
        """The last MOST_SHOWN messages, or those before a seq; raises ConversationGone."""
        with self._database.read() as connection:
            opened = connection.execute(
                sa.select(conversations).where(conversations.c.id == conversation)
            ).first()
            if opened is None:
                raise ConversationGone("This conversation does not exist any more.")
            said = _said(connection, conversation, before)
            first = said[0].seq if said else 0
            turns = _turns(connection, conversation, first, before)
            rated = _of(connection, feedback, conversation)
            row = connection.execute(
                sa.select(
                    conversation_index.c.reviewed, conversation_index.c.needs_person_at
                ).where(conversation_index.c.conversation == conversation)
            ).first()
            requests = _of(connection, bookings, conversation)
            return Transcript(
                Conversation(**opened._mapping),
                said,
                turns,
                {each.seq: (each.helpful, each.comment) for each in rated},
                {
                    each.seq
                    for each in _of(connection, training_items, conversation)
                    if each.staff is not None and each.state == "open"
                },
                sorted(each.tag for each in _of(connection, conversation_tags, conversation)),
                bool(row and row.reviewed),
                bool(row and row.needs_person_at),
                [(each.reference, each.state) for each in requests],
                [pair for each in requests for pair in _contacts(each)],
                has_earlier=first > 1,
            )


def _said(connection: Any, conversation: str, before: int | None) -> list[ChatEvent]:
    table = chat_events
    query = (
        sa.select(table)
        .where(table.c.conversation == conversation)
        .order_by(table.c.seq.desc())
        .limit(MOST_SHOWN)
    )
    if before is not None:
        query = query.where(table.c.seq < before)
    names = set(ChatEvent.__dataclass_fields__)
    return [
        ChatEvent(**{name: value for name, value in row._mapping.items() if name in names})
        for row in reversed(connection.execute(query).all())
    ]


def _turns(
    connection: Any, conversation: str, first: int, before: int | None
) -> dict[int, list[dict[str, Any]]]:
    table = tracker_events
    query = (
        sa.select(table.c.turn, table.c.data)
        .where(table.c.conversation == conversation, table.c.turn >= first)
        .order_by(table.c.id)
    )
    if before is not None:
        query = query.where(table.c.turn < before)
    turns = defaultdict(list)
    for turn, data in connection.execute(query):
        turns[turn].append(data)
    return dict(turns)


def _of(connection: Any, table: sa.Table, conversation: str) -> list[Any]:
    return connection.execute(sa.select(table).where(table.c.conversation == conversation)).all()


def _contacts(booking: Any) -> list[tuple[str, str]]:
    kinds = {"name": booking.name, "phone": booking.phone, "e-mail": booking.email}
    parts = [("name", part) for part in booking.name.split() if len(part) > 2]
    # What was added later stands behind the rest, and was said by itself.
    added = {
        "health": booking.health_note,
        "contact": booking.reach_note,
        "note": booking.team_note,
    }
    parts += [(kind, each) for kind, said in added.items() if said for each in said.split(BETWEEN)]
    return [*((kind, value) for kind, value in kinds.items() if value), *parts]
