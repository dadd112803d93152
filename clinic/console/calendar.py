"""A confirmed appointment as a calendar file."""

from __future__ import annotations

from datetime import datetime, timedelta

from sanic.exceptions import NotFound
from sanic.response import HTTPResponse

from clinic.console.visit import Visit
from clinic.notify.calendar_file import sequence
from clinic.store.bookings import Booking

LASTS = timedelta(hours=1)


async def appointment(visit: Visit, reference: str) -> HTTPResponse:
    booking = (await visit.run(visit.store.board.get, reference)).booking
    if booking.appointment is None:
        raise NotFound("The request has no confirmed time.")
    await visit.record("exported", "booking", booking.id)
    body = as_calendar(booking, visit.desk.profile.name, visit.now)
    return visit.file(body, f"{booking.reference}.ics", "text/calendar; charset=utf-8")


def as_calendar(booking: Booking, clinic: str, now: datetime) -> bytes:
    """One event of an hour, for the staff's own calendar; its UID stays the same when it moves."""
    from icalendar import Calendar, Event  # 5 MB, and seldom needed

    event = Event()
    event.add("uid", f"{booking.id}@clinic")
    event.add("dtstamp", now)
    event.add("sequence", sequence(booking))
    event.add("dtstart", booking.appointment)
    event.add("dtend", booking.appointment + LASTS)
    event.add("summary", f"{booking.name} ({booking.reference})")
    event.add("location", booking.location)
    calendar = Calendar()
    calendar.add("prodid", f"-//{clinic}//Bookings//EN")
    calendar.add("version", "2.0")
    calendar.add_component(event)
    return calendar.to_ical()
