"""A request that was begun and left: taken up again, or thrown away."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.booking import draft
from actions.booking.stopping import say_stopped


class ActionContinueBooking(Action):
    """Takes a draft up again; the form then asks for what is missing."""

    def name(self) -> str:
        return "action_continue_booking"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        return draft.resumed()


class ActionDiscardBooking(Action):
    """Throws a draft away."""

    def name(self) -> str:
        return "action_discard_booking"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        say_stopped(dispatcher, tracker)
        return [*draft.cleared(), SlotSet("offer", None)]
