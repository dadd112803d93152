"""`python -m clinic backup` and `restore`."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer


def add_upkeep_commands(app: typer.Typer) -> None:
    for command in (backup, restore):
        app.command()(command)


def backup(
    file: Annotated[Path, typer.Argument(help="Where to write it.")],
) -> None:
    """Copy the SQLite database to a file while the server goes on."""
    from clinic.settings import load_settings
    from clinic.store import open_store
    from clinic.store.backup import back_up

    store = open_store(load_settings())
    try:
        size = back_up(store.database, file)
    finally:
        store.close()
    typer.echo(f"{file}: {size} bytes, checked.")


def restore(
    file: Annotated[Path, typer.Argument(help="What `backup` wrote.", exists=True)],
) -> None:
    """Put a backup in the database's place; who was erased since then is erased again."""
    from clinic.server.one_process import only_process
    from clinic.settings import load_settings
    from clinic.store import open_store
    from clinic.store.backup import put_back
    from clinic.store.database import Database

    settings = load_settings()
    with only_process(settings):  # a running server is told about, and left alone
        database = Database(settings.database_url)
        try:
            before = put_back(database, file, datetime.now(UTC))
        finally:
            database.dispose()
        store = open_store(settings)
        try:
            again = store.erasures.apply_again(settings.secret, settings.erasures_file)
        finally:
            store.close()
    kept = f" The database before it is {before}." if before else ""
    typer.echo(f"Restored; {again} conversations and requests were erased again.{kept}")
