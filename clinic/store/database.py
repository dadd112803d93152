"""One database: reached from threads, and on SQLite by the event loop for what is short."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, nullcontext
from contextvars import Context
from datetime import datetime
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from clinic.errors import StoreUnavailable
from clinic.store.engines import postgres_engine, read_url, sqlite_engine
from clinic.store.prepared import Prepared
from clinic.store.threads import Threads

T = TypeVar("T")

# Longer than waiting for a connection, making one and running a statement may take: who has no
# answer by then waits for a database that hangs.
ANSWERS_WITHIN_S = 7.0
# A file that took so long is left to the threads for a while, since the event loop has waited for
# it: twice as long each time that it is slow again.
SLOW_S = 0.05
LEFT_ALONE_S, LEFT_ALONE_AT_MOST_S = 5.0, 300.0
IDS_AT_ONCE = 500
WRITE = "BEGIN IMMEDIATE"
_TAKE_YOUR_TIME = Prepared(sa.text("SET LOCAL statement_timeout = 0"))
_NOT_AT_ONCE = Prepared(sa.text("SET LOCAL synchronous_commit = off"))


class Connections:
    """An engine, and what it begins a transaction with that writes."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.writers = {
            durable: engine.execution_options(begin=(f"PRAGMA synchronous={level}", WRITE))
            for durable, level in ((True, "FULL"), (False, "NORMAL"))
        }


