"""Nobody is held up for ever by one question: after some attempts it is left out."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.booking import towns
from actions.booking.answers import Reading
from actions.booking.draft import NOT_GIVEN
from actions.say import say

ATTEMPTS = 2  # the same question is explained so often
# What a detail is when no attempt at it could be used; staff see it by its flag.
OTHERWISE: dict[str, Any] = {
    "name": NOT_GIVEN,
    "phone": NOT_GIVEN,
    "email": NOT_GIVEN,
    "location": towns.EITHER,
    "preferred": [],
    "concern": NOT_GIVEN,
    "health_note": NOT_GIVEN,
}


def left_out(
    dispatcher: CollectingDispatcher, tracker: Tracker, requested: str, reading: Reading
) -> None:
    """Turn one more failed attempt at a detail into going on without it."""
    tries = (tracker.get_slot("refused") or 0) + 1
    if reading.problem and tries > ATTEMPTS and requested in OTHERWISE:
        reading.problem = None
        reading.found[requested] = OTHERWISE[requested]
        reading.flags.append(f"{requested}_unclear" if requested != "name" else "name_refused")
        say(dispatcher, "utter_booking_left_out")
