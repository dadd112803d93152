"""The questions for a way to be reached: a guardian's, where a minor asks for themselves."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.booking.for_team import kind_of
from actions.booking.for_whom import needs_guardian
from actions.say import say


class ActionAskPhone(Action):
    def name(self) -> str:
        return "action_ask_booking_form_phone"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        of_guardian = _awaits_guardian(tracker)
        say(
            dispatcher,
            "utter_ask_guardian_phone" if of_guardian else "utter_ask_booking_form_phone",
        )
        return []


class ActionAskEmail(Action):
    def name(self) -> str:
        return "action_ask_booking_form_email"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        of_guardian = _awaits_guardian(tracker)
        say(
            dispatcher,
            "utter_ask_guardian_email" if of_guardian else "utter_ask_booking_form_email",
        )
        return []


def _awaits_guardian(tracker: Tracker) -> bool:
    return not kind_of(tracker) and needs_guardian(tracker.get_slot("booking_flags") or [])
