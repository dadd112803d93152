"""In which words visitors called for the person that they wait for."""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from clinic.redaction import identifying, redact
from clinic.store.conversation_fold import MOST_OPENING
from clinic.store.conversation_list import ListedConversation
from clinic.store.database import Database
from clinic.store.schema import tracker_events

MOST_READ = 400  # events of one conversation: enough to know its visitor's name and numbers
ROUNDING = timedelta(milliseconds=1)  # an event's time is a float


class Calls:
    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, waiting: list[ListedConversation]) -> dict[str, str]:
        """The newest message that needed a person, covered, by conversation."""
        with self._database.read() as connection:
            found = {
                each.id: _words(connection, each.id, each.needs_person_at)
                for each in waiting
                if each.needs_person_at
            }
        return {conversation: words for conversation, words in found.items() if words}


def _words(connection: Connection, conversation: str, at: datetime) -> str:
    table = tracker_events.c
    query = (
        sa.select(table.data)
        .where(
            table.conversation == conversation,
            table.type.in_(("user", "slot")),
            table.timestamp <= (at + ROUNDING).timestamp(),
        )
        .order_by(table.id.desc())
        .limit(MOST_READ)
    )
    happened = list(connection.execute(query).scalars())
    parsed = next((each["parse_data"] for each in happened if each["event"] == "user"), {})
    words = redact(
        parsed.get("text") or "", parsed.get("entities") or (), values=identifying(happened)
    )
    return " ".join(words.split())[:MOST_OPENING]
