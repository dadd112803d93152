"""The form asks what is to be improved, or for a message what the team should hear."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.booking.for_team import kind_of
from actions.say import say


class ActionAskConcern(Action):
    def name(self) -> str:
        return "action_ask_booking_form_concern"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        response = "utter_message_ask" if kind_of(tracker) else "utter_ask_booking_form_concern"
        say(dispatcher, response)
        return []
