"""Conversations that staff have taken over from the assistant: one person at a time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from clinic.errors import TakenOver
from clinic.store.console_schema import takeovers
from clinic.store.conversations import advance
from clinic.store.database import Database
from clinic.store.schema import chat_events
from clinic.store.signals import Signal, Signals, notify

# Announced when staff take a conversation over and when it goes back; who has it from there on.
JOINED, LEFT = "utter_staff_joined", "utter_staff_left"
HOLDERS = {JOINED: "staff", LEFT: "bot"}


@dataclass(frozen=True)
class Takeover:
    conversation: str
    staff: str
    since: datetime
    last_at: datetime


@dataclass(frozen=True)
class Announcement:
    """What the visitor is told when a person comes or goes: an approved response and its words."""

    response: str
    text: str


class Takeovers:
    """Everything here raises ConversationGone where the conversation does not exist."""

    def __init__(self, database: Database, signals: Signals) -> None:
        self._database = database
        self._signals = signals

    def current(self, conversation: str) -> Takeover | None:
        """Who holds it, if anybody."""
        with self._database.read() as connection:
            return _current(connection, conversation)

    def take(self, conversation: str, staff: str, now: datetime, told: Announcement) -> None:
        """Hold the conversation from here on; raises TakenOver where somebody else holds it."""
        with self._database.write() as connection:
            seq = advance(connection, conversation, by=1)
            held = _current(connection, conversation)
            if held is not None:
                raise TakenOver(
                    "Somebody holds this conversation already. Ask them to give it back first."
                )
            connection.execute(
                sa.insert(takeovers).values(
                    conversation=conversation, staff=staff, since=now, last_at=now
                )
            )
            _write(connection, conversation, seq, told.text, now, told.response)
        self._tell(conversation)

    def say(self, conversation: str, staff: str, text: str, now: datetime) -> int:
        """Answer the visitor; returns the message's seq. Raises TakenOver for who does not hold."""
        with self._database.write() as connection:
            seq = advance(connection, conversation, by=1)
            mine = (takeovers.c.conversation == conversation, takeovers.c.staff == staff)
            held = connection.execute(sa.update(takeovers).where(*mine).values(last_at=now))
            if not held.rowcount:
                raise TakenOver(
                    "The conversation went back to the assistant. Take it over again to answer."
                )
            _write(connection, conversation, seq, text, now, None)
        self._tell(conversation)
        return seq

    def touch(self, conversation: str, staff: str, now: datetime) -> bool:
        """Put the silence off while somebody is typing; False for who does not hold it."""
        mine = (takeovers.c.conversation == conversation, takeovers.c.staff == staff)
        with self._database.write() as connection:
            held = connection.execute(sa.update(takeovers).where(*mine).values(last_at=now))
            return bool(held.rowcount)

    def give_back(self, conversation: str, now: datetime, told: Announcement) -> bool:
        """Let the assistant answer again; False where nobody held the conversation."""
        with self._database.write() as connection:
            advance(connection, conversation, by=0)
            held = connection.execute(
                sa.delete(takeovers).where(takeovers.c.conversation == conversation)
            )
            if not held.rowcount:
                return False
            seq = advance(connection, conversation, by=1)
            _write(connection, conversation, seq, told.text, now, told.response)
        self._tell(conversation)
        return True

    def silent(self, now: datetime, silence: timedelta) -> list[str]:
        """Held conversations in which staff have not said a word for so long."""
        query = sa.select(takeovers.c.conversation).where(takeovers.c.last_at <= now - silence)
        with self._database.read() as connection:
            return list(connection.execute(query).scalars())

    def _tell(self, conversation: str) -> None:
        self._signals.publish_committed(Signal("events", conversation))


def _current(connection: Connection, conversation: str) -> Takeover | None:
    row = connection.execute(
        sa.select(takeovers).where(takeovers.c.conversation == conversation)
    ).first()
    return Takeover(**row._mapping) if row else None


def _write(
    connection: Connection,
    conversation: str,
    seq: int,
    text: str,
    now: datetime,
    response: str | None,
) -> None:
    """An announcement is the assistant's own sentence; all else is the person's."""
    connection.execute(
        sa.insert(chat_events).values(
            conversation=conversation,
            seq=seq,
            role="bot" if response else "staff",
            text=text,
            buttons=[],
            response=response,
            at=now,
        )
    )
    notify(connection, Signal("events", conversation))
