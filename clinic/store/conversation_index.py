"""The conversations' read model: follows the stored events, and can be rebuilt from them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict, fields
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from clinic.store import full_text
from clinic.store.console_schema import (
    conversation_index,
    conversation_reviews,
    conversation_topics,
    message_index,
)
from clinic.store.conversation_fold import Additions, Folded, first_day, fold
from clinic.store.database import Database
from clinic.store.schema import bookings, chat_events, conversations, feedback, tracker_events

PAGE = 500  # conversations that are looked for at once
READ_MODEL_LOCK = 7_261_003  # any number, as long as every replica uses the same
COLUMNS = [column.name for column in fields(Folded)]


class ConversationIndex:
    """A watermark for each conversation says how far its events have been taken in."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def refresh(self, conversation: str, zone: ZoneInfo) -> bool:
        """Take in what is new in one conversation; False where it is gone."""
        with self._database.write() as connection:
            _queue_up(connection)
            return _refresh(connection, conversation, zone)

    def rebuild(self, conversation: str, zone: ZoneInfo) -> bool:
        """Forget what was taken in and fold everything anew, in one transaction."""
        with self._database.write() as connection:
            _queue_up(connection)
            if _locked(connection, conversation) is None:
                return False
            for table in (conversation_index, conversation_topics, message_index):
                connection.execute(sa.delete(table).where(table.c.conversation == conversation))
            return _refresh(connection, conversation, zone)

    def all(self) -> Iterator[str]:
        """The id of every conversation there is."""
        return self._database.ids(conversations)

    def behind(self, since: datetime | None = None) -> list[str]:
        """Conversations with events that were not taken in; `since` looks at recent ones only."""
        latest = (
            sa.select(sa.func.max(tracker_events.c.id))
            .where(tracker_events.c.conversation == conversations.c.id)
            .scalar_subquery()
        )
        index = conversation_index
        conditions = [
            index.c.conversation.is_(None),
            index.c.seq_watermark < conversations.c.last_seq,
        ]
        if since is not None:
            conditions.append(index.c.event_watermark < latest)
        query = (
            sa.select(conversations.c.id)
            .outerjoin(index, index.c.conversation == conversations.c.id)
            .where(sa.or_(*conditions), conversations.c.last_seq > 0)
            .limit(PAGE)
        )
        if since is not None:
            query = query.where(conversations.c.last_message_at >= since)
        with self._database.read() as connection:
            if not self._database.is_sqlite and since is None:
                connection.execute(sa.text("SET LOCAL statement_timeout = 0"))
            return list(connection.execute(query).scalars())

    def of_changed_bookings(self, since: datetime) -> list[str]:
        """Conversations whose request changed its state since then."""
        query = sa.select(bookings.c.conversation).where(
            bookings.c.updated_at >= since, bookings.c.conversation.is_not(None)
        )
        with self._database.read() as connection:
            return list(connection.execute(query).scalars())


def _queue_up(connection: Connection) -> None:
    """One writer of the read model at a time: two that count on the same days could deadlock."""
    if connection.dialect.name == "postgresql":
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(READ_MODEL_LOCK)))


def _locked(connection: Connection, conversation: str) -> Any | None:
    query = sa.select(conversations).where(conversations.c.id == conversation).with_for_update()
    return connection.execute(query).first()


def _refresh(connection: Connection, conversation: str, zone: ZoneInfo) -> bool:
    found = _locked(connection, conversation)
    if found is None:
        return False
    index = conversation_index
    known = connection.execute(sa.select(index).where(index.c.conversation == conversation)).first()
    if known is None:
        day = first_day(found.created_at, zone)
        row = Folded(conversation, found.created_at, found.last_message_at, day, found.locale)
    else:
        row = Folded(**{name: known._mapping[name] for name in COLUMNS})
    added = fold(row, *_news(connection, row))
    _take_others(connection, row)
    if known is None:
        connection.execute(sa.insert(index).values(**asdict(row)))
    else:
        connection.execute(
            sa.update(index).where(index.c.conversation == conversation).values(**asdict(row))
        )
    _keep_topics(connection, row, added.topics)
    _keep_words(connection, row, added, zone)
    return True


def _news(connection: Connection, row: Folded) -> tuple[Iterable[Any], Iterable[Any]]:
    said, happened = chat_events, tracker_events
    return (
        connection.execute(
            sa.select(said.c.seq, said.c.role, said.c.text, said.c.at)
            .where(said.c.conversation == row.conversation, said.c.seq > row.seq_watermark)
            .order_by(said.c.seq)
        ).all(),
        connection.execute(
            sa.select(happened.c.id, happened.c.turn, happened.c.timestamp, happened.c.data)
            .where(happened.c.conversation == row.conversation)
            .where(happened.c.id > row.event_watermark)
            .order_by(happened.c.id)
        ).all(),
    )


def _take_others(connection: Connection, row: Folded) -> None:
    """What is no event: ratings, the state of a request, what staff have done."""
    counted = connection.execute(
        sa.select(feedback.c.helpful, sa.func.count())
        .where(feedback.c.conversation == row.conversation)
        .group_by(feedback.c.helpful)
    ).all()
    ratings = {bool(helpful): count for helpful, count in counted}
    row.helpful, row.unhelpful = ratings.get(True, 0), ratings.get(False, 0)
    request = connection.execute(
        sa.select(bookings.c.state, bookings.c.created_at)
        .where(bookings.c.conversation == row.conversation)
        .order_by(bookings.c.created_at.desc())
        .limit(1)
    ).first()
    reviews = conversation_reviews
    review = connection.execute(
        sa.select(reviews).where(reviews.c.conversation == row.conversation)
    ).first()
    # What was said after a review has not been reviewed.
    row.reviewed = bool(review and review.reviewed_at and review.reviewed_at >= row.last_at)
    if request:
        row.booking = request.state
    seen_to = [review.handled_at if review else None]
    if request and not row.safety:
        seen_to.append(request.created_at)  # it waits on the booking board now
    if row.needs_person_at and any(at and at >= row.needs_person_at for at in seen_to):
        row.needs_person_at = None


def _keep_topics(connection: Connection, row: Folded, topics: set[str]) -> None:
    table = conversation_topics
    mine = table.c.conversation == row.conversation
    known = set(connection.execute(sa.select(table.c.topic).where(mine)).scalars())
    if known:
        connection.execute(sa.update(table).where(mine).values(last_at=row.last_at))
    values = {"conversation": row.conversation, "day": row.day, "last_at": row.last_at}
    if topics - known:
        connection.execute(
            sa.insert(table), [{**values, "topic": topic} for topic in sorted(topics - known)]
        )


def _keep_words(connection: Connection, row: Folded, added: Additions, zone: ZoneInfo) -> None:
    for seq, at, text in added.words:
        inserted = connection.execute(
            sa.insert(message_index).values(
                conversation=row.conversation,
                seq=seq,
                day=first_day(at, zone),
                missed=added.missed.pop(seq, None),
            )
        )
        full_text.keep(connection, inserted.inserted_primary_key[0], text)
    for seq, text in added.missed.items():
        connection.execute(
            sa.update(message_index)
            .where(message_index.c.conversation == row.conversation, message_index.c.seq == seq)
            .values(missed=text)
        )
