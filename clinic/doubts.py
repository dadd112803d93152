"""What may be a slip in a time that staff give: asked about before anything is done."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from clinic.business_hours import BusinessHours
from clinic.store.bookings import Booking, Taken

# Appointments that begin closer together than this may be for the same chair.
BESIDE = timedelta(minutes=30)
SOON_ENOUGH = timedelta(days=183)
# What counts as a usual hour while the clinic has not filled in its opening hours.
USUAL = (time(7), time(21))


def doubts(
    moment: datetime,
    booking: Booking,
    town: str,
    taken: list[Taken],
    hours: BusinessHours,
    now: datetime,
) -> list[str]:
    """What speaks against this time for a request, each to be read behind the time.

    `taken` are the appointments and offers of other requests within BESIDE of it.
    """
    found = [
        _of_the_clock(moment, hours, now),
        *(_of_others(each, booking, town) for each in taken),
    ]
    return [each for each in found if each]


def _of_the_clock(moment: datetime, hours: BusinessHours, now: datetime) -> str | None:
    if moment <= now:
        return "is in the past"
    if hours.is_closed_day(moment):
        return "is on a day on which the clinic is closed"
    if hours.known and not hours.is_open(moment):
        return "is outside of the opening hours"
    local = moment.astimezone(hours.zone).time()
    if not hours.known and not USUAL[0] <= local < USUAL[1]:
        return "is at an unusual hour"
    if moment > now + SOON_ENOUGH:
        return "is more than six months away"
    return None


def _of_others(taken: Taken, booking: Booking, town: str) -> str | None:
    other = taken.booking
    whose = f"{other.name} ({other.reference}, {other.location})"
    same_person = {booking.phone, booking.email} & ({other.phone, other.email} - {None})
    if same_person:
        had = "have an appointment" if taken.confirmed else "be offered a time"
        return f"is when the same person seems to {had} already: {whose}"
    if town != other.location and "either" not in (town, other.location):
        return None
    return f"is taken by {whose}" if taken.confirmed else f"is offered to {whose} as well"
