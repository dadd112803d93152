"""What the team should know, said before a request is begun: "I use a wheelchair".

It is kept until one is put together, and read back with it.
"""

from __future__ import annotations

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import alarm
from actions.booking import draft, reach
from actions.booking.answers import Reading
from actions.booking.asking import is_question
from actions.booking.phrases import anywhere
from actions.booking.team_note import SLOT, is_need, note_in
from actions.message import Message
from actions.say import say
from actions.settling import BOOKING, settled

BEFORE = "note_before"
_UPSET = ("complaint", "abusive")
_TO_A_PERSON = anywhere(
    r"(?:talk|speak|chat|call|contact|reach|text|e-?mail|message|ring|phone)", r"hablar", r"llam\w+"
)

Events = list[dict[str, Any]]


def told(tracker: Tracker, message: Message) -> str:
    """The words for the team in a message that no request takes, be it open or sent."""
    taken = draft.open_form(tracker) or tracker.get_slot("sent")
    if taken or message.is_button or message.safety or message.intent in _UPSET:
        return ""
    if message.intent in ("human_handoff", "booking_change") and not is_need(message.text):
        return ""  # "tell the team to call me" is done otherwise
    return note_in(message, None).said


def kept(tracker: Tracker, message: Message) -> Events:
    more = reach.added(tracker.get_slot(BEFORE), told(tracker, message))
    return [SlotSet(BEFORE, more)] if more else []


def say_kept(dispatcher: CollectingDispatcher, tracker: Tracker, message: Message) -> Events | None:
    """That it will be in the request, where nothing else is to be replied to."""
    if not (told(tracker, message) and is_need(message.text)) or alarm.stands(tracker):
        return None  # "tell the team that I loved it" is thanked for
    if is_question(message) or message.health or _TO_A_PERSON.search(message.text):
        return None
    say(dispatcher, "utter_booking_note_kept")
    return settled(dispatcher, tracker, offer=BOOKING)


def taken_up(tracker: Tracker, reading: Reading) -> Events:
    """The note in a request that begins, before what its first message says for the team."""
    before = tracker.get_slot(BEFORE)
    if not before:
        return []
    reading.found[SLOT] = reach.added(before, reading.found.get(SLOT) or "") or before
    return [SlotSet(BEFORE, None)]
