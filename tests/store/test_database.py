"""Which transactions wait for the disk."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from clinic.store import Store

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
