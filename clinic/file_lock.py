"""Locks on files, which go with the process however it ends."""

from __future__ import annotations

import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

LOOK_EVERY_S = 0.1


class FileLocked(Exception):
    """Somebody else holds the lock."""


@contextmanager
def lock_file(path: Path, wait_s: float = 0) -> Iterator[TextIO]:
    """Hold the file's lock, and give out the file, open for appending.

    Raises FileLocked where somebody else still has it after `wait_s`.
    """
    with path.open("a+", encoding="utf-8") as file:
        until = time.monotonic() + wait_s
        while not _locked(file):
            if time.monotonic() >= until:
                raise FileLocked(path)
            time.sleep(LOOK_EVERY_S)
        yield file


def _locked(file: TextIO) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
