"""A copy of a SQLite database while it is used, and back again."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

from clinic.errors import BackupFailed
from clinic.store.database import Database

PAGES_AT_ONCE = 2000  # the database goes on being written to between two pieces


def back_up(database: Database, target: Path) -> int:
    """Write a whole, checked copy of the database; returns its size in bytes.

    It holds everything committed when it ends. The target appears when it is complete, and only
    its owner may read it.
    """
    source = _file_of(database)
    draft = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        handle = os.open(draft, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
        os.close(handle)
        with closing(sqlite3.connect(source)) as live, closing(sqlite3.connect(draft)) as copy:
            live.backup(copy, pages=PAGES_AT_ONCE)
            copy.execute("PRAGMA journal_mode = DELETE")
        _check(draft)
        os.replace(draft, target)
    except (OSError, sqlite3.Error) as error:
        draft.unlink(missing_ok=True)
        raise BackupFailed(f"The backup could not be written: {error}. Nothing changed.") from error
    return target.stat().st_size


def put_back(database: Database, backup: Path, now: datetime) -> Path | None:
    """Put a backup in the database's place; returns where the database before it lies now.

    Nobody may use the database meanwhile. A backup that is cut short or no database is refused.
    """
    target = _file_of(database)
    draft = target.with_name(f".{target.name}.restored")
    try:
        _check(backup)
        with closing(sqlite3.connect(f"file:{backup}?mode=ro", uri=True)) as source:
            with closing(sqlite3.connect(draft)) as copy:
                source.backup(copy)
        os.chmod(draft, 0o600)
        before = None
        if target.exists():
            with closing(sqlite3.connect(target)) as old:
                old.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            before = target.with_name(f"{target.name}.before-{now:%Y%m%d-%H%M%S}")
            os.replace(target, before)
        for rest in ("-wal", "-shm"):
            target.with_name(target.name + rest).unlink(missing_ok=True)
        os.replace(draft, target)
    except (OSError, sqlite3.Error) as error:
        draft.unlink(missing_ok=True)
        raise BackupFailed(
            f"{backup} could not be restored: {error}. The database is as it was."
        ) from error
    return before


def _file_of(database: Database) -> Path:
    if not database.is_sqlite:
        raise BackupFailed(
            "This copies SQLite files. For PostgreSQL use its own tools: `pg_dump --format=custom` "
            "and `pg_restore --clean`, and start the server afterwards: it erases again what was "
            "erased since."
        )
    return Path(str(database.url.database))


def _check(file: Path) -> None:
    """Raise where the file is no whole database of ours."""
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as connection:
        (found,) = connection.execute("PRAGMA integrity_check").fetchone()
        if found != "ok":
            raise sqlite3.DatabaseError(f"it is damaged ({found})")
        connection.execute("SELECT version_num FROM alembic_version").fetchone()
