"""What is said where a request is given up: never that nothing was sent where one was."""

from __future__ import annotations

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.booking.for_team import kind_of
from actions.say import say
from actions.unit import unit_of
from clinic.store.booking_states import CLOSED


def say_stopped(dispatcher: CollectingDispatcher, tracker: Tracker) -> None:
    """That this was not sent, and that a request which was sent before stays."""
    if kind_of(tracker):
        say(dispatcher, "utter_message_stopped")
        return
    sent = tracker.get_slot("sent")
    stays = None
    if sent:
        with unit_of(tracker) as unit:
            stays = unit.find_sent(sent)
    if stays and stays.state not in CLOSED:
        say(dispatcher, "utter_booking_stopped_other", reference=sent)
    else:
        say(dispatcher, "utter_booking_stopped")
