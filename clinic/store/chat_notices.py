"""Messages in a chat that no visitor's message led to: staff have moved a request."""

from __future__ import annotations

from datetime import datetime

from clinic.store.conversations import advance
from clinic.store.database import Database
from clinic.store.outbox import SENT, OutboxItem, close
from clinic.store.replies import append_replies
from clinic.store.signals import Signal, Signals, notify
from clinic.store.unit_of_work import Reply


class ChatNotices:
    def __init__(self, database: Database, signals: Signals) -> None:
        self._database = database
        self._signals = signals

    def say(self, item: OutboxItem, conversation: str, reply: Reply, now: datetime) -> None:
        """Say it and close its item in one transaction, so that it is said exactly once.

        Raises ConversationGone where the visitor has erased the conversation.
        """
        signal = Signal("events", conversation)
        with self._database.write() as connection:
            first = advance(connection, conversation, by=1)
            if not close(connection, item, now, SENT):
                connection.rollback()
                return
            append_replies(connection, conversation, first, None, [reply], now)
            notify(connection, signal)
        self._signals.publish_committed(signal)
