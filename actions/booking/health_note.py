"""The question about health: it holds out what was mentioned before, and asks to note that."""

from __future__ import annotations

import re
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.booking import phrases
from actions.booking.answers import Reading
from actions.booking.asking import is_question
from actions.booking.draft import NOT_GIVEN
from actions.health import FACTS
from actions.mentions import applying, taken_back, words_in, words_of
from actions.message import Message
from actions.say import say

SLOT = "health_note"
LEFT_OUT = "health_left_out"  # the flag of a request whose visitor did not want it noted
_NOTHING_MORE = phrases.whole(
    r"(?:no,? )?(?:nothing|no(?:thing)?) (?:else|new|more|further|other|besides)",
    r"(?:no,? )?(?:i (?:have )?)?already (?:said|told|mentioned|did|have)(?: .{0,30})?",
    r"(?:no,? )?(?:just|only) (?:that|this|what i (?:said|mentioned|told you))",
    r"(?:no,? )?(?:that'?s|thats) (?:all|it)",
    r"(?:as|like) i (?:said|told you|mentioned)(?: .{0,20})?",
    r"(?:the )?same(?: as (?:before|above|i said))?",
    r"(?:yes|yeah|yep|ok|okay|sure|please)[ ,]+(?:please )?(?:note|add|write|put|include|do)"
    r"(?: (?:it|that|this|down|so|in))*",
    r"(?:please )?(?:note|add|write|include) (?:it|that|this)(?: (?:down|in))?",
    r"nada m[áa]s", r"ya (?:lo|se lo|te lo) dije", r"(?:s[íi],? )?an[óo]t(?:alo|elo|ar)",
)  # fmt: skip
_LEAVE_OUT = phrases.whole(
    r"(?:no,? )?(?:please )?(?:don'?t|do not) (?:note|add|write|include|tell|mention|send)"
    r"(?: (?:it|that|this|them|down))*",
    r"(?:no,? )?(?:please )?leave (?:it|that|this) out",
    r"(?:no,? )?(?:please )?(?:remove|delete|forget) (?:it|that|this)",
)


# Answers that hold nothing for the team to know.
_TELLS_NOTHING = phrases.whole(
    r"(?:no,? )?nothing (?:too |that |really |very )?(?:serious|major|big|special|important|bad|"
    r"crazy|much|new|worth mentioning|to worry about|unusual|significant)",
    r"(?:no,? )?(?:i['’]?m |im |i am )?(?:just |only )?(?:a (?:bit|little) |very |so |really )?"
    r"(?:nervous|anxious|excited|scared|curious|tired|old|getting old|stressed|busy)"
    r"(?: (?:about (?:it|this)|lol|haha))*",
    r"(?:no,? )?(?:my |the )?(?:doctor|dr|doc|derm\w*|gp|pcp)\.? (?:says?|said|told me|thinks)"
    r"(?: that)? (?:it['’]?s|its|it is|i['’]?m|im|i am|that['’]?s|everything['’]?s|"
    r"everything is|all)? ?(?:all |totally |perfectly )?(?:fine|ok|okay|good|healthy|safe|"
    r"no problem|alright|normal)",
    r"(?:s[óo]lo |un poco )*nervios[ao]", r"nada (?:grave|serio|importante|especial)",
)  # fmt: skip
_NOTHING_BUT = re.compile(
    r"^\W*(?:no,? )?(?:it['’]?s |i have )?(?:just|only|s[óo]lo)\s+", re.IGNORECASE
)
_AROUND_CONCERN = re.compile(
    r"^(?:(?:just|only|a|an|the|my|some|bit|little|of|and|or|mild|very|i|have|it['’]?s|is|skin|face|"
    r"tone|no|on|nose|cheeks?|chin|forehead|s[óo]lo|y|de|la|piel|please|lol)\b|\W)*$",
    re.IGNORECASE,
)


class ActionAskHealthNote(Action):
    def name(self) -> str:
        return "action_ask_booking_form_health_note"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        said = words_of(applying(tracker))
        if said:
            say(dispatcher, "utter_booking_health_mentioned", said=said)
        else:
            say(dispatcher, "utter_ask_booking_form_health_note")
        return []


def answer(tracker: Tracker, message: Message) -> Reading | None:
    """The answer to whether what was mentioned shall be noted; None where it is none of these."""
    said = words_of(applying(tracker))
    text = message.text
    if not said:
        return _of_none_mentioned(tracker.get_slot("concern") or "", message)
    if _LEAVE_OUT.match(text) or phrases.is_refusal(text) and not _NOTHING_MORE.match(text):
        return Reading(found={SLOT: ""}, flags=[LEFT_OUT])
    agreed = phrases.is_yes(text) or message.intent == "affirm"
    if _NOTHING_MORE.match(text) or agreed and not is_question(message):
        return Reading(found={SLOT: said})
    return None


def _of_none_mentioned(concern: str, message: Message) -> Reading | None:
    """ "Nothing serious" tells of nothing; "dullness" is what shall be treated."""
    if _has_facts(message) or message.is_button:
        return None
    if _TELLS_NOTHING.match(message.text):
        return Reading(found={SLOT: NOT_GIVEN})
    named = _only_concern(message)
    if named is None:
        return None
    if named.lower() in concern.lower():
        return Reading(found={SLOT: NOT_GIVEN})
    together = {"concern": f"{concern}, {named}" if concern else named}
    is_all = {SLOT: NOT_GIVEN} if _NOTHING_BUT.match(message.text) else {}
    return Reading(found={**together, **is_all})


def _has_facts(message: Message) -> bool:
    return bool(message.health) or any(message.of(kind) for kind in (*FACTS, "symptom"))


def _only_concern(message: Message) -> str | None:
    """What is named that the treatment is wished for, where nothing else is said."""
    named = [each for each in message.of("concern") if not each.negated and each.text]
    rest = message.text
    for each in named:
        rest = rest.replace(each.text, " ")
    if not named or not _AROUND_CONCERN.match(rest) or is_question(message):
        return None
    return _NOTHING_BUT.sub("", message.text).strip(" .!,") or None


def with_mentioned(tracker: Tracker, note: str) -> str:
    """An answer in other words, behind what was mentioned before."""
    said = words_of(applying(tracker))
    if note in said:
        return said
    if not said or said in note:
        return note
    return f"{said} / {note}"


def noted(
    tracker: Tracker, message: Message, reading: Reading, flags: list[str]
) -> dict[str, str | None]:
    """The note with what the message says beside its answer; emptied where it takes some back."""
    if reading.found.get(SLOT):
        return {}
    known = tracker.get_slot(SLOT)
    if taken_back(tracker, message):
        return {SLOT: None} if known else {}
    found = applying(tracker, flags)
    words = words_in(message, found)
    if not words or (reading.gives_nothing and is_question(message)):
        return {}
    before = known or ("" if LEFT_OUT in flags else words_of(found))
    said = f"{before} / {words}" if before and words not in before else before or words
    return {SLOT: said}
