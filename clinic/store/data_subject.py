"""Finds all that is held about one person: by reference, phone, e-mail address or conversation."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from clinic.store.booking_steps import as_reference
from clinic.store.console_schema import (
    booking_hands,
    booking_notes,
    conversation_notes,
    conversation_tags,
    training_items,
)
from clinic.store.database import Database
from clinic.store.schema import (
    booking_events,
    booking_times,
    bookings,
    chat_events,
    consents,
    conversations,
    feedback,
    inbox,
    outbox,
    tracker_events,
    tracker_snapshots,
)

KINDS = ("reference", "phone", "email", "conversation")
AT_ONCE = 400  # ids in one statement


@dataclass(frozen=True)
class Subject:
    """The conversations and requests of one person, by id."""

    conversations: list[str]
    bookings: list[str]

    @property
    def is_nobody(self) -> bool:
        return not self.conversations and not self.bookings

    def __add__(self, other: Subject) -> Subject:
        return Subject(
            list(dict.fromkeys([*self.conversations, *other.conversations])),
            list(dict.fromkeys([*self.bookings, *other.bookings])),
        )


@dataclass(frozen=True)
class HeldRequest:
    """As much of a request as tells whose it is."""

    reference: str
    name: str
    created_at: datetime


@dataclass(frozen=True)
class Held:
    """What a subject consists of, and what may be the same person's beside it."""

    requests: list[HeldRequest]
    conversations: list[tuple[str, datetime]]  # (id, opened at)
    others: list[HeldRequest]  # under the same phone number or e-mail address


class DataSubjects:
    def __init__(self, database: Database) -> None:
        self._database = database

    def find(self, kind: str, value: str) -> Subject:
        """`kind` is one of KINDS; a phone number is E.164, an address in lower case.

        Numbers and addresses are looked for in what visitors have typed as well, which reads
        every stored message and takes seconds where there are many.
        """
        with self._database.read(in_time=False) as connection:
            return find(connection, kind, value)

    def held(self, subject: Subject) -> Held:
        """What was found, for somebody who has to know it again."""
        table, opened = bookings.c, conversations.c
        with self._database.read() as connection:
            mine = _requests(connection, table.id.in_(subject.bookings))
            contacts = connection.execute(
                sa.select(table.phone, sa.func.lower(table.email)).where(
                    table.id.in_(subject.bookings)
                )
            ).all()
            phones = {phone for phone, _ in contacts if phone}
            emails = {email for _, email in contacts if email}
            same = sa.or_(table.phone.in_(phones), sa.func.lower(table.email).in_(emails))
            others = _requests(connection, same, table.id.not_in(subject.bookings))
            query = (
                sa.select(opened.id, opened.created_at)
                .where(opened.id.in_(subject.conversations))
                .order_by(opened.created_at)
            )
            return Held(mine, [tuple(row) for row in connection.execute(query)], others)

    def with_others(self, subject: Subject, references: Iterable[str]) -> Subject:
        """The subject and those of its `others` that have these references."""
        wanted = set(references)
        for each in self.held(subject).others if wanted else ():
            if each.reference in wanted:
                subject += self.find("reference", each.reference)
        return subject

    def export(self, subject: Subject) -> dict[str, Any]:
        """Everything held about somebody, as it is stored, for JSON."""
        with self._database.read() as connection:
            return {
                "conversations": [
                    _conversation(connection, each) for each in subject.conversations
                ],
                "bookings": [_booking(connection, each) for each in subject.bookings],
            }


def find(connection: Connection, kind: str, value: str) -> Subject:
    table = bookings.c
    if kind == "conversation":
        found = (
            connection.execute(sa.select(conversations.c.id).where(conversations.c.id == value))
            .scalars()
            .all()
        )
        requests = _ids(connection, table.conversation == value)
        return Subject(list(found), requests)
    columns = {"reference": table.reference, "phone": table.phone, "email": table.email}
    wanted = as_reference(value).upper() if kind == "reference" else value
    column = sa.func.lower(table.email) if kind == "email" else columns[kind]
    requests = _ids(connection, column == wanted)
    query = sa.select(table.conversation).where(table.id.in_(requests))
    mine = {each for each in connection.execute(query).scalars() if each}
    if kind != "reference":
        mine |= _mentioning(connection, value)
        for each in sorted(mine):
            requests += _ids(connection, table.conversation == each)
    known = sa.select(conversations.c.id).where(conversations.c.id.in_(sorted(mine)))
    return Subject(sorted(connection.execute(known).scalars()), list(dict.fromkeys(requests)))


def outbox_of(connection: Connection, ids: Iterable[str]) -> list[str]:
    """What is or was to be sent about these conversations and requests."""
    found: set[str] = set()
    text = sa.cast(outbox.c.data, sa.Text)
    for identifier in ids:
        query = sa.select(outbox.c.id).where(text.like(f'%"{escaped(identifier)}"%', escape="\\"))
        found |= set(connection.execute(query).scalars())
    return sorted(found)


def in_pieces(ids: list[str]) -> Iterable[list[str]]:
    for start in range(0, len(ids), AT_ONCE):
        yield ids[start : start + AT_ONCE]


def escaped(words: str) -> str:
    """Words to look for with LIKE, with a backslash before its own signs."""
    return words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _ids(connection: Connection, condition: Any) -> list[str]:
    return list(connection.execute(sa.select(bookings.c.id).where(condition)).scalars())


def _requests(connection: Connection, *conditions: Any) -> list[HeldRequest]:
    table = bookings.c
    query = sa.select(table.reference, table.name, table.created_at).where(*conditions)
    rows = connection.execute(query.order_by(table.created_at))
    return [HeldRequest(**row._mapping) for row in rows]


def _mentioning(connection: Connection, value: str) -> set[str]:
    """Conversations that hold the number or address, as typed or as it was understood."""
    table, said = tracker_events.c, chat_events.c
    like = f"%{escaped(value)}%"
    understood = sa.select(table.conversation).where(
        table.type.in_(("user", "slot")),
        sa.func.lower(sa.cast(table.data, sa.Text)).like(like, escape="\\"),
    )
    typed = sa.select(said.conversation).where(sa.func.lower(said.text).like(like, escape="\\"))
    return set(connection.execute(understood).scalars()) | set(connection.execute(typed).scalars())


def _conversation(connection: Connection, identifier: str) -> dict[str, Any]:
    tables = {
        "messages": chat_events, "understood": tracker_events, "state": tracker_snapshots,
        "received": inbox, "ratings": feedback, "notes": conversation_notes,
        "tags": conversation_tags, "training": training_items,
    }  # fmt: skip
    held = {
        name: _rows(connection, table, table.c.conversation == identifier)
        for name, table in tables.items()
    }
    (opened,) = _rows(connection, conversations, conversations.c.id == identifier)
    return {**opened, **held}


def _booking(connection: Connection, identifier: str) -> dict[str, Any]:
    tables = {
        "history": booking_events, "consents": consents, "notes": booking_notes,
        "hands": booking_hands, "offered": booking_times,
    }  # fmt: skip
    held = {
        name: _rows(connection, table, table.c.booking == identifier)
        for name, table in tables.items()
    }
    (asked,) = _rows(connection, bookings, bookings.c.id == identifier)
    sent = _rows(connection, outbox, outbox.c.id.in_(outbox_of(connection, [identifier])))
    return {**asked, **held, "outbox": sent}


def _rows(connection: Connection, table: sa.Table, condition: Any) -> list[dict[str, Any]]:
    return [dict(row._mapping) for row in connection.execute(sa.select(table).where(condition))]
