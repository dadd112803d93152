"""What is told beside or in place of a question, and is answered as what it is, not as a topic."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import injuries, low_spirits, passing_illness, urgent_help
from actions.message import Message

_TOLD = (
    injuries.heard,
    low_spirits.heard,
    urgent_help.heard,
    passing_illness.heard,
)  # the gravest first


def heard_first(
    dispatcher: CollectingDispatcher, tracker: Tracker, message: Message
) -> tuple[list[dict[str, Any]], Message | None]:
    """The events of what was said, and what of the message is still to be replied to."""
    said = (heard(dispatcher, tracker, message) for heard in _TOLD)
    return next((each for each in said if each is not None), ([], message))
