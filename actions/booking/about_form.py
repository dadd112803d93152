"""Questions about the open form itself: what for, what was said, what was asked; and pauses."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.booking import draft, phrases, remarks
from actions.booking.fields import FIELD, field_in
from actions.booking.for_team import kind_of
from actions.booking.phrases import anywhere, whole
from actions.booking.read_back import labels_of, not_given, spoken
from actions.message import Message
from actions.say import language_of, say

# What each detail is for.
WHY = {
    "name": "utter_booking_why_name",
    "phone": "utter_booking_why_phone",
    "email": "utter_booking_why_email",
    "reach_note": "utter_booking_why_reach_note",
    "location": "utter_booking_why_location",
    "preferred": "utter_booking_why_preferred",
    "concern": "utter_booking_why_concern",
    "health_note": "utter_booking_why_health_note",
    "team_note": "utter_booking_why_team_note",
    "confirmed": "utter_booking_why_confirmed",
}
MOST_WORDS = 14  # a longer message holds more than such a question
_YOU = r"(?:you|u|ya|they|y'?all|the (?:team|clinic)|it|this(?: thing)?)(?: guys| all)?"
_ANSWER = r"(?:give|tell|say|answer|share|put|provide|enter|type|write|fill|leave|include)"
_IT = rf"(?:that|this|it|those|these|all (?:that|this|of it)|so much|(?:my |the |an? )?{FIELD})"
_LEAD = r"(?:(?:ok|okay|but|and|so|um|wait|sorry|hmm|hey|hi|oh|well|lol)\b[\s,]*)*"
_WHY = (
    whole(
        rf"{_LEAD}(?:why|what for|for what|how come|por qu[ée]|para qu[ée])"
        r"(?: (?:that|this|so|tho(?:ugh)?|is that|do you ask|you ask|eso))?",
        rf"{_LEAD}what(?:'?s| is| are)? (?:that|this|(?:my |the |an? )?{FIELD}) (?:used )?for",
        rf"{_LEAD}i (?:don'?t|do not|didn'?t) (?:get|understand|follow)"
        r"(?: (?:that|this|it|you|(?:the|your|this|that) question|what you (?:mean|want|need)))?",
        rf"{_LEAD}what do (?:you|u) mean(?: by (?:that|this|it))?",
        rf"{_LEAD}what (?:should|do|can|am) i (?:supposed to )?(?:put|say|write|answer|enter)"
        r"(?: (?:here|there|now))?",
        rf"{_LEAD}is {_IT} (?:really |even |actually )*"
        r"(?:required|mandatory|necessary|needed|optional|obligatory|a must|important)",
    ),
    anywhere(
        rf"(?:why|how come) (?:(?:do|does|would|should|must|can|are|is|did) )?{_YOU} "
        r"(?:\w+ ){0,2}?(?:needs?|wants?|asks?|asking|require|know|collect)\b"
        r"(?: for| to know| about)*"
        rf"(?: {_IT}| when| where| who|\W*$)",
        rf"(?:why|how come) (?:do|would|should|must) (?:i|we) (?:\w+ ){{0,3}}?{_ANSWER}\b",
        rf"what (?:do|will|would|are|does) {_YOU} (?:\w+ ){{0,2}}?(?:need|want|do|use|doing)"
        rf"(?: with)? {_IT}(?: for)?(?=\W*$)",
        rf"(?:do|must|should|would) (?:i|we) (?:really |actually |even )*(?:have to|need to|gotta) "
        rf"{_ANSWER}(?: you)?(?: {_IT}| anything| an answer)?(?=\W*$| (?:here|now|first|at all)\b)",
        rf"(?:can|could|may|must|is it (?:ok(?:ay)?|possible) to|do) (?:i |we )?(?:have to )?"
        r"(?:book|do (?:it|this|that)|go on|continue|send (?:it|this)|proceed)(?: \w+)? without "
        rf"(?:\w+ ){{0,2}}?{_IT}",
        r"(?:por|para) qu[ée] (?:me |lo |la )*(?:necesitan?|quieren?|piden?|preguntan?)\b",
    ),
)
_SAID = (
    r"(?:put|say|said|write|wrote|type|typed|enter|entered|give|gave|given|tell|told|choose|pick)"
)
_HAVE = rf"(?:(?:did|have|had) i {_SAID}|i {_SAID}|(?:do|did) you (?:have|get|note|understand|save)"
_HAVE += r"|you have|have you(?: got| noted)?)"
_VALUE = (
    anywhere(
        rf"what {_HAVE}(?: you)?(?: down)? (?:for|as|about|under|on) (?:the |my )?{FIELD}",
        rf"(?:what|which) (?:\w+ )?{FIELD} {_HAVE}",
        rf"what(?:'?s| is| was) my {FIELD}(?=\W*$)",
        rf"what(?:'?s| is| was) (?:my|the) {FIELD} (?:again|you have|(?:that )?i {_SAID})",
        rf"(?:is|are|was|did you spell) (?:my|the) {FIELD} (?:i gave (?:you )?)?(?:all |spelled )?"
        r"(?:right|correct(?:ly)?|ok(?:ay)?|good|saved|noted|complete|in there|there)(?=\W*$)",
        rf"did (?:you|u) (?:get|save|note|take|catch|write down|receive) (?:my|the) {FIELD}",
        rf"(?:can|could) (?:you|u) (?:repeat|read|show|tell|confirm|check|say)(?: me)?(?: back)? "
        rf"(?:my|the) {FIELD}",
    ),
    whole(rf"{_LEAD}(?:it'?s )?(?:the |my )?same {FIELD}(?: as (?:before|i said|above))?"),
)
_ALL = anywhere(
    r"what (?:did|have|do) (?:you|u) (?:understand|understood|get|got|noted?|written?|saved?|have)"
    r"(?: down| from me| about me| so far| until now)*(?=\W*$)",
    rf"what (?:did|have) i {_SAID}(?: you)?(?: so far| until now)?(?=\W*$)",
    r"(?:show|repeat|read|list|tell)(?: me)?(?: back)? (?:everything|it all|all of it|my details|"
    r"what (?:you have|i(?:'?ve)? (?:said|put|given|told you)))",
    r"where (?:were|are) we(?=\W*$)",
)
_LEFT = anywhere(
    r"how many (?:more )?questions(?: (?:are|is) (?:there|left)| left| more| still)*",
    r"how (?:much|many) (?:longer|more)(?: (?:is|are) (?:this|there|it|left))?(?=\W*$)",
    r"(?:are we|am i|is it|is this) (?:almost |nearly )(?:done|over|finished)",
    r"what(?:'?s| is)? (?:still )?(?:left|missing|still needed)(?=\W*$)",
)
_AGAIN = whole(
    rf"{_LEAD}what (?:was|is|were|'s)?\s?(?:the|your|that) (?:\w+ )?question(?: again)?",
    rf"{_LEAD}what (?:did|do) (?:you|u) (?:ask|say|want|need)(?: (?:me|to know|from me))?"
    r"(?: again)?",
    rf"{_LEAD}(?:(?:can|could) (?:you|u) )?(?:please )?(?:say|ask|repeat)"
    r"(?: (?:that|it|the question|again))+",
    rf"{_LEAD}(?:come again|pardon(?: me)?|excuse me|huh|what|eh|sorry\?)",
)
_BACK = whole(
    rf"{_LEAD}(?:i'?m |im |i am |we'?re |and )?(?:back|here again|here now|still here|ready)"
    r"(?: (?:now|again|here|sorry))*",
)


def reply(
    dispatcher: CollectingDispatcher, tracker: Tracker, message: Message, requested: str | None
) -> bool:
    """Answer a question or a remark about the form itself; whether there was one.

    The open question is asked again behind it, by the form.
    """
    text = message.text
    if message.is_button or phrases.is_refusal(text):
        return False
    if remarks.wants_a_moment(text) or remarks.is_called_away(message):
        say(dispatcher, "utter_booking_hold")
    elif remarks.asks_how_it_stands(text):
        say(dispatcher, "utter_booking_not_sent_yet")
    elif len(text.split()) > MOST_WORDS:
        return False
    elif any(pattern.search(text) for pattern in _VALUE):
        _say_value(dispatcher, tracker, field_in(text))
    elif _LEFT.search(text):
        _say_left(dispatcher, tracker)
    elif _ALL.search(text):
        _say_all(dispatcher, tracker, requested)
    elif any(pattern.search(text) for pattern in _WHY):
        _say_why(dispatcher, tracker, field_in(text) or requested)
    elif _BACK.match(text):
        say(dispatcher, "utter_booking_back")
    else:
        return bool(_AGAIN.match(text))
    return True


def _say_why(dispatcher: CollectingDispatcher, tracker: Tracker, slot: str | None) -> None:
    """What a detail is for, and that it can be left out where it can."""
    if slot == "concern" and kind_of(tracker):
        say(dispatcher, "utter_message_why")
    elif slot in WHY:
        say(dispatcher, WHY[slot])


def _say_value(dispatcher: CollectingDispatcher, tracker: Tracker, slot: str | None) -> None:
    if slot:
        label, value = _shown(tracker, slot)
        language = language_of(tracker)
        say(dispatcher, "utter_booking_given", label=label, value=value or not_given(language))


def _say_all(dispatcher: CollectingDispatcher, tracker: Tracker, requested: str | None) -> None:
    """Everything given so far; at the read-back it stands there anyway."""
    shown = [_shown(tracker, slot) for slot in labels_of(language_of(tracker), kind_of(tracker))]
    lines = "\n".join(f"- **{label}:** {value}" for label, value in shown if value)
    if lines and requested != "confirmed":
        say(dispatcher, "utter_booking_so_far", details=lines)


def _say_left(dispatcher: CollectingDispatcher, tracker: Tracker) -> None:
    left = [slot for slot in draft.ASKED if tracker.get_slot(slot) is None]
    if left:
        say(dispatcher, "utter_booking_left", count=len(left))


def _shown(tracker: Tracker, slot: str) -> tuple[str, str]:
    labels: dict[str, Any] = labels_of(language_of(tracker), kind_of(tracker))
    value = tracker.get_slot(slot) if slot in draft.DETAILS else None
    return labels.get(slot, ""), spoken(slot, value)
