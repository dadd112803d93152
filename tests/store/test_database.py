"""Which transactions wait for the disk, and what a connection is good for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from clinic.errors import StoreUnavailable
from clinic.settings import load_settings
from clinic.store import Store, engines, open_store

ASKED = {"sqlite": "PRAGMA synchronous", "postgresql": "SHOW synchronous_commit"}
WAITS = {"sqlite": 2, "postgresql": "on"}
DOES_NOT = {"sqlite": 1, "postgresql": "off"}


def _waits(store: Store, **how: bool) -> object:
    with store.database.write(**how) as connection:
        return connection.execute(sa.text(ASKED[connection.dialect.name])).scalar()


def test_only_what_can_be_worked_out_again_is_written_without_waiting(
    store: Store, database_url: str
) -> None:
    kind = sa.engine.make_url(database_url).get_backend_name()
    assert _waits(store) == WAITS[kind]
    assert _waits(store, durable=False) == DOES_NOT[kind]
    assert _waits(store) == WAITS[kind]  # on the same connection


def test_a_transaction_that_does_not_wait_is_undone_whole(store: Store, conversation: str) -> None:
    with pytest.raises(RuntimeError), store.database.write(durable=False) as connection:
        connection.execute(sa.text("UPDATE conversations SET last_seq = 5"))
        raise RuntimeError
    assert store.conversations.get(conversation).last_seq == 0


@pytest.fixture
def on_postgres(postgres_url: str, tmp_path: Path) -> Iterator[Store]:
    opened = open_store(load_settings(database_url=postgres_url, var_dir=tmp_path, _env_file=None))
    yield opened
    opened.close()


def _cut_connections(store: Store) -> None:
    """As a server does that is restarted: every connection of the pool is dead."""
    others = "FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    with store.database.read() as one, store.database.read() as another:
        for connection in (one, another):
            connection.execute(sa.text("SELECT 1"))
        engine = sa.create_engine(store.database.raw_url())
        with engine.connect() as killer:
            killer.execute(sa.text(f"SELECT pg_terminate_backend(pid, 5000) {others}"))
        engine.dispose()


def test_a_connection_that_rested_is_looked_at_before_it_is_used(
    on_postgres: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engines, "RESTED_S", 0.0)
    _cut_connections(on_postgres)
    assert on_postgres.turns.waiting(on_postgres.database.now()) == []


def test_one_dead_connection_tells_of_all_of_them(on_postgres: Store) -> None:
    _cut_connections(on_postgres)
    with pytest.raises(StoreUnavailable):
        on_postgres.database.now()
    for _ in range(3):
        on_postgres.database.now()


def test_only_reading_needs_no_transaction_on_postgresql(on_postgres: Store) -> None:
    def autocommits(connection: sa.engine.Connection) -> bool:
        connection.execute(sa.text("SELECT 1"))
        return connection.connection.dbapi_connection.autocommit

    with on_postgres.database.read() as connection:
        assert autocommits(connection)
    with on_postgres.database.write() as connection:  # the same one
        assert not autocommits(connection)


def test_what_may_take_long_is_not_cut_short(on_postgres: Store) -> None:
    asked, limits = sa.text("SHOW statement_timeout"), []
    for in_time in (True, False, True):
        with on_postgres.database.read(in_time=in_time) as connection:
            limits.append(connection.execute(asked).scalar())
    assert limits == ["2s", "0", "2s"]
