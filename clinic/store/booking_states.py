"""The states of a booking request, and which may follow which."""

from __future__ import annotations

from clinic.errors import BookingStepRefused

RECEIVED, OFFERED, CONFIRMED = "received", "times_offered", "confirmed"
DECLINED, CANCELLED, NO_REPLY = "declined", "cancelled", "no_reply"
STATES = (RECEIVED, OFFERED, CONFIRMED, DECLINED, CANCELLED, NO_REPLY)
# Somebody still has to do something about these.
OPEN = (RECEIVED, OFFERED)
# Nothing can be done about these any more.
CLOSED = (DECLINED, CANCELLED)

# What was left is no request for an appointment but a message for the team, by its flag.
COMPLAINT, CHANGE, MESSAGE = "complaint", "change", "message"
MESSAGES = frozenset({COMPLAINT, CHANGE, MESSAGE})

_FOLLOWING = {
    # The visitor wants another time: said again it stays received.
    RECEIVED: {RECEIVED, OFFERED, CONFIRMED, DECLINED, CANCELLED, NO_REPLY},
    OFFERED: {RECEIVED, OFFERED, CONFIRMED, DECLINED, CANCELLED, NO_REPLY},
    # Confirmed again is an appointment whose time changes.
    CONFIRMED: {RECEIVED, OFFERED, CONFIRMED, CANCELLED},
    NO_REPLY: {RECEIVED, OFFERED, CONFIRMED, DECLINED, CANCELLED},
    DECLINED: set(),
    CANCELLED: set(),
}


def may_follow(before: str, after: str) -> bool:
    return after in _FOLLOWING[before]


def check_step(reference: str, before: str, after: str) -> None:
    """Raise BookingStepRefused where `after` may not follow `before`."""
    if may_follow(before, after):
        return
    possible = ", ".join(sorted(_FOLLOWING[before]))
    then = f"Possible now: {possible}." if possible else "It is closed."
    change = "so already" if before == after else f"so it cannot become {after}"
    said = f"Request {reference} is {before}, {change}. {then}"
    raise BookingStepRefused(said.replace("_", " "))
