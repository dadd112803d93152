"""The questions for a way to be reached: a guardian's, where a minor asks for themselves."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.booking.for_team import kind_of
from actions.booking.for_whom import needs_guardian
from actions.say import say


class _AskForWay(Action, ABC):
    @property
    @abstractmethod
    def asked(self) -> tuple[str, str]:
        """The question for the visitor's own one, and for a guardian's."""

    def name(self) -> str:
        return self.asked[0].replace("utter_", "action_", 1)

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        say(dispatcher, self.asked[_awaits_guardian(tracker)])
        return []


class ActionAskPhone(_AskForWay):
    asked = ("utter_ask_booking_form_phone", "utter_ask_guardian_phone")


class ActionAskEmail(_AskForWay):
    asked = ("utter_ask_booking_form_email", "utter_ask_guardian_email")


def _awaits_guardian(tracker: Tracker) -> bool:
    return not kind_of(tracker) and needs_guardian(tracker.get_slot("booking_flags") or [])
