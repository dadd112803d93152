"""What the team should know, said before a request is begun: "I use a wheelchair".

It is kept until one is put together, and read back with it.
"""

from __future__ import annotations

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import alarm
from actions.booking import draft, reach
from actions.booking.answers import Reading
from actions.booking.asking import is_question
from actions.booking.phrases import anywhere, whole
from actions.booking.team_note import SLOT, is_need, note_in
from actions.health import FACTS
from actions.message import Entity, Message, since_last_message
from actions.say import say
from actions.settling import BOOKING, settled

BEFORE = "note_before"
_UPSET = ("complaint", "abusive")
_TO_A_PERSON = anywhere(
    r"(?:talk|speak|chat|call|contact|reach|text|e-?mail|message|ring|phone)", r"hablar", r"llam\w+"
)
_FIRST = r"(?:(?:no|oh|ok(?:ay)?|wait|actually|sorry|please|just|but|mejor|espera)[\s,.!]+)*"
_NOTE = r"(?:(?:the|that|my|this) note|(?:that|it|this) (?:for|to|from) the (?:team|note|request))"
# Said of the note, wherever it is said; and right behind what is noted.
_TAKES_OUT = whole(
    rf"{_FIRST}(?:(?:can|could) you )?(?:remove|delete|drop|forget|scratch|take out|cancel) "
    rf"{_NOTE}",
    rf"{_FIRST}(?:do not|don['’]?t) (?:note|mention|tell|write) (?:that|it|this|them|the team)"
    r"(?: (?:that|it|this|down|about (?:it|that)))?",
)
_FORGET = whole(
    rf"{_FIRST}(?:(?:forget|scratch|delete|remove|drop|undo|ignore) (?:that|it|this)|"
    r"forget (?:i|what i) said(?: (?:that|it|anything))?|forget about (?:it|that)|never ?mind|"
    r"(?:take|leave) (?:that|it|this) (?:out|back|off)|olv[ií]d(?:alo|elo)|qu[ií]t(?:alo|elo)|"
    r"(?:do not|don['’]?t) (?:add|put|include|save) (?:that|it|this)(?: .{0,40})?)",
)

Events = list[dict[str, Any]]


def told(tracker: Tracker, message: Message) -> str:
    """The words for the team in a message that no request takes, be it open or sent."""
    taken = draft.open_form(tracker) or tracker.get_slot("sent")
    if taken or message.is_button or message.safety or message.intent in _UPSET:
        return ""
    if message.intent in ("human_handoff", "booking_change") and not is_need(message.text):
        return ""  # "tell the team to call me" is done otherwise
    said = note_in(message, None).said
    if said and is_need(message.text) and _tells_of_others(message):
        return reach.capped(message.text)  # their health is in no other place of the request
    return said


def without(tracker: Tracker, message: Message) -> Message:
    """A message without the note in it, where its facts of health stand beside that."""
    rest = note_in(message, None).rest if told(tracker, message) else message
    return rest if len(_facts(rest)) == len(_facts(message)) else message


def _facts(message: Message) -> list[Entity]:
    return [each for each in message.entities if each.entity in FACTS]


def _tells_of_others(message: Message) -> bool:
    return any(each.subject != "self" and not each.negated for each in _facts(message))


def kept(tracker: Tracker, message: Message) -> Events:
    """The note with what a message adds to it, or without what it takes back."""
    note, is_fresh = _noted(tracker)
    if note and _takes_back(tracker, message, is_fresh=is_fresh):
        return [SlotSet(BEFORE, None)]
    said = told(tracker, message)
    more = reach.added(note, said)
    if more or (note and is_fresh != bool(said)):
        return [SlotSet(BEFORE, {"said": more or note, "fresh": bool(said)})]
    return []


def _noted(tracker: Tracker) -> tuple[str, bool]:
    """The note, and whether something was noted by the message before the last."""
    known = tracker.get_slot(BEFORE) or {}
    return (known, False) if isinstance(known, str) else (known.get("said", ""), known.get("fresh"))


def _takes_back(tracker: Tracker, message: Message, *, is_fresh: bool) -> bool:
    """ "Actually no, forget that", right behind what was noted; "remove the note" later on."""
    if draft.open_form(tracker) or message.is_button:
        return False
    text = message.text
    return bool(_TAKES_OUT.match(text) or (is_fresh and _FORGET.match(text)))


def say_kept(dispatcher: CollectingDispatcher, tracker: Tracker, message: Message) -> Events | None:
    """That it will be in the request, where nothing else is to be replied to; or that it won't."""
    now = (each for each in since_last_message(tracker) if each.get("name") == BEFORE)
    if any(each["value"] is None for each in now):
        say(dispatcher, "utter_booking_taken_out")
        return settled(dispatcher, tracker)
    if not (told(tracker, message) and is_need(message.text)) or alarm.stands(tracker):
        return None  # "tell the team that I loved it" is thanked for
    if (
        is_question(message)
        or _facts(message)
        or message.health
        or _TO_A_PERSON.search(message.text)
    ):
        return None
    say(dispatcher, "utter_booking_note_kept")
    return settled(dispatcher, tracker, offer=BOOKING)


def taken_up(tracker: Tracker, reading: Reading) -> Events:
    """The note in a request that begins, before what its first message says for the team."""
    before, _ = _noted(tracker)
    if not before:
        return []
    reading.found[SLOT] = reach.added(before, reading.found.get(SLOT) or "") or before
    return [SlotSet(BEFORE, None)]
