"""Outside of the clinic's hours: when somebody will look at it, if the clinic has said so."""

from __future__ import annotations

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.say import language_of, profile, say
from actions.unit import current_time
from clinic.spoken_time import spoken_time


def say_when_open(dispatcher: CollectingDispatcher, tracker: Tracker) -> None:
    """Say when the clinic opens, where it is closed now and its hours are known."""
    now = current_time()
    hours = profile().business_hours
    opens = hours.next_opening(now)
    if opens is None or hours.is_open(now):
        return
    language = language_of(tracker)
    said = spoken_time(opens, profile().zone, language, now)
    say(dispatcher, "utter_after_hours", opens=said)
