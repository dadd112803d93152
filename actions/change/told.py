"""What is told of health after a request was sent belongs to that request."""

from __future__ import annotations

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import mentions
from actions.booking import draft
from actions.booking.asking import statements
from actions.booking.read_back import labels_of
from actions.change.details import asks_for_new
from actions.message import Message
from actions.say import say
from actions.unit import unit_of


def note_what_is_told(dispatcher: CollectingDispatcher, tracker: Tracker, message: Message) -> None:
    """ "Also forgot to say I'm breastfeeding": noted and flagged, and the visitor is told so."""
    sent = tracker.get_slot("sent")
    found = told_of_health(message) if sent and not draft.open_form(tracker) else []
    if not found:
        return
    words = mentions.words_in(message, found)
    with unit_of(tracker) as unit:
        own = unit.find_sent(sent)
        flags = mentions.health_flags(found, details=True)
        new = unit.add_health(own.id, words, flags) if own is not None else None
    if new:
        label = labels_of(tracker.get_slot("language") or "en")["health_note"]
        details = f"- **{label}:** {words}"
        say(dispatcher, "utter_change_amended", reference=sent, details=details)


def told_of_health(message: Message) -> list[mentions.Mention]:
    """The writer's own facts that a message states, not those that it only asks about."""
    if message.is_button or message.intent == "booking_request" or asks_for_new(message.text):
        return []
    return mentions.stated(statements(message))
