"""The calendar file of a confirmed appointment (RFC 5545)."""

from __future__ import annotations

from datetime import UTC

from clinic.notify.wording import Wording
from clinic.store.bookings import Booking

SUMMARY = "utter_mail_booking_confirmed"


def appointment_file(booking: Booking, wording: Wording) -> bytes:
    """One event at the appointment's time; the clinic states no length, so it has no end.

    Its UID is the request's, so that a moved appointment replaces the one in the calendar.
    """
    from icalendar import Calendar, Event  # 5 MB, and seldom needed

    assert booking.appointment is not None, "only a confirmed request has an appointment"
    calendar = Calendar()
    calendar.add("prodid", "-//clinic assistant//booking//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    event = Event()
    event.add("uid", f"{booking.id}@clinic-assistant")
    event.add("dtstamp", booking.updated_at.astimezone(UTC))
    event.add("last-modified", booking.updated_at.astimezone(UTC))
    event.add("sequence", sequence(booking))
    event.add("dtstart", booking.appointment.astimezone(UTC))
    event.add("summary", wording.detail(SUMMARY, "event", booking.locale))
    event.add("location", _place(booking, wording))
    event.add("status", "CONFIRMED")
    calendar.add_component(event)
    return calendar.to_ical()


def sequence(booking: Booking) -> int:
    """Higher with every change of the request, so that calendars take the newer event."""
    return int(booking.updated_at.timestamp() - booking.created_at.timestamp())


def file_name(booking: Booking) -> str:
    return f"{booking.reference}.ics"


def _place(booking: Booking, wording: Wording) -> str:
    """The town, with its address where the clinic has filled it in."""
    if booking.location not in wording.profile.towns:
        return wording.profile.name
    address = wording.profile.addresses.get(booking.location, "")
    return ", ".join(filter(None, (wording.profile.name, address or booking.location)))
