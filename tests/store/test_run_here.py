"""Short work on SQLite is done by the event loop itself, which yet waits for no lock."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextvars import ContextVar

import pytest
import sqlalchemy as sa

from clinic.errors import StoreUnavailable
from clinic.store import Store, database

MAIN = threading.main_thread()
ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture(autouse=True)
def any_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "SLOW_S", 60.0)


@pytest.fixture
def blocker(store: Store) -> Iterator[sqlite3.Connection]:
    """Another program's connection to the same file."""
    opened = sqlite3.connect(
        store.database.url.database, isolation_level=None, check_same_thread=False
    )
    yield opened
    opened.close()


def _touched(store: Store) -> threading.Thread:
    with store.database.write() as connection:
        connection.execute(sa.text("UPDATE conversations SET last_seq = last_seq + 1"))
    with store.database.read() as connection:
        connection.execute(sa.text("SELECT 1"))
    return threading.current_thread()


def _where(store: Store) -> threading.Thread:
    return asyncio.run(store.run_here(_touched, store))


def test_the_loop_does_it_on_sqlite_and_a_thread_on_postgresql(store: Store) -> None:
    assert (_where(store) is MAIN) == store.database.is_sqlite


def test_it_knows_nothing_of_who_asks_for_it_as_in_a_thread(store: Store) -> None:
    asking = ContextVar("asking", default="nobody")

    async def play() -> str:
        asking.set("a visitor")
        return await store.run_here(asking.get)

    assert asyncio.run(play()) == "nobody"


def test_an_error_of_the_work_itself_is_the_callers(store: Store) -> None:
    with pytest.raises(ZeroDivisionError):
        asyncio.run(store.run_here(divmod, 1, 0))


@ON_SQLITE
def test_while_another_program_writes_a_thread_waits_and_the_loop_does_not(
    store: Store, conversation: str, blocker: sqlite3.Connection
) -> None:
    async def play() -> threading.Thread:
        blocker.execute("BEGIN IMMEDIATE")
        waiting = asyncio.create_task(store.run_here(_touched, store))
        for _ in range(20):
            await asyncio.sleep(0.01)
            assert not waiting.done()
        blocker.execute("ROLLBACK")
        return await waiting

    assert asyncio.run(play()) is not MAIN
    assert store.conversations.get(conversation).last_seq == 1  # once, not twice
    assert _where(store) is MAIN


@ON_SQLITE
def test_while_a_thread_of_ours_writes_another_one_waits_for_it(store: Store) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def write_for_long() -> None:
        with store.database.write():
            begun.set()
            go_on.wait(5)

    async def play() -> threading.Thread:
        writing = asyncio.create_task(store.run(write_for_long))
        await asyncio.to_thread(begun.wait, 5)
        waiting = asyncio.create_task(store.run_here(_touched, store))
        await asyncio.sleep(0.05)
        assert not waiting.done()
        go_on.set()
        await writing
        return await waiting

    assert asyncio.run(play()) is not MAIN


@ON_SQLITE
def test_what_comes_while_a_thread_has_such_work_stays_behind_it(
    store: Store, conversation: str, blocker: sqlite3.Connection
) -> None:
    async def play() -> list[int]:
        order: list[int] = []

        async def touch(number: int) -> None:
            await store.run_here(_touched, store)
            order.append(number)

        blocker.execute("BEGIN IMMEDIATE")
        first = asyncio.create_task(touch(1))
        await asyncio.sleep(0.05)
        blocker.execute("ROLLBACK")
        await asyncio.gather(first, touch(2))
        return order

    assert asyncio.run(play()) == [1, 2]


def test_a_closed_store_does_no_work(store: Store) -> None:
    store.close()
    with pytest.raises(RuntimeError):
        asyncio.run(store.run_here(_touched, store))


@ON_SQLITE
def test_of_several_turns_none_holds_the_others_up(store: Store) -> None:
    with store.database.turn():
        assert _where(store) is MAIN
        with store.database.turn():
            assert _where(store) is not MAIN
    assert _where(store) is MAIN


@ON_SQLITE
def test_a_file_that_was_slow_is_left_to_threads_twice_as_long_each_time(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    for seconds in (1, 2, 4):
        monkeypatch.setattr(database, "SLOW_S", 0.0)
        store.database._slow_until = 0.0  # the while is over
        assert _where(store) is MAIN
        assert _where(store) is not MAIN
        left = store.database._slow_until - time.monotonic()
        assert left <= seconds * database.LEFT_ALONE_S < left + 5
    monkeypatch.setattr(database, "SLOW_S", 60.0)
    store.database._slow_until = 0.0
    assert _where(store) is MAIN
    assert _where(store) is MAIN
    assert store.database._left_alone == database.LEFT_ALONE_S  # it was quick


def test_a_database_that_stays_away_is_told_of(store: Store) -> None:
    def unavailable() -> None:
        raise StoreUnavailable("away")

    with pytest.raises(StoreUnavailable):
        asyncio.run(store.run_here(unavailable))
