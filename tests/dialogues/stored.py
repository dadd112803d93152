"""What the database holds of a conversation's requests."""

from __future__ import annotations

from clinic.settings import load_settings
from clinic.store import Store
from clinic.store.bookings import Booking
from clinic.store.database import Database
from tests.live import LiveServer


def bookings_of(server: LiveServer, conversation: str) -> list[Booking]:
    settings = load_settings(database_url=server.environment["DATABASE_URL"], _env_file=None)
    database = Database(settings.database_url)
    try:
        return [
            each for each in Store(database).bookings.list() if each.conversation == conversation
        ]
    finally:
        database.dispose()
