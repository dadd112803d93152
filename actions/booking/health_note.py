"""The question about health: it holds out what was mentioned before, and asks to note that."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.booking import phrases
from actions.booking.answers import Reading
from actions.booking.asking import is_question
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
        return None
    if _LEAVE_OUT.match(text) or phrases.is_refusal(text) and not _NOTHING_MORE.match(text):
        return Reading(found={SLOT: ""}, flags=[LEFT_OUT])
    agreed = phrases.is_yes(text) or message.intent == "affirm"
    if _NOTHING_MORE.match(text) or agreed and not is_question(message):
        return Reading(found={SLOT: said})
    return None


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
