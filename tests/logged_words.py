"""The proof that logs hold nobody's words: each is searched for what was said to its server."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import sqlalchemy as sa

from clinic.store import schema
from clinic.store.database import Database

# Who visits in these tests, how they can be reached, and what is the matter with them. Said to
# nearly every server; here because erased conversations leave nothing to compare with.
PLANTED = re.compile(
    r"""
      \b(?:Ana|María|Jordan|Maya)\s+[A-Z]\w+           # names
    | Beltr[aá]n
    | 203[\s().-]{0,3}555[\s.-]?01\d\d                 # phones, however they are written
    | [\w.+-]+@(?:mail\.)?example\.(?:com|org)         # e-mail addresses
    | \b(?:eczema|rosacea|psoriasis|accutane|isotretinoin|lidocaine|pregnant|pregnancy|breastfeeding
         |diabet\w+|blood\ thinners?|suicid\w*)\b      # conditions and medicines
    | my-very-private-words
    """,
    re.IGNORECASE | re.VERBOSE,
)
SHORTEST = 10  # characters of a message that cannot stand in a log by chance


def words_in(log: str, database_url: str) -> list[str]:
    """What of that which was said to a server, or kept about somebody, stands in its log."""
    found = {match.group() for match in PLANTED.finditer(log)}
    found |= {said for said in _said(database_url) if said in log}
    return sorted(found)


def _said(database_url: str) -> Iterator[str]:
    """Messages, and what requests hold; of SQLite files only, which outlive their server."""
    path = Path(database_url.removeprefix("sqlite:///").partition("?")[0])
    if not database_url.startswith("sqlite:") or not path.exists() or not path.stat().st_size:
        return
    events, bookings = schema.chat_events, schema.bookings
    database = Database(database_url)
    try:
        with database.read() as connection:
            tables = sa.inspect(connection).get_table_names()
            if "chat_events" not in tables or "bookings" not in tables:
                return
            texts = sa.select(events.c.text).where(events.c.role == "user").distinct()
            held = (
                bookings.c.name,
                bookings.c.phone,
                bookings.c.email,
                bookings.c.health_note,
                bookings.c.reach_note,
                bookings.c.team_note,
            )
            rows = [(text,) for text in connection.execute(texts).scalars()]
            rows += connection.execute(sa.select(*held)).all()
    finally:
        database.dispose()
    for row in rows:
        yield from (value for value in row if value and len(value) >= SHORTEST)
