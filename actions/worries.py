"""Whoever is afraid is told so kindly, and what to do; no reassurance that nobody can give."""

from __future__ import annotations

import re
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.message import Message
from actions.say import say, say_reachable
from actions.symptoms import OWN_SYMPTOM

WORRY = "worry"  # the slot of the response that a fear right behind it is about
NERVOUS = "utter_nervous"
_AFRAID = (
    r"(?:nervous|scared|anxious|worr(?:ied|ying)|terrified|frightened|petrified|paranoid|"
    r"afraid(?! (?:not|so|i\b|that))|freak(?:ing|ed) (?:me )?out|panick?(?:ing|ed|y)|scares? me)"
)
_WORRIED = re.compile(
    rf"\b{_AFRAID}\b|\bshould i (?:be )?(?:worry|concerned|alarmed)\b", re.IGNORECASE
)
_NOT_WORRIED = re.compile(
    rf"\b(?:not|isn'?t|ain'?t|no longer|less|never|don'?t be|used to be) (?:\w+ )?{_AFRAID}",
    re.IGNORECASE,
)
FEW = 7  # words, in which nothing but the fear is told


def is_worried(message: Message) -> bool:
    text = message.text
    return not message.is_button and bool(_WORRIED.search(text) and not _NOT_WORRIED.search(text))


def is_only_worried(message: Message) -> bool:
    """ "ok im scared": about what, was said before if at all."""
    return is_worried(message) and len(message.text.split()) <= FEW


def comfort(dispatcher: CollectingDispatcher, tracker: Tracker) -> list[dict[str, Any]]:
    """A kind word, and what was said of a symptom or a danger before, else what is known."""
    before = tracker.get_slot(WORRY)
    if before in (None, OWN_SYMPTOM):
        say(dispatcher, "utter_worried")
    say_what_to_do(dispatcher, before or NERVOUS)
    return [SlotSet(WORRY, before)]


def say_what_to_do(dispatcher: CollectingDispatcher, response: str) -> None:
    """The response, and behind that to a symptom how the clinic is reached."""
    (say_reachable if response == OWN_SYMPTOM else say)(dispatcher, response)
