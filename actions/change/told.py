"""What is told of health after a request was sent: it is added to that request when asked for."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import alarm, mentions
from actions.booking.asking import statements
from actions.booking.phrases import anywhere
from actions.booking.read_back import labels_of
from actions.message import Message
from actions.say import language_of, say
from actions.settling import BOOKING
from actions.unit import unit_of
from clinic.redaction import BETWEEN
from clinic.store.booking_states import CLOSED
from clinic.store.visitor_desk import FoundBooking

HEALTH = "health"  # what is offered: to add it
SLOT = "told"  # {"words": …, "flags": [...], "added": whether it stands in the request}
_TEAM = r"(?:the |your )?(?:them|team|staff|clinic|nurse|doctor|aesthetician)"
_TO_ADD = anywhere(
    rf"(?:tell|inform|warn) {_TEAM}", rf"let {_TEAM} know",
    r"add (?:it|this|that|(?:(?:it|this|that) )?to (?:it|that|(?:my|the) \w+))",
    r"(?:please|pls|plz) (?:\w+ )?(?:note|add|write|put)",
    r"(?:note|write|put) (?:(?:it|that|this) )?down", r"note that",
    r"(?:d[ií]ga|avise)(?:n)?(?:les|le|selo)?(?: al equipo)?", r"d[ií]les?",
    r"a[ñn]ad[ae](?:n|lo)?", r"anot[ae](?:n|lo)?",
)  # fmt: skip
# Asked whether to, told of oneself, or the contrary.
_WHETHER = anywhere(
    r"(?:should|shall|do|must|would|did|can|could|may|will) i\b[^.;!?\n]{0,20}?"
    r"\b(?:tell|inform|let|add|note|write)",
    r"i(?:'?ll| will| can| could| should| must| need to| have to| want to| already|'?ve| have)+ "
    r"(?:\w+ )?(?:tell|told|inform\w*|let|add\w*)",
    r"(?:don'?t|do not|dont|never) (?:tell|add|note|let|write)",
)  # fmt: skip
# Told of a further request, which takes over what is known of health.
_FOR_NEW = anywhere(
    r"(?:another|one more|a new|a second|a further) (?:request|booking|appointment|appt|one)"
)
_FORM_FOLLOWS = ("booking_request", "booking_change")

Events = list[dict[str, Any]]


def keep_what_is_told(
    dispatcher: CollectingDispatcher,
    tracker: Tracker,
    message: Message,
    own: FoundBooking | None,
    replied: Events,
) -> Events:
    """Adds it where that is asked for, else offers to; an offer that was passed over comes again.

    `replied`: the events of the reply before it.
    """
    if own is None:
        return []
    if asks_to_add(message):
        return add_what_is_told(dispatcher, tracker, message, own)
    return offer_to_add(dispatcher, tracker, message, own) or _offered_again(
        dispatcher, tracker, message, own, replied
    )


def _offered_again(
    dispatcher: CollectingDispatcher,
    tracker: Tracker,
    message: Message,
    own: FoundBooking,
    replied: Events,
) -> Events:
    """What waits is asked again, unless something goes on that comes first."""
    told = {} if alarm.stands(tracker) else waiting(tracker, own)
    answered = any(each.get("name") == SLOT for each in replied)
    followed = any(each["event"] == "followup" for each in replied)
    offers = [each["value"] for each in replied if each.get("name") == "offer"]
    other_offer = any(each not in (None, BOOKING) for each in offers[-1:])
    if not told or answered or followed or other_offer or message.intent in _FORM_FOLLOWS:
        return []
    say(dispatcher, "utter_change_add_health", reference=own.reference, said=told["words"])
    return [SlotSet("offer", HEALTH)]


def offer_to_add(
    dispatcher: CollectingDispatcher, tracker: Tracker, message: Message, own: FoundBooking
) -> Events:
    """ "Shall I add …?": it may be somebody else's by now; that a clinician looks is sure."""
    found = told_of_health(message)
    flags = mentions.health_flags(found, details=True)
    if not set(flags) - set(own.flags):
        return []
    told = _with_waiting(tracker, own, mentions.words_in(message, found), flags, added=False)
    with unit_of(tracker) as unit:
        unit.add_health(own.id, "", [mentions.REVIEW])
    say(dispatcher, "utter_change_add_health", reference=own.reference, said=told["words"])
    return [SlotSet(SLOT, told), SlotSet("offer", HEALTH)]


def add_what_was_told(
    dispatcher: CollectingDispatcher, tracker: Tracker, own: FoundBooking | None
) -> Events:
    """The yes to it."""
    told = told_of(tracker, own)
    if own is None or not told:
        say(dispatcher, "utter_change_too_late")
        return []
    _add(dispatcher, tracker, own, told["words"], told["flags"])
    return [SlotSet(SLOT, {**told, "added": True})]


def add_what_is_told(
    dispatcher: CollectingDispatcher, tracker: Tracker, message: Message, own: FoundBooking | None
) -> Events:
    """Health beside another wish for the request, or that the team shall hear: it is added at once,
    as its owner speaks."""
    found = told_of_health(message)
    if own is None or not found:
        return []
    words, flags = mentions.words_in(message, found), mentions.health_flags(found, details=True)
    told = _with_waiting(tracker, own, words, flags, added=True)
    _add(dispatcher, tracker, own, told["words"], told["flags"])
    return [SlotSet(SLOT, told)]


def add_to_shown(dispatcher: CollectingDispatcher, tracker: Tracker, message: Message) -> Events:
    """Health told while a request is open in the form about it: its owner has shown whose it is."""
    with unit_of(tracker) as unit:
        shown = tracker.get_slot("change_booking") or {}
        known = tracker.get_slot("change_reference"), tracker.get_slot("change_contact")
        own = unit.find_booking(*known) if shown and all(known) else None
    if own is None or own.state in CLOSED:
        return []
    return add_what_is_told(dispatcher, tracker, message, own)


def _with_waiting(
    tracker: Tracker, own: FoundBooking, words: str, flags: list[str], *, added: bool
) -> dict[str, Any]:
    """What was just told, behind what waits for a yes."""
    before = waiting(tracker, own)
    said = dict.fromkeys(filter(None, (before.get("words"), words)))
    all_flags = dict.fromkeys([*before.get("flags", []), *flags])
    return {
        "reference": own.reference,
        "words": BETWEEN.join(said),
        "flags": [*all_flags],
        "added": added,
    }


def told_of(tracker: Tracker, own: FoundBooking | None) -> dict[str, Any]:
    """What was told of this request, and of no other."""
    told = tracker.get_slot(SLOT) or {}
    return told if own is not None and told.get("reference") == own.reference else {}


def waiting(tracker: Tracker, own: FoundBooking | None) -> dict[str, Any]:
    """What was told of it and is offered to be added."""
    told = told_of(tracker, own)
    return told if told and not told["added"] else {}


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


def told_of_health(message: Message) -> list[mentions.Mention]:
    """The writer's own facts that a message states, not those that it only asks about."""
    if message.is_button or message.intent == "booking_request" or _FOR_NEW.search(message.text):
        return []
    return mentions.stated(message if asks_to_add(message) else statements(message))


def asks_to_add(message: Message) -> bool:
    """ "Tell them I'm on warfarin", "add to my request that I have diabetes": a yes by itself."""
    return bool(_TO_ADD.search(message.text)) and not _WHETHER.search(message.text)