class Database:
    """Connections, transactions and the threads that use them."""

    def __init__(self, url: str, *, pool_size: int = 8) -> None:
        self.url = read_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self.pool_size = pool_size
        made = sqlite_engine if self.is_sqlite else postgres_engine
        self._usual = Connections(made(self.url, pool_size))
        # One connection that waits for nobody, for the event loop itself.
        self._hasty = Connections(sqlite_engine(self.url, 1, 0)) if self.is_sqlite else None
        self._here = threading.local()
        self._slow_until, self._left_alone = 0.0, LEFT_ALONE_S
        self._turns = 0  # that are worked on
        self._handed_over = 0  # pieces of short work that threads have
        self._writing = threading.Lock()
        self._threads = Threads(pool_size, "store")
        # Call a function that uses the database, away from the event loop.
        self.run = self._threads.run

    @contextmanager
    def turn(self) -> Iterator[None]:
        """To be held while a turn is worked on."""
        self._turns += 1
        try:
            yield
        finally:
            self._turns -= 1

    async def run_here(self, function: Callable[..., T], *args: Any, **kwargs: Any) -> T:
        """The same for short work: on SQLite the loop does it itself, unless others wait.

        A thread costs 0.3 ms of processor time, since it mostly wakes on a core that has nothing
        of the turn at hand. The loop stays with the threads where more than one turn is worked on
        or a thread still has such work, so that all of it keeps its order. It waits for no lock:
        where the file is locked, the function is called again in a thread, so it must then have
        done nothing else. A disk that stalls does hold the loop up, once in a while: then the
        threads have the file.
        """
        is_free = self._turns <= 1 and not self._handed_over
        if self._hasty is not None and is_free and time.monotonic() >= self._slow_until:
            began, self._here.is_hasty = time.monotonic(), True
            try:
                # As in a thread: what it wakes belongs to nobody's request.
                return Context().run(function, *args, **kwargs)
            except StoreUnavailable:
                pass
            finally:
                self._here.is_hasty = False
                self._took(time.monotonic() - began)
        self._handed_over += 1
        try:
            return await self.run(function, *args, **kwargs)
        finally:
            self._handed_over -= 1

    async def run_here_in_time(self, function: Callable[..., T], *args: Any, **kwargs: Any) -> T:
        """Here, and where a thread does it as long as `run_in_time` waits."""
        return await _in_time(self.run_here(function, *args, **kwargs))

    async def run_in_time(self, function: Callable[..., T], *args: Any, **kwargs: Any) -> T:
        """The same for somebody who waits: raises StoreUnavailable where the database hangs.

        What was begun may still come to its end; what was not is never begun.
        """
        return await _in_time(self.run(function, *args, **kwargs))

    @contextmanager
    def read(self, *, in_time: bool = True) -> Iterator[Connection]:
        """For reading: one moment's view on SQLite, one for each statement on PostgreSQL.

        Without `in_time` a statement may take as long as it needs.
        """
        with translated_errors(), self._connections.engine.connect() as connection:
            if self.is_sqlite:
                yield connection
            elif in_time:
                with _autocommit(connection):
                    yield connection
            else:
                _TAKE_YOUR_TIME.run(connection, {})
                yield connection

    @contextmanager
    def write(self, *, durable: bool = True) -> Iterator[Connection]:
        """A transaction that is committed at the end, or rolled back on any error.

        One that is not durable does not wait for the disk: a power cut may undo it, but never
        without those that came after it.
        """
        # SQLite has one writer; queueing here instead of in the file keeps the order fair.
        queue = self._queue() if self.is_sqlite else nullcontext()
        with translated_errors(), queue, self._connections.writers[durable].begin() as connection:
            if not durable and not self.is_sqlite:
                _NOT_AT_ONCE.run(connection, {})
            yield connection

    @contextmanager
    def held(self) -> Iterator[Connection]:
        """A PostgreSQL connection in a transaction of its own, to hold an advisory lock on."""
        with translated_errors(), self._connections.engine.connect() as connection:
            yield connection

    def now(self) -> datetime:
        """PostgreSQL's own time, which all replicas share."""
        with self.read() as connection:
            return connection.execute(sa.select(sa.func.clock_timestamp())).scalar_one()

    def ids(self, table: sa.Table) -> Iterator[str]:
        """Every id of a table, a page at a time: new rows may come meanwhile."""
        last = ""
        while True:
            query = sa.select(table.c.id).where(table.c.id > last).order_by(table.c.id)
            with self.read() as connection:
                page = list(connection.execute(query.limit(IDS_AT_ONCE)).scalars())
            yield from page
            if len(page) < IDS_AT_ONCE:
                return
            last = page[-1]

    def raw_url(self) -> str:
        """The address with its password, for a connection outside the pool."""
        return self.url.set(drivername="postgresql").render_as_string(hide_password=False)

    def dispose(self) -> None:
        self._threads.close()
        for each in filter(None, (self._usual, self._hasty)):
            each.engine.dispose()
        self._hasty = None

    def _took(self, seconds: float) -> None:
        if seconds <= SLOW_S:
            self._left_alone = LEFT_ALONE_S
            return
        self._slow_until = time.monotonic() + self._left_alone
        self._left_alone = min(2 * self._left_alone, LEFT_ALONE_AT_MOST_S)

    @property
    def _is_hasty(self) -> bool:
        return getattr(self._here, "is_hasty", False)

    @property
    def _connections(self) -> Connections:
        return self._hasty if self._is_hasty else self._usual

    @contextmanager
    def _queue(self) -> Iterator[None]:
        if not self._writing.acquire(blocking=not self._is_hasty):
            raise StoreUnavailable("Another thread writes.")
        try:
            yield
        finally:
            self._writing.release()


async def _in_time(answer: Awaitable[T]) -> T:
    try:
        async with asyncio.timeout(ANSWERS_WITHIN_S):
            return await answer
    except TimeoutError:
        raise StoreUnavailable("The database does not answer.") from None


@contextmanager
def _autocommit(connection: Connection) -> Iterator[None]:
    """Let PostgreSQL run each statement by itself: what only reads needs no transaction.

    Past SQLAlchemy, whose way to it takes as long as the transaction does.
    """
    driver = connection.connection.dbapi_connection
    driver.autocommit = True
    try:
        yield
    finally:
        if not driver.closed:
            driver.autocommit = False


@contextmanager
def translated_errors() -> Iterator[None]:
    """Turn a database that is away, locked or full into the error that means "later"."""
    try:
        yield
    except (
        sa.exc.OperationalError,
        sa.exc.TimeoutError,
        sa.exc.InternalError,
        sqlite3.OperationalError,  # of `begin`
    ) as error:
        raise StoreUnavailable(
            "The database cannot be used right now; what was not stored will be tried again."
        ) from error
    except sa.exc.DBAPIError as error:
        if error.connection_invalidated:
            raise StoreUnavailable("The database closed the connection.") from error
        raise
