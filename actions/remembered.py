"""Asked by somebody who told of their health: is it safe, how long to wait? The caveat first."""

from __future__ import annotations

import re

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.booking.phrases import anywhere
from actions.health import CAVEATS, HEALTH_TOPICS, caveat_of
from actions.mentions import SELF, mentions
from actions.message import Message
from actions.say import say

# Topics that are asked to hear whether it would do harm.
ABOUT_HARM = {"faq/side_effects", "faq/skin_type", "faq/candidate_assessment"}
_MAY = r"(?:can|could|may|should|shall)"
_ABOUT_HARM = anywhere(
    r"(?:un)?safe(?:ty|ly)?", r"harm(?:s|ful)?", r"risk[sy]?", r"danger(?:s|ous)?", r"worse",
    r"(?:a |any )problems?", r"(?:bad|ok|okay|fine|alright|all right|allowed|suitable|good) for",
    r"(?:hurt|affect|harm) (?:the|my|our|her|his) \w+", r"(?:irritate|aggravate)[sd]?",
    rf"{_MAY} (?:i|we|she|he)(?: (?:still|even|just|then))? (?:come|have|get|do|use|try|go)"
    r"(?! an? (?:appointment|appt|slot|booking|request|consultation))",
    rf"{_MAY} (?:she|he|my \w+)(?: \w+){{0,2}} (?:come|have|get|do|use|try|go)",
    r"(?:es|ser[áa]) segur[oa]", r"peligros[oa]s?", r"da[ñn]o", r"empeora\w*", r"riesgos?",
    r"(?:puedo|puede) (?:venir|ir|hac\w+|tener|recibir)",
)  # fmt: skip
# Topics about the clinic's own pace, for which a wait with a medicine or an illness is taken.
ABOUT_PACE = {
    "faq/session_frequency", "faq/session_duration", "faq/session_count", "faq/results_when",
    "faq/maintenance",
}  # fmt: skip
_WAIT = anywhere(
    r"how (?:long|soon|many (?:days|weeks|months))\b[^.;!?\n]{0,40}?"
    r"\b(?:wait(?:ing)?|after|off|stop(?:ped|ping)?|quit|(?:before|until|till?) i (?:can|may))",
    r"when (?:can|could|may|should) i\b[^.;!?\n]{0,40}?\b(?:after|stop(?:ped|ping)?|off|quit)",
    r"(?:do|should|must) i (?:have to |need to )?wait",
    r"i(?:'?m|'?ve| am| have)?(?: already| just| been)* (?:stopped|quit|finished|off)"
    r"(?: (?:it|them|that|taking it|\d+ \w+ ago|since .{0,20}))*\W*$",
    r"(?:cu[áa]nto (?:tiempo )?|hay que |tengo que |debo )(?:\w+ ){0,3}esperar",
)
_OF_SESSIONS = anywhere(
    r"between", r"(?:next|second|2nd|another|last) (?:one|session|treatment|visit|appointment)",
    r"(?:call|hear|answer|reply|contact|results?|entre)",
)  # fmt: skip
_OF_THEM = re.compile(
    rf"\b(?:she|he|her|him|they|them|ella|[ée]l|(?:for|is|if|{_MAY}) my \w+)\b", re.IGNORECASE
)
# What somebody has had done is for the clinic to weigh: "I got botox on Thursday, can I come?"
_HAD_DONE = re.compile(
    r"\b(?:i(?:'ve)?|ive|just|i have) (?:just )?(?:got|had|done|did|have had)\b", re.I
)
WEIGHED = "faq/candidate_assessment"


def caveats_first(
    dispatcher: CollectingDispatcher, tracker: Tracker, message: Message
) -> list[str]:
    """Say the caveats of what was told before, where the message is about that; which ones."""
    if not (asks_about_harm(message) or asks_to_wait(message)) or message.is_button:
        return []
    answered = {CAVEATS[HEALTH_TOPICS[each]] for each in message.topics if each in HEALTH_TOPICS}
    meant = [caveat_of(each) for each in mentions(tracker) if _is_meant(each, message)]
    said = [each for each in dict.fromkeys(meant) if each not in answered]
    for caveat in said:
        say(dispatcher, caveat)
    return said


def asks_about_harm(message: Message) -> bool:
    return bool(ABOUT_HARM & set(message.topics)) or bool(_ABOUT_HARM.search(message.text))


def asks_to_wait(message: Message) -> bool:
    """ "How long do I have to wait?", "I stopped"; not between two sessions or for an answer."""
    return bool(_WAIT.search(message.text)) and not _OF_SESSIONS.search(message.text)


def without_pace(message: Message, topics: list[str], said: list[str]) -> list[str]:
    """The topics to answer: not the clinic's pace, where a wait is about what was told."""
    if not (said and asks_to_wait(message)):
        return topics
    return [topic for topic in topics if topic not in ABOUT_PACE]


def had_something_done(message: Message) -> bool:
    """Whether somebody asks if they may come after another treatment."""
    done = [each for each in message.of("treatment") if not each.negated and each.subject == SELF]
    return bool(done) and bool(_HAD_DONE.search(message.text)) and asks_about_harm(message)


def _is_meant(mention: dict[str, str], message: Message) -> bool:
    if mention["kind"] not in CAVEATS or mention.get("denied"):
        return False
    return mention["whose"] == SELF or bool(_OF_THEM.search(message.text))
