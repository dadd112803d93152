"""Booking requests as the terminal shows them."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from clinic.store.bookings import Booking


def as_json_line(booking: Booking) -> str:
    """One request as JSON; times are ISO 8601."""
    return json.dumps(asdict(booking), default=_iso, ensure_ascii=False)


def print_table(bookings: list[Booking]) -> None:
    """All requests as a table; plain words when there are none."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console()
    if not bookings:
        console.print("No booking requests.")
        return
    table = Table("Reference", "State", "Received", "Name", "Contact", "Location", "Times", "About")
    for booking in bookings:
        cells = (
            booking.reference,
            booking.state,
            f"{booking.created_at:%Y-%m-%d %H:%M}",
            booking.name,
            "\n".join(filter(None, (booking.phone, booking.email))),
            booking.location,
            "\n".join(_said(time) for time in booking.preferred),
            "\n".join(filter(None, (booking.concern, booking.health_note))),
        )
        table.add_row(*map(Text, cells))  # a visitor's "[red]" is no markup
    console.print(table)


def _said(time: dict[str, Any]) -> str:
    """The visitor's words, and the day if they tell one: next Tuesday (2026-12-01)."""
    date = time.get("date")
    return f"{time['said']} ({date})" if date else str(time["said"])


def _iso(value: Any) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no JSON form")
