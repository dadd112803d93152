"""The visitor's last message, with a name taken as one and the form's words without slips."""

from __future__ import annotations

from rasa_sdk import Tracker

from actions.booking import names, slips
from actions.health import FACTS
from actions.message import Entity, Message


def heard(tracker: Tracker) -> Message:
    """The last message; a name that was asked for tells nothing of health: "Allegra Hart"."""
    message = Message(tracker)
    requested = tracker.get_slot("requested_slot")
    if requested != "name" or message.is_button:
        return slips.understood(message, requested)
    name = names.name_as_answer(message.text) or names.names_of_several(message.text)
    if not name:
        return message
    whole = names.is_written_as_one(name)
    return message.without([each for each in facts_in(message, name) if whole or each.corrected])


def facts_in(message: Message, name: str) -> list[Entity]:
    """What in a name would be a fact about health elsewhere."""
    return [each for each in message.entities if each.entity in FACTS and each.text in name]
