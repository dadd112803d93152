"""When and where somebody wishes to come, said beside a question that is answered first.

"How much, and can I come friday at 3, stamford?": the request that begins within a while holds it.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import alarm
from actions.booking import draft, time_reading, times, towns
from actions.booking.phrases import anywhere
from actions.message import Message
from actions.say import say
from actions.unit import current_time

SAID = "utter_booking_kept"
_WITHIN = timedelta(minutes=30)  # later it may be somebody else's
_ONE = r"(?:me|us|her|him|them|my \w+)"
_WISH = anywhere(
    r"(?:can|could|may|might) (?:i|we|she|he|they|my \w+)(?: (?:just|maybe|also|please))* "
    r"(?:come|get in|stop by|pop in|book|schedule|be seen|(?:have|get|make) an? "
    r"(?:appointment|appt|slot|session|booking))",
    rf"(?:can|could|would) (?:you|u|they)(?: (?:please|just|maybe))* "
    rf"(?:put|book|fit|squeeze|get|schedule|see|take) {_ONE}",
    rf"(?:please )?(?:put|book|schedule|fit|squeeze) {_ONE} (?:down|in|for|on)",
    r"(?:want|like|love|wanna|need)(?: to)? (?:come|book|schedule|"
    r"(?:have |get |make )?an (?:appointment|appt))",
    r"(?:puedo|podemos|quiero|quisiera) (?:venir|ir|reservar|pedir|una cita)",
)
# Who has an appointment asks about that one.
_OWN = anywhere(r"my (?:\w+ )?(?:appointment|appt|session|visit)s?", r"mi (?:cita|sesi[óo]n)")
# What the question is about is no time to come: "… friday if i had botox on monday".
_REASON = re.compile(
    r"\b(?:(?:if|when|after|while|with) (?:i|my|we|she|he|you|there|it)\b|because|since|cuz\b)",
    re.IGNORECASE,
)
# What is asked only: "can I come friday if I had botox?" is a wish, "how often can I come" is none.
_HOW = re.compile(r"\b(?:how (?:often|soon|long|many)|when|why|what time)\W+$", re.IGNORECASE)


def keep(
    dispatcher: CollectingDispatcher, tracker: Tracker, message: Message
) -> list[dict[str, Any]]:
    """Keeps what is wished, and offers the request; nothing where none is."""
    if message.is_button or draft.open_form(tracker) or alarm.stands(tracker):
        return []
    wished = wished_in(message)
    if not wished or tracker.get_slot("draft") or tracker.get_slot("sent"):
        return []
    say(dispatcher, SAID)
    known = tracker.get_slot(draft.GIVEN_UP) or {}
    kept = {"wish": wished, "wish_at": current_time().isoformat()}
    return [SlotSet(draft.GIVEN_UP, known | kept)]


def wished_in(message: Message) -> dict[str, Any]:
    """The time, and with it the town, that somebody asks to come at."""
    found = _WISH.search(message.text)
    if found is None or _HOW.search(message.text[: found.start()]) or _OWN.search(message.text):
        return {}
    reason = _REASON.search(message.text, found.end())
    end = reason.start() if reason else len(message.text)
    behind = message.blanked([(0, found.start()), (end, len(message.text))])
    preferred = times.times_mentioned(
        behind.text, behind.of("date"), time_reading.other_details(behind)
    )
    if not preferred:
        return {}
    town = towns.town_in(behind) or towns.town_in(message)
    return {"preferred": preferred} | ({"location": town} if town else {})


def taken_up(tracker: Tracker) -> list[dict[str, Any]]:
    """The slots of what was kept a short while ago."""
    kept = tracker.get_slot(draft.GIVEN_UP) or {}
    if "wish" not in kept or current_time() - datetime.fromisoformat(kept["wish_at"]) > _WITHIN:
        return []
    return [SlotSet(slot, value) for slot, value in kept["wish"].items()]
