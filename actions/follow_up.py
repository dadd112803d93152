"""A question that leaves out what it is about: "and for acne scars?", "for how long?"."""

from __future__ import annotations

import re
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet

from actions.message import Message
from actions.topics import response_for

ASKED = "asked"  # the slot of the topics that the message before asked for or told of
# What can be asked again of another concern, place or skin.
ASKED_AGAIN = {
    "faq/session_count", "faq/session_frequency", "faq/session_duration", "faq/price", "faq/pain",
    "faq/downtime", "faq/results_when", "faq/results_what", "faq/maintenance", "faq/side_effects",
}  # fmt: skip
# What the rest alone is taken for; the latter have something to say of their own.
_OF_WHAT = {"faq/concern_suitability"}
_OF_WHOM = {"faq/skin_type", "faq/men"}
_NAMED = ("concern", "body_area")
_BEGINS = re.compile(
    r"^\W*(?:ok(?:ay)?[\s,]+)?(?:and|what about|how about|y)\b(?: (?:what about|how about))?"
    r"(?! (?:how|when|where|what|who|why|is|are|do|does|can|could|will|would|should)\b)",
    re.IGNORECASE,
)
_LONGEST = 7  # words
# Behind these, a time is asked for that the clinic's page doesn't give, and not for its own pace:
# "how long should I wait" after Botox, "so a week?" after a peel.
_WITHOUT_A_TIME = {
    "faq/contraindication_personal", "faq/contraindications_list", "faq/pregnancy_or_medication",
    "faq/candidate_assessment", "faq/combination", "faq/aftercare", "faq/side_effects",
    "faq/downtime", "faq/pain",
}  # fmt: skip
NO_TIME = "utter_no_time_given"
# Behind these, how long it keeps.
_RESULTS = {"faq/results_what", "faq/results_when", "faq/maintenance"}
LASTING = "faq/maintenance"
_SPAN = r"(?:days?|weeks?|months?|hours?|years?)"
_HOW_MANY = r"(?:an?|one|two|three|four|five|six|several|a few|\d{1,3})"
_OF_WHICH = (
    r"(?:before|after|afterwards?|then|though|exactly|usually|roughly|about|ago|right|enough|"
    r"ok(?:ay)?|fine|later|too long|wait(?:ing)?|be|last|take|stay|burn|itch|sting|show|go|start|"
    r"stop|safe|normal|have|need|for|"
    r"(?:is|was|will|does|do|should|must|would|to|can) ?(?:it|that|this|they|i|you|we)?)"
)
_HOW_LONG = re.compile(
    rf"^\W*(?:(?:and|but|ok(?:ay)?|so|then|yes|like|oh|well)\W+)*"
    rf"(?:(?:for |until )?how (?:long|soon|many {_SPAN})"
    rf"|(?:is |are |would |after |in |for )?{_HOW_MANY} {_SPAN}"
    rf"|when then|when (?:is|will|would) (?:it|that|this)|when does (?:it|that|this)"
    rf"|(?:when|once|after|(?:what )?if) (?:it|that|this|they)(?:'s|'re| is| are| has)?"
    rf" (?:gone|over|healed|better|finished|done|cleared(?: up)?))"
    rf"(?:\W+{_OF_WHICH})*\W*$",
    re.IGNORECASE,
)


def begins_anew(text: str) -> bool:
    """ "And filler?", "what about my neck": what was asked before, of something else."""
    return len(text.split()) <= _LONGEST and bool(_BEGINS.match(text))


def followed_up(tracker: Tracker, message: Message) -> list[str]:
    """The topics that are asked for; none where the message stands for itself."""
    if message.is_button or not begins_anew(message.text):
        return []
    whom = [each for each in message.topics if each in _OF_WHOM]
    named = any(message.of(kind) for kind in _NAMED)
    if not (whom or named) or set(message.topics) - _OF_WHAT - _OF_WHOM:
        return []
    before = [each for each in tracker.get_slot(ASKED) or [] if each in ASKED_AGAIN]
    return [*before, *whom] if before else []


def time_asked_for(tracker: Tracker, message: Message) -> str | None:
    """What answers a bare "for how long?", where the message before says of what; a response."""
    before: list[str] = tracker.get_slot(ASKED) or []
    if message.is_button or not before or not _HOW_LONG.match(message.text):
        return None
    if _WITHOUT_A_TIME.intersection(before):
        return NO_TIME
    return response_for(LASTING) if _RESULTS.intersection(before) else None


def said_before(tracker: Tracker) -> str:
    """The message before the last one."""
    texts = [event["text"] or "" for event in tracker.events if event["event"] == "user"]
    return texts[-2] if len(texts) > 1 else ""


def remembered(topics: list[str]) -> dict[str, Any]:
    """The event that remembers what a message was about, for the next one."""
    return SlotSet(ASKED, [each for each in topics if each.startswith("faq/")] or None)
