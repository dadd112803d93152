"""Nobody is held up for ever by one question: after some attempts it is left out."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.booking import towns
from actions.booking.answers import Reading
from actions.booking.asking import is_question
from actions.booking.draft import NOT_GIVEN
from actions.booking.read_back import labels_of
from actions.message import Message
from actions.say import language_of, say

ATTEMPTS = 2  # the same question is explained so often
STUCK = "stuck"  # the slot of the question that is open, how often it was, and for nothing
_OTHER_WAY = {"phone": "email", "email": "phone"}
_REFUSED = ("utter_booking_name_helps",)  # the answer to a refusal
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
    dispatcher: CollectingDispatcher,
    tracker: Tracker,
    message: Message,
    requested: str,
    reading: Reading,
) -> list[dict[str, Any]]:
    """Turn one more failed attempt at a detail into going on without it.

    Where the same question comes for the third time, it is said how to get on.
    """
    asked, missed = _times_asked(tracker, requested)
    missed += not any(reading.found.values())
    events = [SlotSet(STUCK, [requested, asked, missed])]
    tries = (tracker.get_slot("refused") or 0) + 1
    if reading.problem and asked > ATTEMPTS and reading.problem in _REFUSED:
        tries = max(tries, asked)
    if reading.problem and tries > ATTEMPTS and requested in OTHERWISE:
        reading.problem = None
        reading.found[requested] = OTHERWISE[requested]
        reading.flags.append(f"{requested}_unclear" if requested != "name" else "name_refused")
        say(dispatcher, "utter_booking_left_out")
    elif missed and _is_stuck(message, requested, reading) and asked % ATTEMPTS == 0:
        _say_how_to_go_on(dispatcher, tracker, requested)
    return events


def _say_how_to_go_on(dispatcher: CollectingDispatcher, tracker: Tracker, requested: str) -> None:
    """That it can be left out, unless nothing can be sent without this last way to be reached."""
    other = _OTHER_WAY.get(requested)
    if other and tracker.get_slot(other) == NOT_GIVEN:
        label = labels_of(language_of(tracker))[requested]
        say(dispatcher, "utter_booking_not_sent_before", labels=label)
        return
    say(dispatcher, "utter_booking_name_helps" if requested == "name" else "utter_booking_stuck")


def _times_asked(tracker: Tracker, requested: str) -> tuple[int, int]:
    """How often in a row this question was open when something was said, and how often before
    nothing at all was given."""
    before, times, *missed = tracker.get_slot(STUCK) or (None, 0)
    return (times + 1, sum(missed)) if before == requested else (1, 0)


def _is_stuck(message: Message, requested: str, reading: Reading) -> bool:
    """Whether the question is all that would be said again."""
    replied = is_question(message) or bool(message.topics) and reading.gives_nothing
    answered = reading.problem or requested in reading.found
    return requested in OTHERWISE and not (answered or replied)
