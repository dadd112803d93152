"""The proof that visitors are told approved sentences only: every stored reply is matched."""

from __future__ import annotations

import re
from functools import lru_cache

import sqlalchemy as sa

from actions.catalogue import catalogue
from clinic.profile import load_profile
from clinic.settings import ROOT
from clinic.store import schema
from clinic.store.database import Database

# What a variable that is not the clinic's own may stand for.
VARIABLES = {
    "reference": r"[2-9A-HJ-NP-TW-Z]{4}-[2-9A-HJ-NP-TW-Z]{4}",
    "time": r"[^*\n]{8,60}",  # a moment in words
    "town": r"(?:Stamford|Norwalk)",
    "where": r"(?: (?:in|en) (?:Stamford|Norwalk))?",
    "opens": r"[^*\n]{8,60}",
    "said": r"[^\n]+",  # the visitor's own words
    "label": r"[^*\n]{3,30}",  # what a detail is called
    "labels": r"[^*\n]{3,80}",  # what several are called
    "value": r"[^\n]+",  # the visitor's own words
    "details": r"(?:- \*\*[^*\n]+:\*\* [^\n]*\n?)+",  # the visitor's own words, read back
}


def unapproved_replies(database_url: str) -> list[str]:
    """Each stored reply that is not its response, word for word, with its variables filled in."""
    database = Database(database_url)
    events = schema.chat_events
    try:
        with database.read() as connection:
            said = connection.execute(
                sa.select(events.c.response, events.c.text).where(events.c.role == "bot")
            ).all()
    finally:
        database.dispose()
    return [
        f"{response}: {text}"
        for response, text in sorted({(row.response or "", row.text) for row in said})
        if not is_response(response, text)
    ]


def is_response(response: str, text: str) -> bool:
    """Whether a text is one of a response's variations, word for word."""
    return any(pattern.fullmatch(text) for pattern in _patterns(response))


@lru_cache(maxsize=512)
def _patterns(response: str) -> list[re.Pattern[str]]:
    own = load_profile(ROOT / "clinic.yml").variables()
    patterns = []
    for variation in catalogue().get(response, []):
        pieces = re.split(r"\{(\w+)\}", variation["text"].strip())
        parts = [
            (VARIABLES.get(piece) or re.escape(own[piece])) if place % 2 else re.escape(piece)
            for place, piece in enumerate(pieces)
        ]
        patterns.append(re.compile("".join(parts), re.DOTALL))
    return patterns
