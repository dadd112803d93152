"""Messages that were taken in: stored before they are answered, and answered once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from clinic import faults
from clinic.errors import ConversationGone, UnknownButton
from clinic.store import schema
from clinic.store.chat_events import ChatEvent
from clinic.store.database import Database
from clinic.store.prepared import Prepared
from clinic.store.signals import Signal, Signals, notify


@dataclass(frozen=True)
class Receipt:
    """What the visitor is told once a message is stored."""

    id: str
    seq: int
    duplicate: bool


@dataclass(frozen=True)
class PendingMessage:
    """A stored message that waits for its turn."""

    id: int
    conversation: str
    client_id: str
    seq: int
    text: str
    payload: str | None  # what the pressed button stands for; None for typed text
    received_at: datetime
    attempts: int
    next_attempt_at: datetime


_KNOWN = Prepared(
    sa.select(schema.inbox.c.seq).where(
        schema.inbox.c.conversation == sa.bindparam("mine"),
        schema.inbox.c.client_id == sa.bindparam("sent"),
    )
)
_NEXT_PLACE = Prepared(
    sa.text(
        "UPDATE conversations SET last_seq = last_seq + 1, last_message_at = :at WHERE id = :mine"
        " AND NOT EXISTS (SELECT 1 FROM inbox WHERE conversation = :mine AND client_id = :sent)"
        " RETURNING last_seq"
    ).bindparams(sa.bindparam("at", type_=schema.UtcDateTime))
)
_SAY = Prepared(
    sa.insert(schema.chat_events),
    ("conversation", "seq", "role", "text", "buttons", "reply_to", "at"),
)
_TAKE_IN = Prepared(
    sa.insert(schema.inbox),
    (
        "conversation", "client_id", "seq", "text", "payload", "received_at", "state", "attempts",
        "next_attempt_at",
    ),
)  # fmt: skip


class Inbox:
    def __init__(self, database: Database, signals: Signals) -> None:
        self._database = database
        self._signals = signals

    def take_in(
        self,
        conversation: str,
        client_id: str,
        now: datetime,
        *,
        text: str | None = None,
        button: str | None = None,
    ) -> Receipt:
        """Store one message, typed or pressed, and return its place in the conversation.

        The same `client_id` again gives the first receipt, marked as a duplicate. Raises
        ConversationGone, UnknownButton (not offered in this conversation), StoreUnavailable.
        """
        try:
            receipt, said = self._store(conversation, client_id, now, text, button)
        except sa.exc.IntegrityError:
            # Two requests with one id at the same moment: the other one was first.
            receipt, said = self._store(conversation, client_id, now, text, button)
        faults.reached("inbox.stored")
        if said is not None:
            self._signals.publish_committed(Signal("inbox", conversation, said=(said,)))
        return receipt

    def _store(
        self,
        conversation: str,
        client_id: str,
        now: datetime,
        text: str | None,
        button: str | None,
    ) -> tuple[Receipt, ChatEvent | None]:
        """The receipt, and what was said unless it was known."""
        with self._database.write() as connection:
            sent = {"mine": conversation, "sent": client_id}
            seq = _NEXT_PLACE.scalar(connection, {**sent, "at": now})
            if seq is None:
                known = _KNOWN.scalar(connection, sent)
                if known is None:
                    raise ConversationGone("This conversation does not exist any more.")
                return Receipt(client_id, known, duplicate=True), None
            payload = None
            if button is not None:
                text, payload = _pressed(connection, conversation, button)
            said = ChatEvent(seq, "user", text, now, reply_to=client_id)
            _SAY.run(connection, {"conversation": conversation, **vars(said)})
            taken = {
                "conversation": conversation,
                "client_id": client_id,
                "seq": seq,
                "text": text,
                "payload": payload,
                "received_at": now,
                "state": "pending",
                "attempts": 0,
                "next_attempt_at": now,
            }
            _TAKE_IN.run(connection, taken)
            notify(connection, Signal("inbox", conversation))
        return Receipt(client_id, seq, duplicate=False), said


def _pressed(connection: sa.engine.Connection, conversation: str, button: str) -> tuple[str, str]:
    table = schema.buttons
    row = connection.execute(
        sa.select(table.c.title, table.c.payload).where(
            table.c.id == button, table.c.conversation == conversation
        )
    ).first()
    if row is None:
        raise UnknownButton("This button was not offered in this conversation.")
    return row.title, row.payload
