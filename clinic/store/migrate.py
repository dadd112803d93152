"""Brings a database to this program's schema; a newer one is refused."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from clinic.errors import SchemaMismatch
from clinic.store.database import Database

MIGRATIONS = Path(__file__).parent / "migrations"
MIGRATION_LOCK = 7_261_001  # any number, as long as every replica uses the same


def migrate(database: Database) -> None:
    """Run the outstanding migrations in one transaction; replicas that start together queue up."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    script = ScriptDirectory.from_config(config)
    with database.write() as connection:
        if not database.is_sqlite:
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(MIGRATION_LOCK)))
        current = MigrationContext.configure(connection).get_current_revision()
        if current == script.get_current_head():
            return
        _refuse_newer(script, current)
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def revisions(database: Database) -> tuple[str | None, str]:
    """The database's revision, None where it has no tables of ours, and this program's."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with database.read() as connection:
        current = MigrationContext.configure(connection).get_current_revision()
    return current, str(ScriptDirectory.from_config(config).get_current_head())


def _refuse_newer(script: ScriptDirectory, current: str | None) -> None:
    known = {revision.revision for revision in script.walk_revisions()}
    if current is not None and current not in known:
        raise SchemaMismatch(
            f"The database is at revision {current}, which this program does not know: a newer "
            "version wrote it. Start that version, or restore a backup made before it."
        )
