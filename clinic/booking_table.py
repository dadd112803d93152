"""Booking requests as the terminal shows them."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from clinic.spreadsheet import plain_cell

if TYPE_CHECKING:
    from clinic.store.bookings import Booking


SHOWN = (
    "reference", "state", "name", "phone", "email", "reach_note", "location", "preferred",
    "concern", "health_note", "team_note", "flags", "conversation",
)  # fmt: skip


def as_json(bookings: list[Booking]) -> str:
    """All requests as one JSON list; times are ISO 8601 in UTC."""
    return json.dumps([_shown(booking) for booking in bookings], ensure_ascii=False, indent=1)


def _shown(booking: Booking) -> dict[str, Any]:
    times = {
        "received": booking.created_at,
        "updated": booking.updated_at,
        "appointment": booking.appointment,
    }
    return {name: getattr(booking, name) for name in SHOWN} | {
        "times": {name: time.isoformat() for name, time in times.items() if time}
    }


def as_csv(bookings: list[Booking]) -> str:
    """One line for each request. A cell that a spreadsheet would run as a formula is quoted."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow([*SHOWN, "received", "updated", "appointment"])
    for booking in bookings:
        shown = _shown(booking)
        times = [shown["times"].get(name, "") for name in ("received", "updated", "appointment")]
        cells = [_cell(shown[name]) for name in SHOWN]
        writer.writerow([*map(_harmless, cells), *times])
    return file.getvalue()


def _cell(value: Any) -> str:
    if isinstance(value, list):
        return "; ".join(_said(each) if isinstance(each, dict) else str(each) for each in value)
    return "" if value is None else str(value)


def _harmless(cell: str) -> str:
    """A plain cell; a phone number keeps its plus, which begins a number and no formula."""
    is_number = cell.startswith("+") and cell[1:].isdigit()
    return cell if is_number else plain_cell(cell)


def print_table(bookings: list[Booking], zone: ZoneInfo) -> None:
    """All requests as a table, times in the clinic's zone; plain words when there are none."""
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
            f"{booking.created_at.astimezone(zone):%Y-%m-%d %H:%M}",
            booking.name,
            "\n".join(filter(None, (booking.phone, booking.email, booking.reach_note))),
            booking.location,
            "\n".join(_said(time) for time in booking.preferred),
            "\n".join(filter(None, (booking.concern, booking.health_note, booking.team_note))),
        )
        table.add_row(*map(Text, cells))  # a visitor's "[red]" is no markup
    console.print(table)


def _said(time: dict[str, Any]) -> str:
    """The visitor's words, and the day if they tell one: next Tuesday (2026-12-01)."""
    date = time.get("date")
    return f"{time['said']} ({date})" if date else str(time["said"])
