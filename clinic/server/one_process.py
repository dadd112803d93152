"""One server process works on a SQLite file: its claims and its wake-ups live in memory."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from clinic.errors import AlreadyServed
from clinic.file_lock import FileLocked, lock_file
from clinic.settings import Settings

_SQLITE = re.compile(r"sqlite(?:\+\w+)?:///(?P<path>[^?]+)")


@contextmanager
def only_process(settings: Settings) -> Iterator[None]:
    """Hold the database for this process; raises AlreadyServed where another one has it.

    The lock goes with the process, however that ends; PostgreSQL needs none.
    """
    found = _SQLITE.match(settings.database_url)
    if found is None:
        yield
        return
    path = Path(found["path"] + ".lock").resolve()
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with lock_file(path) as file:
            file.truncate(0)
            file.write(str(os.getpid()))
            file.flush()
            yield
    except FileLocked as error:
        raise AlreadyServed(_who_has_it(path, found["path"])) from error


def _who_has_it(lock: Path, database: str) -> str:
    process = lock.read_text(encoding="utf-8").strip() or "unknown"
    return (
        f"Another server (process {process}) already works on {database}. Stop it first; to run "
        "several, give them one PostgreSQL database by DATABASE_URL."
    )
