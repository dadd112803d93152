"""The states of a booking request, and which may follow which."""

from __future__ import annotations

from clinic.errors import BookingStepRefused

RECEIVED, OFFERED, CONFIRMED = "received", "times_offered", "confirmed"
DECLINED, CANCELLED, NO_REPLY = "declined", "cancelled", "no_reply"
DONE = "done"  # of a message for the team: somebody has dealt with it
STATES = (RECEIVED, OFFERED, CONFIRMED, DECLINED, CANCELLED, NO_REPLY, DONE)
# Somebody still has to do something about these.
OPEN = (RECEIVED, OFFERED)
# Visitors can do nothing about these any more.
CLOSED = (DECLINED, CANCELLED, DONE)

# What was left is no request for an appointment but a message for the team, by its flag.
COMPLAINT, CHANGE, MESSAGE = "complaint", "change", "message"
MESSAGES = frozenset({COMPLAINT, CHANGE, MESSAGE})

_OF_REQUESTS = {
    # The visitor wants another time: said again it stays received.
    RECEIVED: {RECEIVED, OFFERED, CONFIRMED, DECLINED, CANCELLED, NO_REPLY},
    OFFERED: {RECEIVED, OFFERED, CONFIRMED, DECLINED, CANCELLED, NO_REPLY},
    # Confirmed again is an appointment whose time changes or, another being wanted, stays. One that
    # is still to come stands whatever is wished or offered, see Booking.stands.
    CONFIRMED: {RECEIVED, OFFERED, CONFIRMED, CANCELLED},
    NO_REPLY: {RECEIVED, OFFERED, CONFIRMED, DECLINED, CANCELLED},
    DECLINED: set(),
    CANCELLED: set(),
    DONE: set(),
}
_OF_MESSAGES = {
    **dict.fromkeys(
        (RECEIVED, OFFERED, CONFIRMED, NO_REPLY), {RECEIVED, DONE, CANCELLED, NO_REPLY}
    ),
    DECLINED: set(),
    CANCELLED: set(),
    DONE: {RECEIVED},  # opened again
}


def following(before: str, *, is_message: bool, by_visitor: bool) -> set[str]:
    """The states that may come next."""
    after = (_OF_MESSAGES if is_message else _OF_REQUESTS)[before]
    if by_visitor:
        return set() if before in CLOSED else after
    return after if before == DONE else after - {RECEIVED}  # only visitors wish another time


def check_step(reference: str, before: str, after: str, possible: set[str]) -> None:
    """Raise BookingStepRefused where `after` is not among the possible states."""
    if after in possible:
        return
    left = ", ".join(sorted(possible))
    then = f"Possible now: {left}." if left else "It is closed."
    change = "so already" if before == after else f"so it cannot become {after}"
    said = f"Request {reference} is {before}, {change}. {then}"
    raise BookingStepRefused(said.replace("_", " "))
