"""Copies everything from a SQLite database into an empty PostgreSQL one, or nothing at all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from clinic.errors import CopyRefused, StoreUnavailable
from clinic.store import console_schema, release_schema  # noqa: F401  (their tables are copied)
from clinic.store.database import Database
from clinic.store.migrate import MIGRATION_LOCK, migrate, revisions
from clinic.store.schema import metadata

AT_ONCE = 1000  # rows
WORDS = "message_words"  # the full-text search, which each database keeps in its own way


def copy_all(source: Database, target: Database) -> dict[str, int]:
    """Copy every table, ids and all, in one transaction; returns the number of rows of each.

    Nobody may write to the source meanwhile. Raises CopyRefused where the source is no SQLite
    database of this program's schema, or the target no empty PostgreSQL.
    """
    _check_source(source)
    _prepare_target(target)
    counts: dict[str, int] = {}
    with source.read() as old, target.write() as new:
        new.execute(sa.text("SET LOCAL statement_timeout = 0"))
        new.execute(sa.select(sa.func.pg_advisory_xact_lock(MIGRATION_LOCK)))
        for table in metadata.sorted_tables:
            if new.execute(sa.select(sa.literal(1)).select_from(table).limit(1)).first():
                raise CopyRefused(
                    f"The target is not empty: there are rows in {table.name}. Nothing was "
                    "changed. Copy into a database made for this, with `createdb`."
                )
        for table in metadata.sorted_tables:
            with _told(table.name), _without_triggers(new, table):
                counts[table.name] = _copy_table(old, new, table)
                _go_on_counting(new, table)
        with _told(WORDS):
            counts[WORDS] = _copy_words(old, new)
        _check_counts(new, counts)
    return counts


def _check_source(source: Database) -> None:
    if not source.is_sqlite:
        raise CopyRefused(
            "DATABASE_URL has to be the SQLite database that is copied. Between two PostgreSQL "
            "databases use `pg_dump` and `pg_restore`."
        )
    if not Path(str(source.url.database)).exists():
        raise CopyRefused(f"There is no database {source.url.database} to copy.")
    found, own = revisions(source)
    if found != own:
        raise CopyRefused(
            f"{source.url.database} is at revision {found}, this program at {own}. Run `python -m "
            "clinic migrate` with the program that is to go on with it, then copy."
        )


def _prepare_target(target: Database) -> None:
    """Make the tables where there is none at all."""
    if target.is_sqlite:
        raise CopyRefused("The target has to be a PostgreSQL: postgresql://user:password@host/name")
    try:
        found, own = revisions(target)
        with target.read() as connection:
            tables = sa.inspect(connection).get_table_names()
    except StoreUnavailable as error:
        cause = str(getattr(error.__cause__, "orig", None) or error.__cause__).strip()
        raise CopyRefused(f"The target cannot be reached: {cause}") from error
    if found is None and tables:
        raise CopyRefused(
            f"The target holds other tables ({', '.join(sorted(tables)[:3])}, …). Nothing was "
            "changed. Copy into a database made for this, with `createdb`."
        )
    if found not in (None, own):
        raise CopyRefused(
            f"The target is at revision {found}, this program at {own}. Nothing was changed. Copy "
            "into a database made for this, with `createdb`."
        )
    migrate(target)


def _copy_table(old: Connection, new: Connection, table: sa.Table) -> int:
    count = 0
    query = sa.select(table).order_by(*table.primary_key.columns)
    for rows in old.execute(query).partitions(AT_ONCE):
        new.execute(sa.insert(table), [dict(row._mapping) for row in rows])
        count += len(rows)
    return count


def _copy_words(old: Connection, new: Connection) -> int:
    count = 0
    statement = sa.text(
        f"INSERT INTO {WORDS} (id, words) VALUES (:id, to_tsvector('simple', :words))"
    )
    words = sa.table(WORDS, sa.column("rowid"), sa.column("words"))
    query = sa.select(words.c.rowid.label("id"), words.c.words).order_by(words.c.rowid)
    for rows in old.execute(query).partitions(AT_ONCE):
        new.execute(statement, [dict(row._mapping) for row in rows])
        count += len(rows)
    return count


def _go_on_counting(new: Connection, table: sa.Table) -> None:
    """The next number that PostgreSQL gives comes after the highest that was copied."""
    for column in table.primary_key.columns:
        name = sa.func.pg_get_serial_sequence(table.name, column.name)
        sequence = new.execute(sa.select(name)).scalar()
        highest = new.execute(sa.select(sa.func.max(column))).scalar()
        if sequence is not None and highest is not None:
            new.execute(sa.select(sa.func.setval(sequence, highest)))


def _check_counts(new: Connection, counts: dict[str, int]) -> None:
    """What the target holds is counted by itself; a difference undoes everything."""
    for name, copied in counts.items():
        there = new.execute(sa.select(sa.func.count()).select_from(sa.table(name))).scalar_one()
        if there != copied:
            raise CopyRefused(
                f"{there} of {copied} rows arrived in {name}, so nothing was kept. Is somebody "
                "else writing to the target?"
            )


@contextmanager
def _without_triggers(new: Connection, table: sa.Table) -> Iterator[None]:
    """What triggers add to other tables is copied with those."""
    new.execute(sa.text(f"ALTER TABLE {table.name} DISABLE TRIGGER USER"))
    yield
    new.execute(sa.text(f"ALTER TABLE {table.name} ENABLE TRIGGER USER"))


@contextmanager
def _told(table: str) -> Iterator[None]:
    try:
        yield
    except (sa.exc.DataError, sa.exc.IntegrityError) as error:
        reason = str(error.orig).splitlines()[0] if error.orig else type(error).__name__
        raise CopyRefused(
            f"PostgreSQL does not take a row of {table}: {reason}. Nothing was copied."
        ) from error
