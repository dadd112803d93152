""" "Hm", "um": neither a yes nor a no to what was offered, which therefore stands."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.booking.phrases import hesitates
from actions.change.told import HEALTH
from actions.message import Message
from actions.say import say
from actions.settling import BOOKING, CONTINUE, settled

Events = list[dict[str, Any]]


def stands(dispatcher: CollectingDispatcher, tracker: Tracker, message: Message) -> Events | None:
    """The reply that leaves open what was offered; None where there is no such thing."""
    offer = tracker.get_slot("offer")
    if not offer or message.is_button or not hesitates(message.text):
        return None
    if offer == BOOKING:
        say(dispatcher, "utter_affirm")
    elif offer != CONTINUE:  # which is asked again by itself
        say(dispatcher, "utter_booking_hold")
    asked_again = offer == HEALTH  # as long as it waits
    return settled(dispatcher, tracker, offer=None if asked_again else offer)
