"""The page behind the link in a mail: one request, and what its visitor may do about it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from actions.catalogue import catalogue
from clinic.notify.wording import Wording
from clinic.store.booking_records import VISITOR
from clinic.store.booking_states import CANCELLED, CONFIRMED, RECEIVED
from clinic.store.bookings import Booking, OfferedTime

SAID_BY_STATE = {
    "received": "utter_page_received",
    "times_offered": "utter_page_times_offered",
    "confirmed": "utter_page_confirmed",
    "declined": "utter_page_declined",
    "cancelled": "utter_page_cancelled",
    "no_reply": "utter_page_no_reply",
    "done": "utter_page_done",
}
TOO_LATE, GONE = "utter_page_too_late", "utter_page_gone"
# While an appointment stands: another time is wanted, others are offered.
KEPT, BESIDE = "utter_page_kept", "utter_page_times_beside"

_pages = Environment(
    loader=PackageLoader("clinic.notify"), autoescape=True, undefined=StrictUndefined
)


def request_page(
    wording: Wording,
    booking: Booking,
    offered: list[OfferedTime],
    now: datetime,
    *,
    too_late: bool = False,
) -> str:
    locale = booking.locale
    appointment = booking.appointment
    times = [
        {"value": each.at.isoformat(), "said": wording.time(each.at, locale, now)}
        for each in offered
        if each.at > now
    ]
    said = [TOO_LATE] if too_late else []
    said.append(SAID_BY_STATE[booking.state])
    if booking.state == CONFIRMED and times:
        said.append(BESIDE)
    elif booking.wants_other_time:
        said.append(KEPT)
    time = wording.time(appointment, locale, now) if appointment else ""
    possible = booking.following(VISITOR)
    return _render(
        wording,
        locale,
        said=[wording.text(each, locale, time=time) for each in said],
        reference=booking.reference,
        times=times,
        may_ask=RECEIVED in possible,
        may_cancel=CANCELLED in possible,
        has_calendar=appointment is not None,
    )


def gone_page(wording: Wording, locale: str = "en") -> str:
    return _render(
        wording,
        locale,
        said=[wording.text(GONE, locale)],
        reference=None,
        times=[],
        may_ask=False,
        may_cancel=False,
        has_calendar=False,
    )


def _render(wording: Wording, locale: str, **values: Any) -> str:
    words = catalogue()[SAID_BY_STATE["received"]][0]["metadata"]["words"]
    language = locale if locale in words else "en"
    return _pages.get_template("request.html").render(
        words=words[language], language=language, clinic=wording.profile.name, **values
    )
