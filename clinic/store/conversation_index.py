"""The conversations' read model: follows the stored events, and can be rebuilt from them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields
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
from clinic.store.prepared import Prepared
from clinic.store.schema import bookings, chat_events, conversations, feedback, tracker_events

PAGE = 500  # conversations that are looked for at once
READ_MODEL_LOCK = 7_261_003  # any number, as long as every replica uses the same
COLUMNS = [column.name for column in fields(Folded)]

_INDEX, _SAID, _HAPPENED = conversation_index, chat_events, tracker_events
_TOPICS, _WORDS = conversation_topics, message_index
_MINE = sa.bindparam("mine")
_QUEUE_UP = Prepared(sa.select(sa.func.pg_advisory_xact_lock(READ_MODEL_LOCK)))
_LAST_REQUEST = (
    sa.select(bookings.c.id)
    .where(bookings.c.conversation == _MINE)
    .order_by(bookings.c.created_at.desc())
    .limit(1)
    .scalar_subquery()
)


def _rated(helpful: bool) -> sa.sql.ColumnElement[int]:
    mine = (feedback.c.conversation == _MINE, feedback.c.helpful.is_(helpful))
    return sa.select(sa.func.count()).select_from(feedback).where(*mine).scalar_subquery()


# The row as it was, and beside it all that is no event: ratings, the last request, what staff did.
_FIND = Prepared(
    sa.select(
        conversations.c.created_at,
        conversations.c.last_message_at,
        conversations.c.locale,
        *(_INDEX.c[name].label(f"known_{name}") for name in COLUMNS),
        _rated(True).label("helpful"),
        _rated(False).label("unhelpful"),
        bookings.c.state.label("request"),
        bookings.c.created_at.label("requested_at"),
        conversation_reviews.c.reviewed_at,
        conversation_reviews.c.handled_at,
    )
    .outerjoin(_INDEX, _INDEX.c.conversation == conversations.c.id)
    .outerjoin(bookings, bookings.c.id == _LAST_REQUEST)
    .outerjoin(conversation_reviews, conversation_reviews.c.conversation == conversations.c.id)
    .where(conversations.c.id == _MINE)
    .with_for_update(of=conversations)
)
_ADD = Prepared(sa.insert(_INDEX), COLUMNS)
_CHANGE = Prepared(
    sa.update(_INDEX)
    .where(_INDEX.c.conversation == _MINE)
    .values({name: sa.bindparam(f"new_{name}") for name in COLUMNS})
)
_NEW_SAID = Prepared(
    sa.select(_SAID.c.seq, _SAID.c.role, _SAID.c.text, _SAID.c.at)
    .where(_SAID.c.conversation == _MINE, _SAID.c.seq > sa.bindparam("behind"))
    .order_by(_SAID.c.seq)
)
_NEW_HAPPENED = Prepared(
    sa.select(_HAPPENED.c.id, _HAPPENED.c.turn, _HAPPENED.c.timestamp, _HAPPENED.c.data)
    .where(_HAPPENED.c.conversation == _MINE, _HAPPENED.c.id > sa.bindparam("behind"))
    .order_by(_HAPPENED.c.id)
)
_ITS_TOPICS = Prepared(sa.select(_TOPICS.c.topic).where(_TOPICS.c.conversation == _MINE))
_TOUCH_TOPICS = Prepared(
    sa.update(_TOPICS).where(_TOPICS.c.conversation == _MINE).values(last_at=sa.bindparam("at"))
)
_ADD_TOPICS = Prepared(sa.insert(_TOPICS), ("conversation", "day", "last_at", "topic"))
_ADD_WORDS = Prepared(
    sa.text(
        "INSERT INTO message_index (conversation, seq, day, missed)"
        " VALUES (:conversation, :seq, :day, :missed) RETURNING id"
    )
)
_MISS = Prepared(
    sa.update(_WORDS)
    .where(_WORDS.c.conversation == _MINE, _WORDS.c.seq == sa.bindparam("at_seq"))
    .values(missed=sa.bindparam("what"))
)


class ConversationIndex:
    """A watermark for each conversation says how far its events have been taken in."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def refresh(self, conversation: str, zone: ZoneInfo) -> bool:
        """Take in what is new in one conversation; False where it is gone."""
        with self._database.write(durable=False) as connection:
            _queue_up(connection)
            return _refresh(connection, conversation, zone)

    def rebuild(self, conversation: str, zone: ZoneInfo) -> bool:
        """Forget what was taken in and fold everything anew, in one transaction."""
        with self._database.write() as connection:
            _queue_up(connection)
            if _find(connection, conversation) is None:
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
        with self._database.read(in_time=since is not None) as connection:
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
        _QUEUE_UP.all(connection, {})


