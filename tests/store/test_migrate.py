"""The migrations lead to the schema that the program uses, and never back."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext

from clinic.errors import SchemaMismatch, SettingsError
from clinic.store import console_schema as schema
from clinic.store.bookings import Bookings
from clinic.store.database import Database
from clinic.store.migrate import MIGRATIONS, migrate


def test_the_migrations_make_the_tables_of_the_schema(store):
    def ours(_object, name, *_):
        return not name.startswith("message_words")  # the database's own full-text search

    with store.database.read() as connection:
        context = MigrationContext.configure(connection, opts={"include_object": ours})
        assert compare_metadata(context, schema.metadata) == []


def test_migrating_again_changes_nothing(store):
    migrate(store.database)
    assert store.bookings.list() == []


def test_times_and_wishes_of_before_come_into_the_history(database_url: str):
    database = Database(database_url)
    _upgrade(database, "0006")
    first, second = (datetime(2026, 3, day, 15, tzinfo=UTC) for day in (2, 3))
    soon, later = (datetime(2026, 4, day, 15, tzinfo=UTC) for day in (6, 7))
    request = {
        "id": "b1", "reference": "K7PM-3XQH", "form": "f1", "state": "confirmed", "name": "Ana",
        "location": "Norwalk", "preferred": [], "flags": [], "locale": "en", "created_at": first,
        "updated_at": second, "appointment": later,
    }  # fmt: skip
    with database.write() as connection:
        connection.execute(sa.insert(schema.metadata.tables["bookings"]), request)
        connection.execute(
            sa.insert(_without(schema.metadata.tables["booking_events"], "times")),
            [
                {"booking": "b1", "state": state, "who": who, "why": why, "at": at}
                for state, who, why, at in (
                    ("received", "visitor", None, first),
                    ("received", "visitor", "mornings", first),
                    ("times_offered", "mia", None, first),
                    ("confirmed", "visitor", None, second),
                )
            ],
        )
        connection.execute(
            sa.insert(schema.metadata.tables["booking_times"]),
            [{"booking": "b1", "at": at, "offered_at": first} for at in (later, soon)],
        )
    _upgrade(database, "0007")
    with database.read() as connection:
        wish = connection.execute(sa.select(schema.bookings.c.wish)).scalar_one()
    assert wish == "mornings"
    migrate(database)
    bookings = Bookings(database)
    assert bookings.get("b1").wish is None  # settled by the appointment
    assert bookings.offered("b1") == []
    assert [each.times for each in bookings.history("b1")] == [(), (), (soon, later), (later,)]
    database.dispose()


def _upgrade(database: Database, revision: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with database.write() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)


def _without(table: sa.Table, column: str) -> sa.sql.TableClause:
    return sa.table(table.name, *[sa.column(c.name, c.type) for c in table.c if c.name != column])


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
