"""How many statements a turn takes; each costs more in Python than in the database."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa

from clinic.errors import SettingsError
from clinic.store import Store, prepared
from clinic.store.database import Database
from clinic.store.unit_of_work import Reply
from tests.store.conftest import NOW, unit_for

ZONE = ZoneInfo("America/New_York")
LISTENS = {"event": "action", "name": "action_listen", "timestamp": 1.0}
# Locks and signals, which SQLite has in memory, and what it is told by a PRAGMA.
OF_POSTGRES = ("SELECT pg_", "SELECT 1", "SET LOCAL")


@contextmanager
def _counted(store: Store) -> Iterator[list[str]]:
    """What is run within, by SQLAlchemy and past it."""
    said: list[str] = []
    run = prepared.Made.run

    def keep(statement: str) -> None:
        if not statement.startswith(OF_POSTGRES):
            said.append(statement)

    def run_prepared(made: prepared.Made, connection, text: str, values: list):
        keep(text)
        return run(made, connection, text, values)

    def before(_connection, _cursor, statement: str, *_) -> None:
        keep(statement)

    engine = store.database._usual.engine
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(prepared.Made, "run", run_prepared)
        sa.event.listen(engine, "before_cursor_execute", before)
        try:
            yield said
        finally:
            sa.event.remove(engine, "before_cursor_execute", before)


def test_a_turn_takes_few_statements(store: Store, conversation: str) -> None:
    for turn in (1, 2):  # the first one makes rows that the second one changes
        with _counted(store) as storing:
            receipt = store.inbox.take_in(conversation, f"m{turn}", NOW, text="hello")
        with _counted(store) as claiming:
            claim = store.turns.claim(conversation, NOW)
        unit = unit_for(conversation, receipt.seq)
        unit.replies.append(Reply("Hi", buttons=[{"title": "Book", "payload": "/book"}]))
        unit.tracker_events, unit.snapshot = [LISTENS, LISTENS], {"slots": {}}
        with _counted(store) as writing:
            store.turns.commit(claim, unit)
        with _counted(store) as reading:
            store.chat_events.after(conversation, receipt.seq)
        with _counted(store) as indexing:
            store.index.refresh(conversation, ZONE)
    counts = [len(each) for each in (storing, claiming, writing, reading, indexing)]
    assert counts == [3, 1, 6, 1, 7]


def test_a_claim_says_whether_more_waits(store: Store, conversation: str) -> None:
    for number in (1, 2):
        store.inbox.take_in(conversation, f"m{number}", NOW, text="hello")
    mores = []
    for _ in range(2):
        claim = store.turns.claim(conversation, NOW)
        mores.append(claim.more)
        store.turns.commit(claim, unit_for(conversation))
        assert claim.released  # with the commit
    assert mores == [True, False]


def test_a_sqlite_without_returning_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 34, 1))
    with pytest.raises(SettingsError, match=r"3\.35"):
        Database("sqlite:///var/clinic.db")
