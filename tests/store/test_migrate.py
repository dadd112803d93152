"""The migrations lead to the schema that the program uses, and never back."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from clinic.errors import SchemaMismatch, SettingsError
from clinic.store import console_schema as schema
from clinic.store.database import Database
from clinic.store.migrate import migrate


def test_the_migrations_make_the_tables_of_the_schema(store):
    def ours(_object, name, *_):
        return not name.startswith("message_words")  # the database's own full-text search

    with store.database.read() as connection:
        context = MigrationContext.configure(connection, opts={"include_object": ours})
        assert compare_metadata(context, schema.metadata) == []


def test_migrating_again_changes_nothing(store):
    migrate(store.database)
    assert store.bookings.list() == []


def test_a_database_of_a_newer_version_is_refused(store):
    with store.database.write() as connection:
        connection.execute(sa.text("update alembic_version set version_num = '9999'"))
    with pytest.raises(SchemaMismatch, match="newer version"):
        migrate(store.database)


@pytest.mark.parametrize("url", ["mysql://somewhere/x", "not an address", "sqlite://"])
def test_an_address_that_cannot_work_is_refused_in_words(url):
    with pytest.raises(SettingsError, match="DATABASE_URL"):
        Database(url)


def test_sqlite_keeps_what_it_has_committed(tmp_path):
    database = Database(f"sqlite:///{tmp_path}/x.db")
    with database.read() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2  # FULL
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
    database.dispose()
