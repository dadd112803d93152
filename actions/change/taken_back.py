"""What was told of health and shall not be in a request that was sent, or is denied."""

from __future__ import annotations

import re
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import mentions
from actions.booking import draft
from actions.booking.asking import is_question
from actions.booking.phrases import anywhere, shortened
from actions.booking.read_back import labels_of
from actions.change.told import SLOT, told_of, waiting
from actions.health import FACTS, FLAG_NAMES
from actions.message import Entity, Message
from actions.say import language_of, say
from actions.unit import unit_of
from clinic.store.visitor_desk import FoundBooking

_TAKE_OFF = anywhere(
    r"remove", r"delete", r"undo", r"erase", r"strike", r"take (?:\w+ ){1,4}?(?:off|out|back|down)",
    r"take (?:off|out|back)", r"leave (?:\w+ ){1,4}?out", r"(?:quit|borr|elimin)(?:ar?|e|en)\w*",
)  # fmt: skip
_OF_HEALTH = anywhere(
    r"health(?: \w+)?",
    r"medical(?: \w+)?",
    r"conditions?",
    r"medicines?",
    r"medications?",
    r"salud",
)
_IT = anywhere(
    r"it", r"that", r"this", r"what i (?:said|told|added)", r"eso", r"quítalo", r"quítelo"
)

# What makes sure that something said of the request is meant, and nothing of the treatment.
_OF_REQUEST = anywhere(
    r"what i(?:'?ve| have)? (?:\w+ )?(?:said|told|wrote|written|added|mentioned)",
    r"(?:the|my|that|this) (?:\w+ ){0,3}(?:part|thing|note|bit|line|info\w*|stuff|mention)",
    r"(?:from|off|out of|in) (?:it|there|(?:my|the) (?:request|note|file|record|booking))",
    r"it'?s private", r"lo que (?:dije|puse|escrib[ií])", r"de (?:mi|la) solicitud",
)  # fmt: skip
_ABOUT = re.compile(r"\b(?:about|sobre|that i(?:'?m| am| have| take| had)?)\b", re.IGNORECASE)

Events = list[dict[str, Any]]


def takes_back(tracker: Tracker, message: Message, own: FoundBooking | None) -> bool:
    """ "actually remove the health thing please", "can you take that off again".

    "Does it remove blackheads?" is asked of the treatment.
    """
    text, told = message.text, told_of(tracker, own)
    asks = bool(set(message.topics) - {"faq/privacy"})
    if message.is_button or draft.open_form(tracker) or not _TAKE_OFF.search(text):
        return False
    if _OF_REQUEST.search(text) and (_named(message) or _ABOUT.search(text)):
        return True
    if asks:
        return False
    return bool(_OF_HEALTH.search(text) or (told.get("added") and _IT.search(text)))


def take_out(
    dispatcher: CollectingDispatcher, tracker: Tracker, message: Message, own: FoundBooking
) -> Events:
    """What is named; else what was added last, or all that the request holds of health. The review
    stays."""
    told, named = told_of(tracker, own), _named(message)
    if named or (_ABOUT.search(message.text) and not _OF_HEALTH.search(message.text)):
        return _take_out_named(dispatcher, tracker, message, own, named)
    added = told if told.get("added") else {}
    facts = [each for each in added.get("flags") or own.flags if mentions.is_health_flag(each)]
    with unit_of(tracker) as unit:
        done = unit.take_out_health(own.id, added.get("words"), facts)
    say(dispatcher, "utter_change_health_out" if done else "utter_change_too_late",
        reference=own.reference)  # fmt: skip
    return [SlotSet(SLOT, None)]


def _take_out_named(
    dispatcher: CollectingDispatcher,
    tracker: Tracker,
    message: Message,
    own: FoundBooking,
    named: list[Entity],
) -> Events:
    """Everything that is known of this, and nothing else; it is said where there is none of it."""
    values = {each.value for each in named}
    names = sorted({name for each in named for name in (each.value, each.text) if name})
    if not named:
        names = [_ABOUT.split(message.text, maxsplit=1)[1]]
    known = [each for each in mentions.mentions(tracker) if each["value"] in values]
    said = [each["said"] for each in known if each["said"]]
    flags = [f"{FLAG_NAMES[FACTS[each.entity]]}:{each.value}" for each in named]
    waits = bool(set(flags) & set(waiting(tracker, own).get("flags", [])))
    is_of_it = bool(set(flags) & set(told_of(tracker, own).get("flags", [])))
    with unit_of(tracker) as unit:
        done = unit.take_out_named(own.id, names, said, flags)
    if done is None:
        response = "utter_change_too_late"
    elif done:
        response = "utter_change_health_out"
    else:
        response = "utter_change_stopped" if waits else "utter_change_health_none"
    say(dispatcher, response, reference=own.reference)
    return [SlotSet(SLOT, None)] if is_of_it else []  # an offer of something else stays


def _named(message: Message) -> list[Entity]:
    """The facts of health that a message names, whatever it says of them."""
    return [each for each in message.entities if each.entity in FACTS]


def denied(message: Message, own: FoundBooking | None) -> list[str]:
    """The flags of a request that a message denies: "no wait, it's not eczema, just dry"."""
    if own is None or message.is_button or is_question(message):
        return []
    facts = mentions.denied_flags(message)
    return [flag for flag in own.flags if flag in facts]


def note_denial(
    dispatcher: CollectingDispatcher,
    tracker: Tracker,
    message: Message,
    own: FoundBooking,
    flags: list[str],
) -> None:
    """The flags are taken out, and the team reads beside the note what was said of it now."""
    said = shortened(" ".join(message.text.split()), mentions.LONGEST)
    with unit_of(tracker) as unit:
        done = unit.deny_health(own.id, said, flags)
    if not done:
        say(dispatcher, "utter_change_too_late")
        return
    details = f"- **{labels_of(language_of(tracker))['health_note']}:** {said}"
    say(dispatcher, "utter_change_amended", reference=own.reference, details=details)
