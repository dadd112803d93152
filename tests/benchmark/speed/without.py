"""`python -m tests.benchmark.speed.without WAY`: the server without one of its short ways."""

from __future__ import annotations

import sys
from collections.abc import Callable

from clinic.cli import main
from clinic.server import process
from clinic.store.database import Database


def _small_pages() -> None:
    process.use_large_pages = lambda: 0


def _threads() -> None:
    Database.run_here = lambda self, function, *args, **kwargs: self.run(function, *args, **kwargs)


WAYS: dict[str, Callable[[], None]] = {
    "what was loaded in large pages": _small_pages,
    "the store's short work done by the event loop": _threads,
}

if __name__ == "__main__":
    WAYS[sys.argv[1]]()
    sys.argv[1:] = ["serve"]
    main()
