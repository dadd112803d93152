"""A booking request as it is kept, its history, and the times on offer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from clinic.store.booking_states import CONFIRMED, MESSAGES, following

VISITOR = "visitor"
LATE_ACCEPT, LATE_CANCEL, LATE_OTHER = "late_accept", "late_cancel", "late_other"
SENT_AGAIN = "sent_again"  # by a request that repeats it and holds nothing new
LATE = (LATE_ACCEPT, LATE_CANCEL, LATE_OTHER)


@dataclass(frozen=True)
class Booking:
    id: str
    reference: str
    form: str
    conversation: str | None
    state: str
    name: str
    phone: str | None
    email: str | None
    reach_note: str | None  # how and when to be reached, in the visitor's words
    location: str
    preferred: list[dict[str, Any]]
    concern: str | None
    health_note: str | None
    team_note: str | None  # what else the team should know, in the visitor's words
    flags: list[str]
    locale: str
    created_at: datetime
    updated_at: datetime
    appointment: datetime | None  # the confirmed time, UTC
    wish: str | None  # said when another time was asked for last; "" where nothing was said

    @property
    def is_message(self) -> bool:
        """Whether it asks for no appointment but tells the team something."""
        return bool(MESSAGES & set(self.flags))

    @property
    def wants_other_time(self) -> bool:
        """Whether an appointment is set and its visitor has asked for another one since."""
        return self.state == CONFIRMED and self.wish is not None

    def stands(self, now: datetime) -> bool:
        """Whether it has an appointment to come: no wish and no offer gives that up."""
        return self.state == CONFIRMED and self.appointment is not None and self.appointment > now

    def following(self, who: str) -> set[str]:
        """The states to which "visitor" or a staff account may bring it."""
        return following(self.state, is_message=self.is_message, by_visitor=who == VISITOR)


@dataclass(frozen=True)
class BookingEvent:
    """One step: the state that it led to, who took it ("visitor" or staff), why, and when.

    `times` are those offered, earliest first, or the one that was confirmed. A wish or an offer
    beside an appointment that stands is "received" or "times_offered" here as well. One of LATE as
    `why` is what the visitor wanted and could not have any more.
    """

    state: str
    who: str
    why: str | None
    at: datetime
    times: tuple[datetime, ...] = ()


@dataclass(frozen=True)
class OfferedTime:
    at: datetime  # UTC
    offered_at: datetime
