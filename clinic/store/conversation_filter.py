"""What a list of conversations can be narrowed to, as conditions of a query."""

from __future__ import annotations

import operator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from clinic.store.console_schema import (
    conversation_index,
    conversation_tags,
    conversation_topics,
    message_index,
)

index = conversation_index


@dataclass(frozen=True)
class ConversationFilter:
    """What a list is narrowed to; None and "" leave it open."""

    since: datetime | None = None  # of the last message
    until: datetime | None = None  # exclusive
    first_day: int | None = None  # ordinals of the first day, as the charts count
    last_day: int | None = None  # inclusive
    topic: str = ""
    confidence_below: float | None = None
    asked_back: bool = False
    handed_over: bool = False
    alone: bool = False  # answered without a person
    safety: str = ""  # a kind, or "any"
    feedback: str = ""  # "helpful" or "unhelpful"
    booking: str = ""  # "none", "started", "sent" (any request), or a state
    form_step: int | None = None  # at least so far
    shortest: int | None = None  # messages of the visitor
    longest: int | None = None
    language: str = ""
    reviewed: bool | None = None
    tag: str = ""
    words: str = ""
    missed: str = ""
    among: tuple[str, ...] | None = None  # no others: those that the words were found in


def conditions(wanted: ConversationFilter) -> list[Any]:
    """All but the words, for a query on the index of conversations."""
    bounds = (
        (index.c.last_at, operator.ge, wanted.since),
        (index.c.last_at, operator.lt, wanted.until),
        (index.c.day, operator.ge, wanted.first_day),
        (index.c.day, operator.le, wanted.last_day),
        (index.c.lowest_confidence, operator.lt, wanted.confidence_below),
        (index.c.form_step, operator.ge, wanted.form_step),
        (index.c.messages, operator.ge, wanted.shortest),
        (index.c.messages, operator.le, wanted.longest),
    )
    found = [compare(column, value) for column, compare, value in bounds if value is not None]
    for column in ("asked_back", "handed_over"):
        if getattr(wanted, column):
            found.append(index.c[column] > 0)
    if wanted.alone:
        found += [index.c.answered > 0, index.c.handed_over == 0, index.c.staffed == 0]
    if wanted.safety:
        kind = wanted.safety
        found.append(index.c.safety.is_not(None) if kind == "any" else index.c.safety == kind)
    if wanted.feedback in ("helpful", "unhelpful"):
        found.append(index.c[wanted.feedback] > 0)
    if wanted.booking == "sent":
        found.append(index.c.booking.not_in(("none", "started")))
    elif wanted.booking == "begun":
        found.append(index.c.booking != "none")
    elif wanted.booking:
        found.append(index.c.booking == wanted.booking)
    if wanted.language:
        found.append(index.c.language == wanted.language)
    if wanted.reviewed is not None:
        found.append(index.c.reviewed.is_(wanted.reviewed))
    if wanted.among is not None:
        found.append(index.c.conversation.in_(wanted.among))
    return found + _elsewhere(wanted)


def _elsewhere(wanted: ConversationFilter) -> list[Any]:
    conditions = []
    for table, column, value in (
        (conversation_topics, "topic", wanted.topic),
        (conversation_tags, "tag", wanted.tag),
        (message_index, "missed", wanted.missed),
    ):
        if not value:
            continue
        found = sa.select(table.c.conversation).where(table.c[column] == value)
        if table is not conversation_tags and wanted.first_day and wanted.last_day:
            found = found.where(table.c.day.between(wanted.first_day, wanted.last_day))
        conditions.append(index.c.conversation.in_(found))
    return conditions
