"""Full-text search in people's messages: FTS5 on SQLite, tsvector on PostgreSQL."""

from __future__ import annotations

import re

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlalchemy.sql import Select

from clinic.store.console_schema import message_index
from clinic.store.prepared import Prepared

# A search looks through the newest messages that fit it; older ones need a narrower search.
MOST_HITS = 2000
MOST_WORDS = 8


_KEEP = {
    "postgresql": Prepared(
        sa.text("INSERT INTO message_words (id, words) VALUES (:id, to_tsvector('simple', :words))")
    ),
    "sqlite": Prepared(sa.text("INSERT INTO message_words (rowid, words) VALUES (:id, :words)")),
}


def keep(connection: Connection, message: int, text: str) -> None:
    """Make one message findable under its id in the message index."""
    _KEEP[connection.dialect.name].run(connection, {"id": message, "words": text})


def hits(words: str, dialect: str) -> Select | None:
    """A query for the conversations of the newest messages with all these words, or their starts.

    None where there is no word to look for.
    """
    terms = [term for term in re.findall(r"\w+", words.lower())[:MOST_WORDS] if term]
    if not terms:
        return None
    if dialect == "postgresql":
        table = sa.table("message_words", sa.column("id"), sa.column("words"))
        asked = " & ".join(f"{term}:*" for term in terms)
        condition = table.c.words.op("@@")(sa.func.to_tsquery("simple", asked))
        found = sa.select(table.c.id).where(condition).order_by(table.c.id.desc())
    else:
        table = sa.table("message_words", sa.column("rowid"))
        asked = " ".join(f'"{term}"*' for term in terms)
        found = (
            sa.select(table.c.rowid.label("id"))
            .where(sa.text("message_words MATCH :asked").bindparams(asked=asked))
            .order_by(table.c.rowid.desc())
        )
    newest = found.limit(MOST_HITS).subquery()
    return sa.select(message_index.c.conversation).join(newest, newest.c.id == message_index.c.id)
