"""The language that answers are given in: the one the visitor last showed."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.booking.names import name_as_answer
from actions.message import Message


class ActionExtractLanguage(Action):
    """Runs before the reply to every message, so that the reply itself is in that language."""

    def name(self) -> str:
        return "action_extract_language"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        message, known = Message(tracker), tracker.get_slot("language")
        if message.is_button or message.language in (None, known or "en"):
            return []
        if _is_a_name(message, tracker) or _is_foreign(message):
            return []
        return [SlotSet("language", message.language)]


def _is_a_name(message: Message, tracker: Tracker) -> bool:
    """What was asked for and holds a name: one that is a word elsewhere shows no language."""
    if message.safety or tracker.get_slot("requested_slot") != "name":
        return False
    return name_as_answer(message.text) == message.text.strip(" ,.!")


def _is_foreign(message: Message) -> bool:
    """English words in a text that the classifier takes for another language."""
    return message.language == "en" and message.intent == "other_language"
