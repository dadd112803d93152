"""What visitors agreed to with a request: to be contacted about it, and to text messages."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from clinic.store.schema import consents

CONTACT, TEXTS = "contact_about_request", "text_messages"  # the purposes


def agree(connection: Connection, booking: str, given: dict[str, str], now: datetime) -> None:
    """Keep the consents that were given, by purpose with their wording."""
    connection.execute(
        sa.insert(consents),
        [
            {"booking": booking, "purpose": purpose, "wording": wording, "given_at": now}
            for purpose, wording in given.items()
        ],
    )


def has_agreed(connection: Connection, booking: str, purpose: str) -> bool:
    query = sa.select(consents.c.id).where(
        consents.c.booking == booking, consents.c.purpose == purpose
    )
    return connection.execute(query).first() is not None
