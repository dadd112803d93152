"""The server with echoing turns: one for a whole file, and as many others as a test wants."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.chat.served import Served
from tests.visitor import Visitor


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server that all tests of a file share, with limits that none of them reaches."""
    served = Served(tmp_path_factory.mktemp("served"))
    yield served
    served.stop()


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Callable[..., Served]]:
    """Starts servers of the test's own: `serve(messages_per_minute=3)`."""
    started: list[Served] = []

    def start(**arguments: object) -> Served:
        started.append(Served(tmp_path, **arguments))
        return started[-1]

    yield start
    for served in started:
        served.stop()


@pytest.fixture
def visitor(server: Served) -> Iterator[Visitor]:
    """Somebody with a fresh conversation on the shared server."""
    with server.visitor() as somebody:
        yield somebody
