"""How a reply ends: what is forgotten with its turn, and what is offered."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import ActiveLoop, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import alarm
from actions.booking import draft
from actions.say import say

BOOKING = "booking"
MESSAGE = "message"
CONTINUE = "continue"
OF_ONE_TURN = ("worry", "asked")  # slots that the next message alone looks at


def settled(
    dispatcher: CollectingDispatcher,
    tracker: Tracker,
    *,
    offer: str | None = None,
    misses: int | None = None,
) -> list[dict[str, Any]]:
    """The slots to set after any reply; offers to go on with a draft where one waits.

    A form that is open while its draft waits was left for long: it ends until it is taken up.
    """
    events = [SlotSet("misses", misses), *forgotten(tracker)]
    if offer == BOOKING and alarm.stands(tracker):
        offer = MESSAGE  # a yes then is for the team
    if tracker.get_slot("draft") and draft.open_form(tracker) in (None, draft.FORM):
        say(dispatcher, "utter_offer_continue")
        offer = CONTINUE
        if draft.is_open(tracker):
            events += [ActiveLoop(None), SlotSet("requested_slot", None)]
    return [*events, SlotSet("offer", offer)]


def forgotten(tracker: Tracker) -> list[dict[str, Any]]:
    """The slots that are over with this turn, empty."""
    return [SlotSet(each, None) for each in OF_ONE_TURN if tracker.get_slot(each)]
