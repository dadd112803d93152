"""What is told beside a wish about a request that was sent, or for one more: both are heard."""

from __future__ import annotations

from copy import copy
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import another, injuries, passing_illness
from actions.booking import for_team
from actions.change.outcome import sent_of
from actions.change.told import add_what_is_told
from actions.heard_first import heard_first
from actions.message import Message
from actions.say import say
from clinic.store.booking_states import COMPLAINT
from clinic.store.unit_of_work import current_unit
from clinic.store.visitor_desk import FoundBooking

Events = list[dict[str, Any]]


def begun(
    dispatcher: CollectingDispatcher, tracker: Tracker, message: Message, own: FoundBooking | None
) -> Events:
    """One more request begins, behind a reply to what is told beside the wish for it.

    What is told of health before that wish is the writer's, and of their `own` request.
    """
    before, words = another.apart(tracker, message, sent_of(own))
    told = _complaint_heard(dispatcher, tracker, message)
    if told is None:
        told, _ = heard_first(dispatcher, tracker, message)
    told += add_what_is_told(dispatcher, tracker, not_replied_to(before), own)
    return [*told, *another.begun(words)]


def not_replied_to(message: Message) -> Message:
    """A message without its facts of health where these had a reply: "I have the flu, cancel"."""
    if not (passing_illness.is_ill_now(message) or injuries.tells_of_injury(message)):
        return message
    rest = copy(message.without(message.entities))
    rest.health = []
    return rest


def _complaint_heard(
    dispatcher: CollectingDispatcher, tracker: Tracker, message: Message
) -> Events | None:
    """The regret and, where somebody was hurt, the danger signs; None where nobody complains."""
    if message.intent != COMPLAINT:
        return None
    if injuries.tells_of_injury(message):
        return injuries.heard_of(dispatcher, tracker, message)
    unit = current_unit()
    if unit is not None:
        unit.need_person(COMPLAINT)
    say(dispatcher, "utter_complaint")
    return for_team.heard(tracker, for_team.COMPLAINT, message.text)
