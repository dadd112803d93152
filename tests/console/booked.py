"""Requests in the database, without a conversation to have."""

from __future__ import annotations

import itertools
from datetime import datetime, timedelta
from typing import Any

from clinic.store import Store
from clinic.store.bookings import Booking
from clinic.store.unit_of_work import BookingRequest, UnitOfWork
from tests.chat.served import Served

_number = itertools.count()


def asked(**changes: Any) -> BookingRequest:
    """What somebody asks for; `changes` are its details."""
    details: dict[str, Any] = {
        "form": f"form-{next(_number)}",
        "name": "Ana Beltran",
        "phone": "+12035550103",
        "email": None,
        "location": "Norwalk",
        "preferred": [{"said": "Friday morning", "date": "2026-03-06"}],
        "concern": "dull skin",
        "health_note": None,
        "flags": [],
        "consent_wording": "contact-1",
    }
    return BookingRequest(**(details | changes))


def book(store: Store, now: datetime, **changes: Any) -> Booking:
    """Open one request; `changes` are its details."""
    request = asked(**changes)
    unit = UnitOfWork("nowhere", 1, request.form, now, "s" * 40)
    reference = unit.request_booking(request)
    store.turns.commit_unclaimed(unit)
    found = store.bookings.find(reference)
    assert found is not None
    return found


def local(server: Served, **ahead: float) -> str:
    """A time still to come, as a browser sends it from a `datetime-local` field.

    Each is at a usual hour, weeks from what tests put into the database and half an hour from any
    other, so that nothing is asked about it.
    """
    moment = server.clock().astimezone(server.desk.profile.zone) + timedelta(days=60)
    moment += timedelta(**ahead)
    minutes = 8 * 60 + next(_number) % 24 * 30
    moment = moment.replace(hour=minutes // 60, minute=minutes % 60)
    return f"{moment:%Y-%m-%dT%H:%M}"
