"""Outside of the clinic's hours: when somebody will look at it, if the clinic has said so."""

from __future__ import annotations

from datetime import UTC, datetime

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.say import profile, say
from clinic.spoken_time import spoken_time
from clinic.store.unit_of_work import current_unit


def say_when_open(dispatcher: CollectingDispatcher, tracker: Tracker) -> None:
    """Say when the clinic opens, where it is closed now and its hours are known."""
    unit = current_unit()
    now = unit.now if unit is not None else datetime.now(UTC)
    hours = profile().business_hours
    opens = hours.next_opening(now)
    if opens is None or hours.is_open(now):
        return
    language = tracker.get_slot("language") or "en"
    say(dispatcher, "utter_after_hours", opens=spoken_time(opens, profile().zone, language))
