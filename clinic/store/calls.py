"""In which words visitors called for the person that they wait for."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from clinic.names import is_name_alone
from clinic.redaction import identifying, redact
from clinic.store.conversation_fold import GRAVITY, MOST_OPENING
from clinic.store.conversation_list import ListedConversation
from clinic.store.database import Database
from clinic.store.schema import chat_events, tracker_events

MOST_READ = 400  # events of one conversation: enough to know its visitor's name and numbers
OF_NOW = timedelta(days=1)  # a danger that is older is not what is waited with
ROUNDING = timedelta(milliseconds=1)  # an event's time is a float


class Calls:
    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, waiting: list[ListedConversation]) -> dict[str, str]:
        """The message that told of the gravest danger since staff last answered, or else the newest
        that needed a person, covered, by conversation."""
        with self._database.read() as connection:
            found = {
                each.id: _words(connection, each.id, each.needs_person_at)
                for each in waiting
                if each.needs_person_at
            }
        return {conversation: words for conversation, words in found.items() if words}


def _gravest(parsed: list[dict[str, Any]]) -> dict[str, Any]:
    """Of messages, the newest first: the first that told of the gravest danger; else the newest."""
    dangers = [each for each in parsed if each.get("safety") in GRAVITY[1:]]
    if not dangers:
        return parsed[0] if parsed else {}
    return max(reversed(dangers), key=lambda each: GRAVITY.index(each["safety"]))


def _words(connection: Connection, conversation: str, at: datetime) -> str:
    table = tracker_events.c
    query = (
        sa.select(table.data, table.timestamp)
        .where(
            table.conversation == conversation,
            table.type.in_(("user", "slot")),
            table.timestamp <= (at + ROUNDING).timestamp(),
        )
        .order_by(table.id.desc())
        .limit(MOST_READ)
    )
    rows = connection.execute(query).all()
    happened = [row.data for row in rows]
    said = chat_events.c
    answered = connection.execute(
        sa.select(sa.func.max(said.at)).where(
            said.conversation == conversation, said.role == "staff", said.at <= at
        )
    ).scalar()
    since = max(at - OF_NOW, answered or at - OF_NOW).timestamp()
    heard = [row for row in rows if row.data["event"] == "user"]
    parsed = _gravest([row.data["parse_data"] for row in heard if row.timestamp > since])
    text = parsed.get("text") or ""
    words = redact(text, parsed.get("entities") or (), values=identifying(happened))
    if is_name_alone(text):
        words = "[name]"
    return " ".join(words.split())[:MOST_OPENING]
