"""Counts over the read model for the overview: by day, by topic, by step of the form."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from statistics import median
from typing import Any

import sqlalchemy as sa

from clinic.store.console_schema import (
    booking_work,
    conversation_index,
    conversation_topics,
    message_index,
    overview_days,
    overview_topics,
)
from clinic.store.conversation_fold import FORM_FIELDS
from clinic.store.database import Database
from clinic.store.schema import bookings

MEASURES = (
    "conversations", "alone", "asked_back", "handed_over", "safety", "begun", "sent", "helpful",
    "unhelpful",
)  # fmt: skip
MOST_TOPICS = 12
MOST_MISSED = 12


@dataclass(frozen=True)
class Day:
    """How many of the conversations that began on a day (its ordinal) each measure counts."""

    day: int
    counts: dict[str, int]


@dataclass(frozen=True)
class Step:
    """How many conversations came at least so far in the booking form."""

    name: str
    step: int
    count: int


class Overview:
    """Days are ordinals on the clinic's calendar, both ends included."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def days(self, first: int, last: int) -> list[Day]:
        """Every measure for each day that had a conversation, in order."""
        table = overview_days
        query = (
            sa.select(table)
            .where(table.c.day.between(first, last), table.c.conversations > 0)
            .order_by(table.c.day)
        )
        return [
            Day(row.day, {name: row._mapping[name] for name in MEASURES})
            for row in self._all(query)
        ]

    def topics(self, first: int, last: int) -> list[tuple[str, int]]:
        """The questions that most conversations asked."""
        table = overview_topics.c
        total = sa.func.sum(table.conversations).label("total")
        query = (
            sa.select(table.topic, total)
            .where(table.day.between(first, last), table.topic.like("faq/%"))
            .group_by(table.topic)
            .having(total > 0)
            .order_by(total.desc(), table.topic)
            .limit(MOST_TOPICS)
        )
        return [(row.topic, int(row.total)) for row in self._all(query)]

    def understood(self, first: int, last: int) -> dict[str, tuple[int, int]]:
        """By topic: conversations that asked it, and those of them in which nothing was asked back.

        The former are summed by day already, and few conversations are of the others.
        """
        sums, topic, row = overview_topics.c, conversation_topics.c, conversation_index.c
        asked = sa.select(sums.topic, sa.func.sum(sums.conversations))
        unclear = (
            sa.select(topic.topic, sa.func.count())
            .join(conversation_index, row.conversation == topic.conversation)
            .where(row.asked_back > 0, row.day.between(first, last))
        )
        not_clear = dict(map(tuple, self._all(unclear.group_by(topic.topic))))
        counts = self._all(asked.where(sums.day.between(first, last)).group_by(sums.topic))
        return {
            name: (int(count), int(count) - not_clear.get(name, 0))
            for name, count in counts
            if count
        }

    def missed(self, first: int, last: int) -> list[tuple[str, int]]:
        """The messages that most often were not understood, redacted and in lower case."""
        table = message_index.c
        count = sa.func.count().label("count")
        query = (
            sa.select(table.missed, count)
            .where(table.day.between(first, last), table.missed.is_not(None))
            .group_by(table.missed)
            .order_by(count.desc(), table.missed)
            .limit(MOST_MISSED)
        )
        return [(row.missed, row.count) for row in map(_Row, self._all(query))]

    def funnel(self, first: int, last: int) -> list[Step]:
        """Begun, each of the form's questions reached, sent."""
        table = overview_days.c
        steps = [table[f"step_{step}"] for step in range(1, len(FORM_FIELDS) + 1)]
        sums = [sa.func.coalesce(sa.func.sum(c), 0) for c in (table.begun, *steps, table.sent)]
        (counts,) = self._all(sa.select(*sums).where(table.day.between(first, last)))
        names = ("begun", *FORM_FIELDS, "sent")
        places = (0, *range(1, len(FORM_FIELDS) + 1), 0)
        return [Step(*each) for each in zip(names, places, map(int, counts), strict=True)]

    def first_action(self, since: datetime, until: datetime) -> float | None:
        """Median seconds from a request's arrival to the first thing staff did with it.

        None where no request of that time has been worked on yet.
        """
        acted, created = booking_work.c.first_action_at, bookings.c.created_at
        if self._database.is_sqlite:
            waited = (sa.func.julianday(acted) - sa.func.julianday(created)) * 86_400
        else:
            waited = sa.extract("epoch", acted - created)
        query = (
            sa.select(waited)
            .join(booking_work, booking_work.c.booking == bookings.c.id)
            .where(created >= since, created < until, acted.is_not(None))
        )
        found = [float(seconds) for (seconds,) in self._all(query)]
        return median(found) if found else None

    def _all(self, query: Any) -> list[Any]:
        with self._database.read() as connection:
            return connection.execute(query).all()


class _Row:
    """A row whose column `count` is not hidden by the tuple's own method."""

    def __init__(self, row: Any) -> None:
        self.__dict__.update(row._mapping)
