"""How long a request has waited for staff, by the clinic's opening time, as a colour."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from clinic.business_hours import BusinessHours
from clinic.store.booking_board import WorkedBooking


@dataclass(frozen=True)
class Waiting:
    """`level` is "good", "warn" past half of the limit, "bad" past all of it."""

    open_time: timedelta
    level: str


def waiting(
    worked: WorkedBooking, now: datetime, hours: BusinessHours, limit: timedelta
) -> Waiting | None:
    """None where the request does not wait for staff."""
    booking = worked.booking
    if booking.state != "received":
        return None
    waited = hours.open_time_between(booking.updated_at, now)
    level = "good" if waited < limit / 2 else "warn" if waited < limit else "bad"
    return Waiting(waited, level)
