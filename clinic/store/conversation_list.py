"""Finds conversations for the list: by filters, by words, newest first, a page at a time."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.sql import Select

from clinic.store.console_schema import (
    conversation_index,
    conversation_tags,
    conversation_topics,
    takeovers,
)
from clinic.store.conversation_filter import ConversationFilter, conditions
from clinic.store.database import Database
from clinic.store.full_text import hits
from clinic.store.schema import UtcDateTime

PAGE = 50
MOST_COUNTED = 1000  # beyond it a list says "more than"
MOST_NEWS = 99  # beyond it an open list says "more than"

index = conversation_index


@dataclass(frozen=True)
class ListedConversation:
    id: str
    started_at: datetime
    last_at: datetime
    messages: int
    lowest_confidence: float | None
    asked_back: int
    handed_over: int
    safety: str | None
    helpful: int
    unhelpful: int
    booking: str
    language: str
    reviewed: bool
    needs_person_at: datetime | None
    opening: str
    topics: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)


class ConversationList:
    def __init__(self, database: Database) -> None:
        self._database = database

    def looked_up(self, wanted: ConversationFilter) -> ConversationFilter:
        """The same with its words looked up: once, for a page and its count."""
        if not wanted.words:
            return wanted
        query = hits(wanted.words, "sqlite" if self._database.is_sqlite else "postgresql")
        if query is None:  # not a letter in them
            return replace(wanted, words="", among=())
        with self._database.read() as connection:
            found = dict.fromkeys(connection.execute(query).scalars())
        return replace(wanted, words="", among=tuple(found))

    def page(
        self,
        wanted: ConversationFilter,
        before: tuple[datetime, str] | None = None,
        limit: int = PAGE,
    ) -> list[ListedConversation]:
        """The newest that fit; `before` is (last_at, id) of the last one on the page before.

        Where days narrow it, they come first in the order.
        """
        along_topic = bool(wanted.topic) and wanted.first_day is None
        narrowed = replace(wanted, topic="") if along_topic else wanted
        chosen = self._narrowed(sa.select(index.c.conversation), narrowed)
        order = [index.c.last_at, index.c.conversation]
        topics = conversation_topics.c
        if along_topic:
            # Along the topic's own index, which has the same times in it.
            chosen = chosen.join(conversation_topics, topics.conversation == index.c.conversation)
            chosen = chosen.where(topics.topic == wanted.topic)
            order = [topics.last_at, topics.conversation]
        if wanted.first_day is not None:
            order.insert(0, index.c.day)  # the order of an index that the days narrow, too
        if before is not None:
            chosen = chosen.where(self._behind(order, *before))
        # First the ids, which indexes alone can tell; then the rows of these few.
        newest = [column.desc() for column in order]
        ids = chosen.order_by(*newest).limit(limit).subquery()
        query = _rows().join(ids, ids.c.conversation == index.c.conversation)
        days = [index.c.day.desc()] if wanted.first_day is not None else []
        return self._listed(
            query.order_by(*days, index.c.last_at.desc(), index.c.conversation.desc())
        )

    def count(self, wanted: ConversationFilter) -> int:
        """How many fit; MOST_COUNTED + 1 stands for more than MOST_COUNTED."""
        query = self._narrowed(sa.select(index.c.conversation), wanted)
        capped = query.limit(MOST_COUNTED + 1).subquery()
        with self._database.read() as connection:
            return connection.execute(sa.select(sa.func.count()).select_from(capped)).scalar_one()

    def newest(self) -> tuple[datetime, str] | None:
        """(last_at, id) of the conversation in which something was said last."""
        query = (
            sa.select(index.c.last_at, index.c.conversation)
            .order_by(index.c.last_at.desc(), index.c.conversation.desc())
            .limit(1)
        )
        with self._database.read() as connection:
            row = connection.execute(query).first()
        return (row.last_at, row.conversation) if row else None

    def news(self, wanted: ConversationFilter, since: tuple[datetime, str]) -> tuple[int, int]:
        """How many that fit are newer than that one: (begun since, begun before).

        Together MOST_NEWS + 1 stand for more than MOST_NEWS.
        """
        query = self._narrowed(sa.select(index.c.started_at), wanted)
        place = sa.tuple_(sa.literal(since[0], UtcDateTime()), sa.literal(since[1]))
        query = query.where(sa.tuple_(index.c.last_at, index.c.conversation) > place)
        with self._database.read() as connection:
            begun = connection.execute(query.limit(MOST_NEWS + 1)).scalars().all()
        new = sum(moment > since[0] for moment in begun)
        return new, len(begun) - new

    def waiting(self, limit: int | None = None, offset: int = 0) -> list[ListedConversation]:
        """Conversations that need a person: dangers first, then the longest waiting."""
        gravity = sa.case(
            (index.c.safety.in_(("emergency", "self_harm")), 0), (index.c.safety.is_not(None), 1),
            else_=2,
        )  # fmt: skip
        query = (
            _rows()
            .where(index.c.needs_person_at.is_not(None))
            .order_by(gravity, index.c.needs_person_at, index.c.conversation)
            .limit(limit)
            .offset(offset)
        )
        return self._listed(query)

    def count_waiting(self) -> int:
        """How many conversations need a person."""
        query = sa.select(sa.func.count()).where(index.c.needs_person_at.is_not(None))
        with self._database.read() as connection:
            return connection.execute(query).scalar_one()

    def held(self) -> list[str]:
        """Conversations that staff have taken over."""
        with self._database.read() as connection:
            return list(connection.execute(sa.select(takeovers.c.conversation)).scalars())

    def next_unreviewed(self, after: str | None = None) -> str | None:
        """The next newest one that nobody has reviewed, `after` one or from the start."""
        query = (
            sa.select(index.c.conversation)
            .where(index.c.reviewed.is_(False), index.c.messages > 0)
            .order_by(index.c.last_at.desc(), index.c.conversation.desc())
            .limit(1)
        )
        with self._database.read() as connection:
            if after is not None:
                here = connection.execute(
                    sa.select(index.c.last_at).where(index.c.conversation == after)
                ).scalar()
                if here is not None:
                    found = connection.execute(query.where(_older_than(here, after))).scalar()
                    if found:
                        return found
            found = connection.execute(query).scalar()
        return found if found != after else None

    def choices(self) -> dict[str, list[str]]:
        """What the filters can be set to: topics, languages, tags."""
        with self._database.read() as connection:
            return {
                "topics": _distinct(connection, conversation_topics.c.topic),
                "languages": _distinct(connection, index.c.language),
                "tags": _distinct(connection, conversation_tags.c.tag),
            }

    def _behind(self, order: list[Any], last_at: datetime, conversation: str) -> Any:
        """Behind one conversation in a list's order."""
        if len(order) == 2:
            return _older_than(last_at, conversation, order)
        query = sa.select(index.c.day).where(index.c.conversation == conversation)
        with self._database.read() as connection:
            day = connection.execute(query).scalar()
        place = (sa.literal(last_at, UtcDateTime()), sa.literal(conversation))
        return sa.tuple_(*order) < sa.tuple_(sa.literal(day or 0), *place)

    def _narrowed(self, query: Select, wanted: ConversationFilter) -> Select:
        return query.where(*conditions(self.looked_up(wanted)))

    def _listed(self, query: Select) -> list[ListedConversation]:
        with self._database.read() as connection:
            rows = connection.execute(query).all()
            ids = [row.id for row in rows]
            topics = _grouped(connection, conversation_topics, "topic", ids)
            tags = _grouped(connection, conversation_tags, "tag", ids)
        return [
            ListedConversation(**row._mapping, topics=topics[row.id], tags=tags[row.id])
            for row in rows
        ]


def _rows() -> Select:
    names = set(ListedConversation.__dataclass_fields__) - {"id", "topics", "tags"}
    return sa.select(index.c.conversation.label("id"), *(index.c[name] for name in sorted(names)))


def _older_than(last_at: datetime, conversation: str, order: list[Any] | None = None) -> Any:
    """Behind one conversation in the list's order, in a form that an index serves."""
    place = sa.tuple_(sa.literal(last_at, UtcDateTime()), sa.literal(conversation))
    return sa.tuple_(*(order or (index.c.last_at, index.c.conversation))) < place


def _grouped(connection: Any, table: sa.Table, column: str, ids: list[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    query = sa.select(table.c.conversation, table.c[column]).where(table.c.conversation.in_(ids))
    for conversation, value in connection.execute(query.order_by(table.c[column])) if ids else ():
        found[conversation].append(value)
    return found


def _distinct(connection: Any, column: sa.Column) -> list[str]:
    """Every value of an indexed column, jumping from one to the next."""
    values: list[str] = []
    query = sa.select(sa.func.min(column))
    found = connection.execute(query).scalar()
    while found is not None and len(values) < 200:
        values.append(found)
        found = connection.execute(query.where(column > found)).scalar()
    return values
