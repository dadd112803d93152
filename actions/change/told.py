"""What is told of health after a request was sent: it is added to that request when asked for."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import mentions
from actions.booking import draft
from actions.booking.asking import is_question, statements
from actions.booking.phrases import anywhere, shortened
from actions.booking.read_back import labels_of
from actions.change.details import asks_for_new
from actions.message import Message
from actions.say import language_of, say
from actions.unit import unit_of
from clinic.redaction import BETWEEN
from clinic.store.visitor_desk import FoundBooking

HEALTH = "health"  # what is offered: to add it
SLOT = "told"  # {"words": …, "flags": [...], "added": whether it stands in the request}
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

Events = list[dict[str, Any]]


def offer_to_add(
    dispatcher: CollectingDispatcher, tracker: Tracker, message: Message, own: FoundBooking | None
) -> Events:
    """ "Shall I add …?": it may be somebody else's by now; that a clinician looks is sure."""
    found = told_of_health(message)
    flags = mentions.health_flags(found, details=True)
    if own is None or not set(flags) - set(own.flags):
        return []
    before = _told(tracker, own)
    waiting = before if before and not before["added"] else {"words": "", "flags": []}
    words = BETWEEN.join(filter(None, (waiting["words"], mentions.words_in(message, found))))
    all_flags = [*dict.fromkeys([*waiting["flags"], *flags])]
    told = _as_told(own, words, all_flags, added=False)
    with unit_of(tracker) as unit:
        unit.add_health(own.id, "", [mentions.REVIEW])
    say(dispatcher, "utter_change_add_health", reference=own.reference, said=words)
    return [SlotSet(SLOT, told), SlotSet("offer", HEALTH)]


def add_what_was_told(
    dispatcher: CollectingDispatcher, tracker: Tracker, own: FoundBooking | None
) -> Events:
    """The yes to it."""
    told = _told(tracker, own)
    if own is None or not told:
        say(dispatcher, "utter_change_too_late")
        return []
    _add(dispatcher, tracker, own, told["words"], told["flags"])
    return [SlotSet(SLOT, {**told, "added": True})]


def add_what_is_told(
    dispatcher: CollectingDispatcher, tracker: Tracker, message: Message, own: FoundBooking | None
) -> Events:
    """Health beside another wish for the request, whose owner speaks: it is added at once."""
    found = told_of_health(message)
    if own is None or not found:
        return []
    words, flags = mentions.words_in(message, found), mentions.health_flags(found, details=True)
    _add(dispatcher, tracker, own, words, flags)
    return [SlotSet(SLOT, _as_told(own, words, flags, added=True))]


def _as_told(own: FoundBooking, words: str, flags: list[str], *, added: bool) -> dict[str, Any]:
    return {"reference": own.reference, "words": words, "flags": flags, "added": added}


def _told(tracker: Tracker, own: FoundBooking | None) -> dict[str, Any]:
    """What was told of this request, and of no other."""
    told = tracker.get_slot(SLOT) or {}
    return told if own is not None and told.get("reference") == own.reference else {}


def _add(
    dispatcher: CollectingDispatcher,
    tracker: Tracker,
    own: FoundBooking,
    words: str,
    flags: list[str],
) -> None:
    with unit_of(tracker) as unit:
        new = unit.add_health(own.id, words, flags)
    if new:
        label = labels_of(language_of(tracker))["health_note"]
        details = f"- **{label}:** {words}"
        say(dispatcher, "utter_change_amended", reference=own.reference, details=details)


def takes_back(tracker: Tracker, message: Message, own: FoundBooking | None) -> bool:
    """ "actually remove the health thing please", "can you take that off again".

    "Does it remove blackheads?" is asked of the treatment.
    """
    text, told = message.text, _told(tracker, own)
    asks = bool(set(message.topics) - {"faq/privacy"})
    if message.is_button or asks or draft.open_form(tracker) or not _TAKE_OFF.search(text):
        return False
    return bool(_OF_HEALTH.search(text) or (told.get("added") and _IT.search(text)))


def take_out(dispatcher: CollectingDispatcher, tracker: Tracker, own: FoundBooking) -> Events:
    """What was added last, or all that the request holds of health; the review stays."""
    told = _told(tracker, own)
    added = told if told.get("added") else {}
    facts = [each for each in added.get("flags") or own.flags if mentions.is_health_flag(each)]
    with unit_of(tracker) as unit:
        done = unit.take_out_health(own.id, added.get("words"), facts)
    say(dispatcher, "utter_change_health_out" if done else "utter_change_too_late",
        reference=own.reference)  # fmt: skip
    return [SlotSet(SLOT, None)]


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


def told_of_health(message: Message) -> list[mentions.Mention]:
    """The writer's own facts that a message states, not those that it only asks about."""
    if message.is_button or message.intent == "booking_request" or asks_for_new(message.text):
        return []
    return mentions.stated(statements(message))
