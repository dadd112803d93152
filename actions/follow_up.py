"""A question that leaves out what it asks: "and for acne scars?" behind "how many sessions?"."""

from __future__ import annotations

import re
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet

from actions.message import Message

ASKED = "asked"  # the slot of what the message before asked for
# What can be asked again of another concern, place or skin.
ASKED_AGAIN = {
    "faq/session_count", "faq/session_frequency", "faq/session_duration", "faq/price", "faq/pain",
    "faq/downtime", "faq/results_when", "faq/results_what", "faq/maintenance", "faq/side_effects",
}  # fmt: skip
# What the rest alone is taken for; the latter have something to say of their own.
_OF_WHAT = {"faq/concern_suitability"}
_OF_WHOM = {"faq/skin_type", "faq/men"}
_NAMED = ("concern", "body_area")
_BEGINS = re.compile(
    r"^\W*(?:ok(?:ay)?[\s,]+)?(?:and|what about|how about|y)\b(?: (?:what about|how about))?"
    r"(?! (?:how|when|where|what|who|why|is|are|do|does|can|could|will|would|should)\b)",
    re.IGNORECASE,
)
_LONGEST = 7  # words


def followed_up(tracker: Tracker, message: Message) -> list[str]:
    """The topics that are asked for; none where the message stands for itself."""
    if message.is_button or not _BEGINS.match(message.text):
        return []
    if len(message.text.split()) > _LONGEST:
        return []
    whom = [each for each in message.topics if each in _OF_WHOM]
    named = any(message.of(kind) for kind in _NAMED)
    if not (whom or named) or set(message.topics) - _OF_WHAT - _OF_WHOM:
        return []
    before: list[str] = tracker.get_slot(ASKED) or []
    return [*before, *whom] if before else []


def remembered(topics: list[str]) -> dict[str, Any]:
    """The event that remembers what was asked, where it can be asked again."""
    return SlotSet(ASKED, [each for each in topics if each in ASKED_AGAIN] or None)
