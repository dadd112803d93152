"""The filtered requests as a CSV file."""

from __future__ import annotations

import csv
import io
from datetime import datetime
from zoneinfo import ZoneInfo

from sanic.response import HTTPResponse

from clinic.console.board import filter_of, today
from clinic.console.visit import Visit
from clinic.spreadsheet import plain_cell
from clinic.store.booking_board import MOST_EXPORTED

COLUMNS = (
    "reference", "state", "received", "appointment", "name", "phone", "email", "reach_note",
    "location", "preferred", "newest_wish", "concern", "health_note", "team_note",
    "flags", "assignee",
)  # fmt: skip


async def export_bookings(visit: Visit) -> HTTPResponse:
    """UTF-8 with a byte-order mark, as spreadsheets want it; times are the clinic's."""
    board = visit.store.board
    found = await visit.run(board.listed, filter_of(visit), today(visit), limit=MOST_EXPORTED)
    names = await visit.run(visit.store.staff.names)
    zone = visit.desk.profile.zone
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(COLUMNS)
    for worked in found:
        booking = worked.booking
        cells = (
            booking.reference,
            booking.state,
            _local(booking.created_at, zone),
            _local(booking.appointment, zone) if booking.appointment else "",
            booking.name,
            booking.phone,
            booking.email,
            booking.reach_note,
            booking.location,
            "; ".join(str(each.get("said")) for each in booking.preferred),
            booking.wish,
            booking.concern,
            booking.health_note,
            booking.team_note,
            "; ".join(booking.flags),
            names.get(worked.assignee, ""),
        )
        writer.writerow([plain_cell(cell or "") for cell in cells])
    await visit.record("exported", "booking")
    day = f"{visit.now.astimezone(zone):%Y-%m-%d}"
    return visit.file("\ufeff" + file.getvalue(), f"bookings-{day}.csv", "text/csv; charset=utf-8")


def _local(moment: datetime, zone: ZoneInfo) -> str:
    return f"{moment.astimezone(zone):%Y-%m-%d %H:%M}"
