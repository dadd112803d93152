"""The language that answers are given in: the one the visitor last showed."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.message import Message

# Fewer words ("ok", a name, a number) say nothing about the language somebody speaks.
WORDS_THAT_SHOW_ENGLISH = 4


class ActionExtractLanguage(Action):
    """Runs before the reply to every message, so that the reply itself is in that language."""

    def name(self) -> str:
        return "action_extract_language"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        message, known = Message(tracker), tracker.get_slot("language")
        if message.is_button or message.language == (known or "en"):
            return []
        if message.language == "en" and not _shows_english(message):
            return []
        return [SlotSet("language", message.language)]


def _shows_english(message: Message) -> bool:
    """Not a few words, nor a text that the classifier takes for another language."""
    enough = len(message.text.split()) >= WORDS_THAT_SHOW_ENGLISH
    return enough and message.intent != "other_language"
