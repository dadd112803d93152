"""`python -m clinic backup`, `restore` and `copy-to`."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer


def add_upkeep_commands(app: typer.Typer) -> None:
    for command in (backup, restore, copy_to):
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


def copy_to(
    url: Annotated[
        str, typer.Argument(help="An empty PostgreSQL: postgresql://user:password@host/name.")
    ],
) -> None:
    """Copy the SQLite database into an empty PostgreSQL, to go on there; the server is stopped."""
    from clinic.server.one_process import only_process
    from clinic.settings import load_settings
    from clinic.store.copy import copy_all
    from clinic.store.database import Database

    settings = load_settings()
    with only_process(settings):
        source = Database(settings.database_url)
        try:
            target = Database(url)
            try:
                counts = copy_all(source, target)
            finally:
                target.dispose()
        finally:
            source.dispose()
    for table, count in counts.items():
        if count:
            typer.echo(f"{count:>9}  {table}")
    typer.echo(
        f"Copied and counted: {sum(counts.values())} rows. Now set DATABASE_URL to that address, "
        "leave SECRET_KEY and VAR_DIR as they are, and start the server. The SQLite file is "
        "unchanged; keep it until you are content."
    )
