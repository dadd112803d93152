"""An injury or a strong reaction that a treatment caused: danger signs and the team, no topic."""

from __future__ import annotations

import re
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import alarm
from actions.booking import for_team
from actions.booking.phrases import anywhere, is_question
from actions.message import Message
from actions.say import say, say_reachable
from actions.settling import MESSAGE, settled
from actions.symptoms import OWN_SYMPTOM
from clinic.store.unit_of_work import current_unit

_WHO = (
    r"(?:you(?: guys| people| all)?|they|she|he|(?:your|the|this|that|my)(?: \w+)? ?"
    r"(?:a?esthetician|girl|lady|woman|guy|man|nurse|technician|tech|therapist|staff|provider|"
    r"machine|device|wand|tip|tool|nozzle|treatment|session|facial|peel|microderm\w*|people|place|clinic))"
)
_DID = (
    r"(?:burn(?:ed|t)?|hurt|cut|scratch(?:ed)?|scrap(?:ed)?|scar(?:red)?|injured|bruised|damaged|"
    r"ruined|destroyed|wrecked|mess(?:ed)? up|broke|tore|ripped|sliced|blistered|wounded|butchered)"
)
_MINE = r"(?:me|my \w+|my \w+ \w+|(?:his|her|our) (?:face|skin|cheeks?|chin|nose|lips?|forehead))"
_SKIN = r"(?:face|skin|cheeks?|chin|nose|lips?|forehead|neck|eyelids?)"
_THERE = (
    r"(?:(?:at|during|in|from|by|after|with)"
    r" (?:(?:my|the|your|this|that|a|last|first|second|yesterday'?s) )*(?:\w+ )?"
    r"(?:appointment|appt|session|treatment|visit|facial|microderm\w*|a?esthetician|machine|clinic|"
    r"guys|girl|lady))"
)
_WAS = r"(?:got|gets|was|is|are|were|been|i'?m|came out)(?: (?:so|all|really|badly|very))*"
_CAUSED = anywhere(
    rf"{_WHO}(?: (?:has|have|had|really|just|totally|badly|completely|actually))* {_DID} {_MINE}",
    rf"(?:{_SKIN}|i|i'?m) (?:{_WAS} )?{_DID}\b.{{0,30}}? {_THERE}",
    rf"{_THERE}\b.{{0,30}}? {_SKIN} {_WAS} {_DID}",
    rf"{_WHO} (?:left|gave) (?:me|my \w+)(?: with)?(?: \w+){{0,3}} "
    r"(?:burns?|scars?|marks?|cuts?|scratch(?:es)?|bruis\w+|blisters?|wounds?)",
)
_BADLY = (
    r"(?:like (?:hell|crazy|fire|mad)|(?:so |really |very )(?:bad(?:ly)?|much|hard)|unbearabl\w+|"
    r"terribl[ey]|horribl[ey]|awful(?:ly)?|insane(?:ly)?|a lot|on fire|so much|extremely|severely)"
)
_FEELS = r"(?:burn(?:s|ing)|sting(?:s|ing)|hurt(?:s|ing)|throb(?:s|bing)|kill(?:s|ing) me|on fire)"
_STRONG = anywhere(
    rf"{_FEELS}(?: \w+){{0,2}}? {_BADLY}",
    rf"(?:it|{_SKIN})(?:'?s| is| feels?(?: like it'?s)?| are)? on fire",
)
_AFTERWARDS = anywhere(
    r"(?:they|you|she|he) (?:just )?(?:finished|did|ended)",
    r"(?:minutes?|mins?|hours?|hrs?) ago",
    r"just (?:had|got|left|finished|came)",
    r"since",
    r"after(?:wards)?",
    r"today",
    r"yesterday",
    r"this morning",
    r"last night",
    rf"{_THERE}",
)
# It only may come to that, or was done by somebody else, or long ago.
_NO_CASE = anywhere(
    r"will", r"would", r"could", r"can", r"might", r"may", r"does", r"if", r"never", r"not",
    r"didn'?t", r"anyone", r"anybody", r"elsewhere", r"(?:another|other|different) \w+",
    r"(?:months?|years?) ago", r"last year", r"afraid", r"scared", r"worried",
)  # fmt: skip
_CLAUSES = re.compile(r"[.!?;]|\b(?:but|because)\b")


def tells_of_injury(message: Message) -> bool:
    """ "Your aesthetician burned my face", "it burns like hell, they finished 20 minutes ago"."""
    if message.is_button or message.safety:
        return False
    text = message.text
    strongly = _AFTERWARDS.search(text) and _is_told(_STRONG, text)
    return bool(strongly) or any(_is_told(_CAUSED, each) for each in _CLAUSES.split(text))


def heard_of(
    dispatcher: CollectingDispatcher, tracker: Tracker, message: Message
) -> list[dict[str, Any]]:
    """What to look out for, and that the team should hear it; what follows is about it."""
    unit = current_unit()
    if unit is not None:
        unit.need_person("complaint")
    say(dispatcher, "utter_complaint")
    kept = for_team.heard(tracker, for_team.COMPLAINT, message.text)
    raised = what_to_look_out_for(dispatcher, tracker, message)
    return [*kept, *settled(dispatcher, tracker, offer=MESSAGE), *raised]


def heard(
    dispatcher: CollectingDispatcher, tracker: Tracker, message: Message
) -> tuple[list[dict[str, Any]], None] | None:
    """What is said to who was hurt, unless it is told as a complaint, which has its own reply."""
    if message.intent == "complaint" or not tells_of_injury(message):
        return None
    return heard_of(dispatcher, tracker, message), None


def what_to_look_out_for(
    dispatcher: CollectingDispatcher, tracker: Tracker, message: Message
) -> list[dict[str, Any]]:
    """The danger signs, and the event that remembers it where nothing graver stands."""
    say_reachable(dispatcher, OWN_SYMPTOM)
    graver = alarm.stands(tracker) not in (None, alarm.INJURY)
    return [] if graver else [alarm.raised(alarm.INJURY, message.text)]


def _is_told(injury: re.Pattern[str], text: str) -> bool:
    """Whether it is told in a part of the text that does not only suppose it or ask for it."""
    return any(not _supposes(_part(text, found)) for found in injury.finditer(text))


def _part(text: str, found: re.Match[str]) -> str:
    """The words around it up to the next stop or comma, with a question mark."""
    before = re.split(r"[.,!?;]", text[: found.start()])[-1]
    behind = re.match(r"[^.,!?;]*\??", text[found.end() :])
    return f"{before}{found[0]}{behind[0] if behind else ''}".strip()


def _supposes(text: str) -> bool:
    return bool(_NO_CASE.search(text)) or is_question(text) and "why" not in text.lower()
