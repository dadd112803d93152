"""A visitor of the real server, and a request that was sent before."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from clinic.store.bookings import Booking
from tests.dialogues.sent import book_one
from tests.live import LiveServer
from tests.visitor import Visitor


@pytest.fixture
def booking(live_server: LiveServer) -> Booking:
    return book_one(live_server)


@pytest.fixture
def visitor(live_server: LiveServer) -> Iterator[Visitor]:
    with Visitor(live_server.url).open() as someone:
        yield someone
