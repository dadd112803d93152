"""A bare cry for help: it may be about the body, or about this chat."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import alarm
from actions.booking.phrases import whole
from actions.message import Message
from actions.say import say
from actions.settling import settled

HELP_NOW = "utter_help_now"
_NOW = r"(?:now|right now|please|pls|fast|quick(?:ly)?|urgently?|asap|immediately)"
_CRIES = whole(
    rf"(?:(?:please|pls|oh god|omg)[\s,.!]+)*(?:(?:i|we) (?:really )?need help[\s,.!]*{_NOW}|"
    rf"(?:somebody |someone |please )*help (?:me|us)(?:[\s,.!]+{_NOW})*|"
    rf"help[\s,.!]+{_NOW}|help(?:[\s,.!]+help)+|help(?=\s*!\s*!)|"
    rf"(?:it'?s |this is )?urgent(?:[\s,.!]+(?:help|{_NOW}))*)"
)


def cries_for_help(message: Message) -> bool:
    """ "Help me please", "I need help now"."""
    return not message.is_button and bool(_CRIES.match(message.text))


def heard(
    dispatcher: CollectingDispatcher, tracker: Tracker, message: Message
) -> tuple[list[dict[str, Any]], None] | None:
    """Where help is, should it be needed, and what can be done here; an alarm has said its own."""
    if alarm.stands(tracker) or not cries_for_help(message):
        return None
    say(dispatcher, HELP_NOW)
    return settled(dispatcher, tracker), None
