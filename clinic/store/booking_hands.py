"""Who gave a request to whom, for its history."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from clinic.store.console_schema import booking_hands


@dataclass(frozen=True)
class HandedOn:
    """Accounts; `holder` or `former` is None for nobody, `who` for a command."""

    former: str | None
    holder: str | None
    who: str | None
    at: datetime


def remember_hands(
    connection: Connection,
    holders: dict[str, str | None],
    holder: str | None,
    who: str | None,
    now: datetime,
) -> None:
    """Note of requests, with whose each was so far, that they are somebody's or nobody's now."""
    changed = [
        {"booking": booking, "former": former, "holder": holder, "who": who, "at": now}
        for booking, former in holders.items()
        if former != holder
    ]
    if changed:
        connection.execute(sa.insert(booking_hands), changed)


def hands_of(connection: Connection, booking: str) -> list[HandedOn]:
    """The earliest first."""
    table = booking_hands.c
    query = (
        sa.select(table.former, table.holder, table.who, table.at)
        .where(table.booking == booking)
        .order_by(table.id)
    )
    return [HandedOn(**row._mapping) for row in connection.execute(query)]
