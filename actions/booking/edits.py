"""What is pressed or said while a request is read back, and the way to the question before."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet

from actions.booking.draft import ASKED
from actions.booking.read_back import mark_of, texts_wording
from actions.message import Message

Events = list[dict[str, Any]]


def agreed(tracker: Tracker, message: Message) -> Events:
    """The read-back's own button is pressed: a yes, if this is what the visitor saw."""
    shown = [each.value for each in message.of("read_back")]
    if tracker.get_slot("requested_slot") == "confirmed" and shown == [mark_of(tracker)]:
        return [SlotSet("confirmed", True)]
    return []  # the open question is asked again


def edited(tracker: Tracker, message: Message) -> Events:
    """A tapped detail is asked for again; the one for text messages is a switch."""
    events: Events = [SlotSet("confirmed", None)]
    for slot in message.of("slot"):
        switched_on = slot.value == "sms_consent" and not tracker.get_slot("sms_consent")
        events.append(SlotSet(slot.value, texts_wording() if switched_on else None))
    return events


def reopened(tracker: Tracker, requested: str | None) -> Events:
    """The detail before the open question, asked for once more."""
    place = ASKED.index(requested) if requested in ASKED else len(ASKED)
    return [SlotSet(ASKED[max(place - 1, 0)], None)]
