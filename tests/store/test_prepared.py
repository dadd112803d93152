"""A prepared statement does what SQLAlchemy would do with it, on either database."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
import sqlalchemy as sa

from clinic.errors import StoreUnavailable
from clinic.settings import load_settings
from clinic.store import Store, open_store, schema
from clinic.store.prepared import Prepared
from tests.store.conftest import NOW

TABLE = schema.chat_events
COLUMNS = ("conversation", "seq", "role", "text", "buttons", "card", "at")
SAY = Prepared(sa.insert(TABLE), COLUMNS)
SAID = sa.select(TABLE).where(TABLE.c.conversation == sa.bindparam("mine")).order_by(TABLE.c.seq)
PREPARED_SAID = Prepared(SAID)


def _said(conversation: str, seq: int, **changes: object) -> dict[str, object]:
    told = {
        "conversation": conversation,
        "seq": seq,
        "role": "bot",
        "text": "100 % sí ?",
        "buttons": [{"id": "a", "title": "Sí"}],
        "card": None,
        "at": NOW,
    }
    return told | changes


def test_rows_are_written_and_read_as_sqlalchemy_does_it(store: Store, conversation: str) -> None:
    elsewhere = NOW.astimezone(timezone(timedelta(hours=-5)))
    rows = [
        _said(conversation, 1),
        _said(conversation, 2, card={"fields": [1.5, None]}, at=elsewhere),
        _said(conversation, 3, buttons=[]),
    ]
    with store.database.write() as connection:
        SAY.insert(connection, rows)
    with store.database.read() as connection:
        ours = PREPARED_SAID.all(connection, {"mine": conversation})
        theirs = connection.execute(SAID, {"mine": conversation}).all()
    assert [row._asdict() for row in ours] == [dict(row._mapping) for row in theirs]
    assert [{name: getattr(row, name) for name in COLUMNS} for row in ours] == rows


def test_values_that_stand_in_the_statement_are_kept(store: Store, conversation: str) -> None:
    with store.database.write() as connection:
        SAY.insert(connection, [_said(conversation, seq) for seq in (1, 2, 3)])
        first_two = Prepared(SAID.where(TABLE.c.role == "bot").limit(2))
        assert [row.seq for row in first_two.all(connection, {"mine": conversation})] == [1, 2]
        assert first_two.first(connection, {"mine": "nobody"}) is None
        assert Prepared(sa.select(sa.func.count())).scalar(connection, {}) == 1


def test_a_change_says_how_many_rows_it_changed(store: Store, conversation: str) -> None:
    hush = Prepared(
        sa.update(TABLE).where(TABLE.c.seq > sa.bindparam("behind")).values(text="", card={})
    )
    with store.database.write() as connection:
        SAY.insert(connection, [_said(conversation, seq) for seq in (1, 2, 3)])
        assert hush.run(connection, {"behind": 1}) == 2
        assert hush.run(connection, {"behind": 3}) == 0


def test_a_failed_statement_undoes_its_transaction(store: Store, conversation: str) -> None:
    with pytest.raises(sa.exc.IntegrityError), store.database.write() as connection:
        SAY.run(connection, _said(conversation, 1))
        SAY.run(connection, _said(conversation, 1))
    with store.database.read() as connection:
        assert PREPARED_SAID.all(connection, {"mine": conversation}) == []


def test_a_time_without_its_zone_is_refused(store: Store, conversation: str) -> None:
    with pytest.raises(ValueError, match="time zone"), store.database.write() as connection:
        SAY.run(connection, _said(conversation, 1, at=datetime(2026, 3, 2)))


def test_statements_of_one_reading_see_one_moment(store: Store, conversation: str) -> None:
    """On PostgreSQL each sees what was committed before it, as ever."""
    with store.database.read() as connection:
        assert PREPARED_SAID.all(connection, {"mine": conversation}) == []
        with store.database.write() as other:
            SAY.run(other, _said(conversation, 1))
        found = PREPARED_SAID.all(connection, {"mine": conversation})
        assert len(found) == (0 if store.database.is_sqlite else 1)


def test_a_connection_that_was_cut_is_not_used_again(postgres_url: str, tmp_path: Path) -> None:
    store = open_store(load_settings(database_url=postgres_url, var_dir=tmp_path, _env_file=None))
    with pytest.raises(StoreUnavailable), store.database.write() as connection:
        own = connection.execute(sa.text("SELECT pg_backend_pid()")).scalar()
        with store.database.write() as other:
            other.execute(sa.text("SELECT pg_terminate_backend(:pid, 5000)"), {"pid": own})
        PREPARED_SAID.all(connection, {"mine": "nobody"})
    with store.database.read() as connection:
        assert PREPARED_SAID.all(connection, {"mine": "nobody"}) == []
    store.close()
