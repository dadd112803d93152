"""What the database holds of a conversation's requests."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from clinic.settings import load_settings
from clinic.store import Store
from clinic.store.bookings import Booking
from clinic.store.database import Database
from tests.live import LiveServer


@contextmanager
def opened_store(server: LiveServer) -> Iterator[Store]:
    settings = load_settings(database_url=server.environment["DATABASE_URL"], _env_file=None)
    database = Database(settings.database_url)
    try:
        yield Store(database)
    finally:
        database.dispose()


def bookings_of(server: LiveServer, conversation: str) -> list[Booking]:
    with opened_store(server) as store:
        return [each for each in store.bookings.list() if each.conversation == conversation]
