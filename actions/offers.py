"""What the assistant offers at the end of a reply, and what a plain yes or no does with it."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.booking import draft
from actions.say import say

BOOKING = "booking"
CONTINUE = "continue"


def settled(
    dispatcher: CollectingDispatcher,
    tracker: Tracker,
    *,
    offer: str | None = None,
    misses: int | None = None,
) -> list[dict[str, Any]]:
    """The slots to set after any reply; offers to go on with a draft where one waits."""
    if tracker.get_slot("draft") and not draft.is_open(tracker):
        say(dispatcher, "utter_offer_continue")
        offer = CONTINUE
    return [SlotSet("misses", misses), SlotSet("offer", offer)]


class ActionAffirm(Action):
    """A yes: to what was offered last, or to nothing in particular."""

    def name(self) -> str:
        return "action_affirm"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        offer = tracker.get_slot("offer")
        if offer == CONTINUE:
            return [*resumed(), FollowupAction("booking_form")]
        if offer == BOOKING:
            return [SlotSet("offer", None), FollowupAction("booking_form")]
        say(dispatcher, "utter_affirm")
        return settled(dispatcher, tracker)


class ActionDeny(Action):
    """A no: to what was offered last, or to nothing in particular."""

    def name(self) -> str:
        return "action_deny"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        if tracker.get_slot("offer") == CONTINUE:
            say(dispatcher, "utter_booking_stopped")
            return [*draft.cleared(), SlotSet("offer", None)]
        say(dispatcher, "utter_deny")
        return settled(dispatcher, tracker)


class ActionContinueBooking(Action):
    """Takes a draft up again; the form then asks for what is missing."""

    def name(self) -> str:
        return "action_continue_booking"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        return resumed()


class ActionDiscardBooking(Action):
    """Throws a draft away."""

    def name(self) -> str:
        return "action_discard_booking"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        say(dispatcher, "utter_booking_stopped")
        return [*draft.cleared(), SlotSet("offer", None)]


def resumed() -> list[dict[str, Any]]:
    """A draft that goes on: its end is forgotten, and a yes given before is asked for again."""
    slots = ("draft", "offer", "form_end", "confirmed", "refused")
    return [SlotSet(slot, None) for slot in slots]
