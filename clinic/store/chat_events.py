"""The stored event list of a conversation: what visitor, assistant and staff said, by seq."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from clinic.errors import UnknownEvent
from clinic.store import schema
from clinic.store.database import Database
from clinic.store.prepared import Prepared


@dataclass(frozen=True)
class ChatEvent:
    seq: int
    role: str  # "user", "bot" or "staff"
    text: str
    at: datetime
    buttons: list[dict[str, str]] = field(default_factory=list)  # [{"id", "title"}]
    card: dict[str, Any] | None = None
    ask: str | None = None  # which keyboard the answer wants: "phone", "email", "date", "name"
    response: str | None = None  # id of the approved response that the text is
    reply_to: str | None = None  # the client's id of the message that is answered


_TABLE = schema.chat_events
_AFTER = Prepared(
    sa.select(*(_TABLE.c[column.name] for column in fields(ChatEvent)))
    .where(_TABLE.c.conversation == sa.bindparam("mine"), _TABLE.c.seq > sa.bindparam("behind"))
    .order_by(_TABLE.c.seq)
    .limit(sa.bindparam("most"))
)


class ChatEvents:
    def __init__(self, database: Database) -> None:
        self._database = database

    def after(self, conversation: str, seq: int, limit: int = 500) -> list[ChatEvent]:
        """The events behind `seq`, in order, at most `limit` of them."""
        asked = {"mine": conversation, "behind": seq, "most": limit}
        with self._database.read() as connection:
            return [ChatEvent(*row) for row in _AFTER.all(connection, asked)]

    def rate(
        self,
        conversation: str,
        seq: int,
        helpful: bool,
        comment: str | None,
        now: datetime,
    ) -> None:
        """Keep what the visitor thinks of one reply; a second rating replaces the first."""
        events, ratings = schema.chat_events, schema.feedback
        mine = (events.c.conversation == conversation, events.c.seq == seq)
        with self._database.write() as connection:
            role = connection.execute(sa.select(events.c.role).where(*mine)).scalar()
            if role not in ("bot", "staff"):
                raise UnknownEvent("There is no reply with this number to rate.")
            connection.execute(
                sa.delete(ratings).where(
                    ratings.c.conversation == conversation, ratings.c.seq == seq
                )
            )
            connection.execute(
                sa.insert(ratings).values(
                    conversation=conversation,
                    seq=seq,
                    helpful=helpful,
                    comment=comment,
                    at=now,
                )
            )
