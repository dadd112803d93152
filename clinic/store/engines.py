"""How either database is connected to: what each connection is told, and how long it waits."""

from __future__ import annotations

import os
import sqlite3
import time
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import URL, Connection, make_url

from clinic.errors import SettingsError
from clinic.store.folded import IN_SQLITE, fold

OLDEST_SQLITE = (3, 35)  # the first with RETURNING
CONNECT_TIMEOUT_S = 2
STATEMENT_TIMEOUT_MS = 2000
RESTED_S = 1.0  # a connection that has rested for so long is asked whether it is still there
# A claim sits idle in its transaction while Rasa computes; the server cuts it well after the
# turn's own deadline, so that a hung replica does not hold a conversation for ever.
IDLE_IN_TRANSACTION_TIMEOUT_MS = 30_000


def read_url(url: str) -> URL:
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


def sqlite_engine(
    url: URL, pool_size: int, patience: float = CONNECT_TIMEOUT_S
) -> sa.engine.Engine:
    """`patience`: seconds to wait for a connection, and for whoever has locked the file."""
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
        pool_timeout=patience,
        connect_args={"check_same_thread": False, "timeout": patience},
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


def postgres_engine(url: URL, pool_size: int) -> sa.engine.Engine:
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