def _find(connection: Connection, conversation: str) -> Any | None:
    """What is known of a conversation, whose row is locked from here on."""
    return _FIND.first(connection, {"mine": conversation})


def _refresh(connection: Connection, conversation: str, zone: ZoneInfo) -> bool:
    found = _find(connection, conversation)
    if found is None:
        return False
    is_new = found.known_conversation is None
    if is_new:
        day = first_day(found.created_at, zone)
        row = Folded(conversation, found.created_at, found.last_message_at, day, found.locale)
    else:
        row = Folded(**{name: getattr(found, f"known_{name}") for name in COLUMNS})
    added = fold(row, *_news(connection, row))
    _take_others(row, found)
    if is_new:
        _ADD.run(connection, vars(row))
    else:
        changes = {f"new_{name}": value for name, value in vars(row).items()}
        _CHANGE.run(connection, {"mine": conversation, **changes})
    _keep_topics(connection, row, added.topics)
    _keep_words(connection, row, added, zone)
    return True


def _news(connection: Connection, row: Folded) -> tuple[Iterable[Any], Iterable[Any]]:
    mine = row.conversation
    return (
        _NEW_SAID.all(connection, {"mine": mine, "behind": row.seq_watermark}),
        _NEW_HAPPENED.all(connection, {"mine": mine, "behind": row.event_watermark}),
    )


def _take_others(row: Folded, found: Any) -> None:
    """What is no event: ratings, the state of a request, what staff have done."""
    row.helpful, row.unhelpful = found.helpful, found.unhelpful
    # What was said after a review has not been reviewed.
    row.reviewed = bool(found.reviewed_at and found.reviewed_at >= row.last_at)
    seen_to = [found.handled_at]
    if found.request:
        row.booking = found.request
        if not row.safety:
            seen_to.append(found.requested_at)  # it waits on the booking board now
    if row.needs_person_at and any(at and at >= row.needs_person_at for at in seen_to):
        row.needs_person_at = None


def _keep_topics(connection: Connection, row: Folded, topics: set[str]) -> None:
    mine = {"mine": row.conversation}
    known = {topic for (topic,) in _ITS_TOPICS.all(connection, mine)}
    if known:
        _TOUCH_TOPICS.run(connection, {**mine, "at": row.last_at})
    values = {"conversation": row.conversation, "day": row.day, "last_at": row.last_at}
    if topics - known:
        _ADD_TOPICS.insert(
            connection, [{**values, "topic": topic} for topic in sorted(topics - known)]
        )


def _keep_words(connection: Connection, row: Folded, added: Additions, zone: ZoneInfo) -> None:
    for seq, at, text in added.words:
        words = {
            "conversation": row.conversation,
            "seq": seq,
            "day": first_day(at, zone),
            "missed": added.missed.pop(seq, None),
        }
        full_text.keep(connection, _ADD_WORDS.scalar(connection, words), text)
    for seq, text in added.missed.items():
        mine = {"mine": row.conversation, "at_seq": seq}
        _MISS.run(connection, {**mine, "what": text})
