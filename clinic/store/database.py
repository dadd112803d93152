"""One database, SQLite or PostgreSQL, reached from threads and never from the event loop."""

from __future__ import annotations

import asyncio
import os
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.engine import URL, Connection, make_url

from clinic.errors import SettingsError, StoreUnavailable
from clinic.store.folded import IN_SQLITE, fold
from clinic.store.prepared import Prepared
from clinic.store.threads import Threads

T = TypeVar("T")

OLDEST_SQLITE = (3, 35)  # the first with RETURNING
CONNECT_TIMEOUT_S = 2
STATEMENT_TIMEOUT_MS = 2000
RESTED_S = 1.0  # a connection that has rested for so long is asked whether it is still there
# Longer than waiting for a connection, making one and running a statement may take: who has no
# answer by then waits for a database that hangs.
ANSWERS_WITHIN_S = 7.0
IDS_AT_ONCE = 500
WRITE = "BEGIN IMMEDIATE"
_TAKE_YOUR_TIME = Prepared(sa.text("SET LOCAL statement_timeout = 0"))
_NOT_AT_ONCE = Prepared(sa.text("SET LOCAL synchronous_commit = off"))
# A claim sits idle in its transaction while Rasa computes; the server cuts it well after the
# turn's own deadline, so that a hung replica does not hold a conversation for ever.
IDLE_IN_TRANSACTION_TIMEOUT_MS = 30_000


class Database:
    """Connections, transactions and the threads that use them."""

    def __init__(self, url: str, *, pool_size: int = 8) -> None:
        self.url = _parse(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self.pool_size = pool_size
        self._engine = (
            _sqlite(self.url, pool_size) if self.is_sqlite else _postgres(self.url, pool_size)
        )
        self._writers = {
            durable: self._engine.execution_options(begin=(f"PRAGMA synchronous={level}", WRITE))
            for durable, level in ((True, "FULL"), (False, "NORMAL"))
        }
        self._writing = threading.Lock()
        self._threads = Threads(pool_size, "store")
        # Call a function that uses the database, away from the event loop.
        self.run = self._threads.run

    async def run_in_time(self, function: Callable[..., T], *args: Any, **kwargs: Any) -> T:
        """The same for somebody who waits: raises StoreUnavailable where the database hangs.

        What was begun may still come to its end; what was not is never begun.
        """
        try:
            async with asyncio.timeout(ANSWERS_WITHIN_S):
                return await self.run(function, *args, **kwargs)
        except TimeoutError:
            raise StoreUnavailable("The database does not answer.") from None

    @contextmanager
    def read(self, *, in_time: bool = True) -> Iterator[Connection]:
        """For reading: one moment's view on SQLite, one for each statement on PostgreSQL.

        Without `in_time` a statement may take as long as it needs.
        """
        with translated_errors(), self._engine.connect() as connection:
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
        queue = self._writing if self.is_sqlite else nullcontext()
        with translated_errors(), queue, self._writers[durable].begin() as connection:
            if not durable and not self.is_sqlite:
                _NOT_AT_ONCE.run(connection, {})
            yield connection

    @contextmanager
    def held(self) -> Iterator[Connection]:
        """A PostgreSQL connection in a transaction of its own, to hold an advisory lock on."""
        with translated_errors(), self._engine.connect() as connection:
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
        self._engine.dispose()


def _parse(url: str) -> URL:
    try:
        parsed = make_url(url)
    except (sa.exc.ArgumentError, ValueError) as error:
        raise SettingsError(
            "DATABASE_URL cannot be read. Write sqlite:///var/clinic.db or "
            "postgresql://user:password@host/name."
        ) from error
    if parsed.get_backend_name() not in ("sqlite", "postgresql"):
        raise SettingsError(
            f"DATABASE_URL names {parsed.get_backend_name()}; only sqlite and postgresql work."
        )
    return parsed


def _sqlite(url: URL, pool_size: int) -> sa.engine.Engine:
    if not url.database or url.database == ":memory:":
        raise SettingsError("DATABASE_URL needs a file: sqlite:///var/clinic.db")
    if sqlite3.sqlite_version_info < OLDEST_SQLITE:
        raise SettingsError(
            f"This Python has SQLite {sqlite3.sqlite_version}; 3.35 or a later one is needed."
        )
    engine = sa.create_engine(
        url,
        future=True,
        poolclass=sa.pool.QueuePool,
        pool_size=pool_size,
        pool_use_lifo=True,  # the one whose cache is warm
        max_overflow=0,
        pool_timeout=CONNECT_TIMEOUT_S,
        connect_args={"check_same_thread": False, "timeout": CONNECT_TIMEOUT_S},
    )

    @sa.event.listens_for(engine, "do_connect")
    def make(*_: object) -> None:
        _make_private(Path(url.database))

    @sa.event.listens_for(engine, "connect")
    def prepare(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None  # sqlite3 must not open transactions by itself
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("PRAGMA foreign_keys=ON")
        connection.create_function(IN_SQLITE, 1, fold, deterministic=True)

    @sa.event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # Past SQLAlchemy, which takes longer for it than SQLite does.
        for statement in connection.get_execution_options().get("begin", ("BEGIN",)):
            connection.connection.dbapi_connection.execute(statement)

    return engine


def _make_private(path: Path) -> None:
    """Make the file for its owner alone before SQLite would; its WAL has the same mode then."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    except OSError:
        pass  # it is there already, or cannot be made: then the first use says why


def _postgres(url: URL, pool_size: int) -> sa.engine.Engine:
    engine = sa.create_engine(
        url.set(drivername="postgresql+psycopg2"),
        future=True,
        pool_size=pool_size,
        pool_use_lifo=True,  # the one whose cache is warm
        max_overflow=0,
        pool_timeout=CONNECT_TIMEOUT_S,
        connect_args={
            "connect_timeout": CONNECT_TIMEOUT_S,
            "tcp_user_timeout": STATEMENT_TIMEOUT_MS,
            "application_name": "clinic",
            "options": f"-c statement_timeout={STATEMENT_TIMEOUT_MS} "
            f"-c lock_timeout={STATEMENT_TIMEOUT_MS} -c timezone=UTC "
            f"-c idle_in_transaction_session_timeout={IDLE_IN_TRANSACTION_TIMEOUT_MS}",
        },
    )

    @sa.event.listens_for(engine, "checkin")
    def rest(_connection: object, record: Any) -> None:
        record.info["rests_since"] = time.monotonic()

    @sa.event.listens_for(engine, "checkout")
    def look(connection: object, record: Any, _proxy: object) -> None:
        since = record.info.get("rests_since")  # a new one has none
        if since is None or time.monotonic() - since < RESTED_S:
            return
        if not engine.dialect.do_ping(connection):
            raise sa.exc.InvalidatePoolError  # the pool makes new ones

    return engine


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
