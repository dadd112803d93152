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
)
from clinic.store.conversation_fold import FORM_FIELDS
from clinic.store.database import Database
from clinic.store.schema import booking_events, bookings

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
        index = conversation_index.c
        sent = index.booking.not_in(("none", "started"))
        alone = sa.and_(index.answered > 0, index.handed_over == 0, index.staffed == 0)
        conditions = {
            "alone": alone,
            "asked_back": index.asked_back > 0,
            "handed_over": index.handed_over > 0,
            "safety": index.safety.is_not(None),
            "begun": index.booking != "none",
            "sent": sent,
            "helpful": index.helpful > 0,
            "unhelpful": index.unhelpful > 0,
        }
        columns = [
            sa.func.sum(sa.case((condition, 1), else_=0)).label(name)
            for name, condition in conditions.items()
        ]
        query = (
            sa.select(index.day, sa.func.count().label("conversations"), *columns)
            .where(index.day.between(first, last), index.messages > 0)
            .group_by(index.day)
            .order_by(index.day)
        )
        return [
            Day(row.day, {name: int(row._mapping[name]) for name in MEASURES})
            for row in self._all(query)
        ]

    def topics(self, first: int, last: int) -> list[tuple[str, int]]:
        """The questions that most conversations asked."""
        table = conversation_topics.c
        count = sa.func.count().label("count")
        query = (
            sa.select(table.topic, count)
            .where(table.day.between(first, last), table.topic.like("faq/%"))
            .group_by(table.topic)
            .order_by(count.desc(), table.topic)
            .limit(MOST_TOPICS)
        )
        return [(row.topic, row.count) for row in map(_Row, self._all(query))]

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
        index = conversation_index.c
        query = (
            sa.select(index.booking, index.form_step, sa.func.count().label("count"))
            .where(index.day.between(first, last), index.booking != "none", index.messages > 0)
            .group_by(index.booking, index.form_step)
        )
        found = [(row.booking, row.form_step, row.count) for row in map(_Row, self._all(query))]
        steps = [Step("begun", 0, sum(count for *_, count in found))]
        for step, name in enumerate(FORM_FIELDS, start=1):
            reached = sum(count for _, furthest, count in found if furthest >= step)
            steps.append(Step(name, step, reached))
        sent = sum(count for booking, _, count in found if booking != "started")
        return [*steps, Step("sent", 0, sent)]

    def first_action(self, since: datetime, until: datetime) -> float | None:
        """Median seconds from a request's arrival to the first thing staff did with it.

        None where no request of that time has been worked on yet.
        """
        acted = sa.func.min(booking_events.c.at).label("acted")
        by_staff = (
            sa.select(booking_events.c.booking, acted)
            .where(booking_events.c.who.not_in(("visitor", "system")))
            .group_by(booking_events.c.booking)
            .subquery()
        )
        work = booking_work.c
        query = (
            sa.select(bookings.c.created_at, by_staff.c.acted, work.first_action_at)
            .outerjoin(by_staff, by_staff.c.booking == bookings.c.id)
            .outerjoin(booking_work, work.booking == bookings.c.id)
            .where(bookings.c.created_at >= since, bookings.c.created_at < until)
        )
        waited = []
        for created, acted_at, first_action_at in self._all(query):
            moments = [each for each in (acted_at, first_action_at) if each is not None]
            if moments:
                waited.append((min(moments) - created).total_seconds())
        return median(waited) if waited else None

    def _all(self, query: Any) -> list[Any]:
        with self._database.read() as connection:
            return connection.execute(query).all()


class _Row:
    """A row whose column `count` is not hidden by the tuple's own method."""

    def __init__(self, row: Any) -> None:
        self.__dict__.update(row._mapping)
