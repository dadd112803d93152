"""What the staff pages and the turns do to a conversation, done directly."""

from __future__ import annotations

from datetime import UTC, datetime

import sqlalchemy as sa

from clinic.store import schema
from clinic.store.signals import Signal
from tests.browser.chromium import Chat
from tests.chat.served import Served


def conversation_of(chat: Chat) -> str:
    """The conversation that the page is in."""
    return next(value["conversation"] for value in chat.stored().values() if "token" in value)


def say_as_staff(
    served: Served, chat: Chat, text: str, role: str = "staff", response: str | None = None
) -> None:
    """Add a message that answers none: a person's, or an announcement of the assistant's."""
    conversation = conversation_of(chat)
    table, events = schema.conversations, schema.chat_events
    store = served.chat.store
    with store.database.write() as connection:
        mine = table.c.id == conversation
        connection.execute(sa.update(table).where(mine).values(last_seq=table.c.last_seq + 1))
        seq = connection.execute(sa.select(table.c.last_seq).where(mine)).scalar_one()
        connection.execute(
            sa.insert(events).values(
                conversation=conversation,
                seq=seq,
                role=role,
                text=text,
                buttons=[],
                response=response,
                at=datetime.now(UTC),
            )
        )
    store.signals.publish(Signal("events", conversation))


def announce(served: Served, chat: Chat, response: str) -> None:
    """Tell that somebody has come, or gone."""
    say_as_staff(served, chat, f"words of {response}", "bot", response)


def signal(served: Served, chat: Chat, kind: str) -> None:
    """Tell the open streams of something that is not stored: "typing", "delayed"."""
    served.chat.store.signals.publish(Signal(kind, conversation_of(chat)))
