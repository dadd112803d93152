"""After an alarm: help and the team come first until the visitor says that it is over."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.booking import draft
from actions.booking.phrases import CONTRACTED, anywhere, is_question
from actions.message import Message
from actions.say import say
from actions.unit import current_time

SLOT = "alarm"  # {"kind": …, "at": …} of the last danger
LASTS = timedelta(hours=24)
# Who asks about one of these has turned to something else; what is asked of pain, redness, care or
# of coming again may be about what happened.
OTHER_TOPICS = {
    "faq/price", "faq/location", "faq/hours_contact", "faq/privacy", "faq/procedure_what",
    "faq/session_duration", "faq/session_count", "faq/men", "faq/age_minor",
    "faq/compare_treatments", "faq/at_home_device", "faq/concern_suitability", "faq/results_what",
    "faq/results_when", "faq/maintenance", "faq/combination", "faq/who_performs",
    "faq/contraindications_list",
}  # fmt: skip
OTHER_BUSINESS = {
    "booking_request", "booking_change", "human_handoff", "complaint", "abusive", "bot_challenge",
    "prompt_injection", "thanks", "deny", "edit_booking", "send_request",
}  # fmt: skip
STILL = {
    "emergency": "utter_safety_still_emergency",
    "same_day": "utter_safety_still_same_day",
    "self_harm": "utter_safety_still_self_harm",
}
FEW = 5  # words, in which nothing but that is told
HELP_CALLED = "utter_safety_help_called"
_SO = r"(?: (?:all|totally|much|feeling|doing|so|really|perfectly|actually|completely|now))*"
_THAT_IS_ALL = r"(?=\W*(?:(?:now|again|today|already|thanks?|and|it was)\b|[,.;!]|$))"
_CARE = r"(?:doctor|dr|er|hospital|urgent care|emergency room|nurse|ambulance)"
_OVER = anywhere(
    rf"i(?:'?m| am| feel){_SO} (?:fine|ok|okay|safe|better|alright|all right|good|well)"
    rf"{_THAT_IS_ALL}",
    rf"(?:it|that|this|everything|all)(?:'?s| is| has| was)?{_SO} (?:over|gone|better|fine|ok|okay|"
    rf"good|passed|cleared up|healed|went away|nothing){_THAT_IS_ALL}",
    r"went away", r"false alarm", r"(?:just|only|was|am|i'?m) (?:kidding|joking|a joke|a test)",
    r"jk", r"just testing",
    rf"(?:saw|seen|went to|been (?:to|at)|back from) (?:a |an |the |my )?{_CARE}",
    rf"(?:a |the |my )?{_CARE} (?:has |have |already )?(?:saw|seen|treated|looked at|checked)",
    r"estoy (?:bien|mejor)", r"ya pas[oó]", r"ya est[aá] (?:bien|mejor)",
)  # fmt: skip
_NOT_OVER = anywhere(
    r"not", r"no", CONTRACTED, r"still", r"worse", r"but", r"until", r"if", r"when", r"never",
    r"should", r"more", r"hurt\w*", r"burn\w*", r"pain\w*", r"spread\w*", r"pero", r"todav[ií]a",
)  # fmt: skip
_HELPERS = r"(?:911|9-1-1|(?:an? |the )?ambulance|(?:the )?paramedics|ems|emts?|poison control)"
_PLACE = r"(?:the |an? )?(?:er|emergency (?:room|department)|urgent care|hospital)"
# Help has been called, is coming or is there.
_HELPED = anywhere(
    rf"(?:called|dial+ed|phoned|rang|calling|dialing)(?: for)? {_HELPERS}",
    rf"{_HELPERS}(?:'?s| is| are|'re| was| were| has| have| says?| said)?(?: \w+){{0,2}}? (?:here|"
    r"coming|on (?:its|the|their|his|her) way|en route|arrived|outside)",
    rf"on the (?:phone|line) (?:with|to) (?:{_HELPERS}|(?:an?|the) (?:operator|dispatcher))",
    r"(?:i'?m|i am|we'?re|we are|s?he'?s|s?he is|already|currently|sitting|waiting)"
    rf"(?: (?:already|now|here|sitting|waiting|just|finally|currently))* (?:at|in) {_PLACE}",
    rf"(?:taking|bringing|rushing|took|brought|rushed) (?:me|us|him|her|them) (?:in )?to {_PLACE}",
    r"llam[eé] (?:al 911|a una ambulancia)", r"(?:ya )?viene la ambulancia",
    r"la ambulancia (?:ya )?(?:viene|est[aá]|lleg[oó])",
    r"(?:ya )?estoy en (?:urgencias|emergencias|el hospital)",
)  # fmt: skip
# What counts where danger has been told: nobody else can be meant.
_THEY_ARE_HERE = anywhere(
    r"(?:they'?re|they are|help is|help'?s|some(?:one|body) is)(?: (?:already|almost|just|now))* "
    r"(?:here|coming|on (?:its|the|their) way|helping)",
    r"(?:i )?(?:just |already )?(?:called|calling)(?: (?:them|it|now|already|911))+",
    r"(?:i'?m|we'?re) there(?: now)?", r"ya vienen", r"ya llam[eé]",
)  # fmt: skip
# What puts it in doubt: anywhere in the message, or in the clause that tells of it.
_DOUBTED = anywhere(
    r"should", r"do i", r"if", r"never", r"nobody", r"no ?one", r"no answer", r"hung up", r"afford",
    r"on hold", r"busy", r"voice ?mail", r"cancel\w*", r"(?:not|aren'?t|isn'?t) coming", r"left",
    r"(?:won'?t|didn'?t|don'?t|doesn'?t|not) (?:come|came|answer\w*|pick\w*|show\w*|believe|help)",
    r"sent (?:me|us|her|him) (?:home|away)", r"nadie",
)  # fmt: skip
_NOT_CALLED = anywhere(
    CONTRACTED, r"cannot", r"not", r"no", r"without", r"drove", r"driving", r"instead", r"before",
    r"would", r"need(?:ed)?", r"when", r"ago", r"last (?:week|month|year|night)", r"yesterday",
)  # fmt: skip
_CAN_NOT = re.compile(
    r"\b(?:can'?t|cannot|couldn'?t|won'?t|not) (?:\w+ )?(?:breath\w*|swallow\w*|see|talk|speak|"
    r"feel|move|stop\w*|open|wake|respond\w*|stand|sit|get (?:any )?air)\b|\bno puedo\b",
    re.IGNORECASE,
)
_NO_BEFORE = re.compile(r"^\W*(?:no(?:pe)?\b[\s,.!]*)+", re.IGNORECASE)


def raised(kind: str) -> dict[str, Any]:
    """The event that remembers a danger."""
    return SlotSet(SLOT, {"kind": kind, "at": current_time().isoformat()})


def stands(tracker: Tracker) -> str | None:
    """The kind of the last danger, until it is over or long ago."""
    alarm = tracker.get_slot(SLOT)
    if not alarm or current_time() - datetime.fromisoformat(alarm["at"]) > LASTS:
        return None
    return str(alarm["kind"])


def is_over(text: str) -> bool:
    """ "I'm fine now", "it went away", "I saw a doctor", and nothing that takes from it."""
    rest = _NO_BEFORE.sub("", text)  # "no, I'm fine"
    return bool(_OVER.search(rest)) and not (_NOT_OVER.search(rest) or is_question(text))


def help_is_called(text: str, *, after_alarm: bool = False) -> bool:
    """ "I called 911", "we're in the ER": who says so is not told to call as if unheard.

    Anything that puts it in doubt leaves it open: "I called 911 but nobody came".
    """
    if "?" in text or _DOUBTED.search(text):
        return False
    clauses = re.split(r"[.,;!\n]|\b(?:and|because|so)\b", _CAN_NOT.sub(" ", text))
    return any(
        (_HELPED.search(each) or (after_alarm and _THEY_ARE_HERE.search(each)))
        and not _NOT_CALLED.search(each)
        for each in clauses
    )


def is_heard(tracker: Tracker, kind: str, message: Message) -> bool:
    """Whether a danger to the body is told of by who has help already."""
    after_alarm = stands(tracker) in ("emergency", "same_day")
    return kind != "self_harm" and help_is_called(message.text, after_alarm=after_alarm)


def kind_of(tracker: Tracker, message: Message) -> str:
    """The kind of danger told; "they're here now" behind another danger is still that one."""
    kind, standing = message.safety or "emergency", stands(tracker)
    is_short = len(message.text.split()) <= FEW
    if kind == "self_harm" and standing and is_short and is_heard(tracker, standing, message):
        return standing
    return kind


def is_about_it(tracker: Tracker, message: Message) -> bool:
    """Whether a message after an alarm is not clearly about something else."""
    if message.intent == "affirm" and tracker.get_slot("offer"):
        return False
    if message.is_button or message.intent in OTHER_BUSINESS:
        return False
    return not message.topics or not set(message.topics) <= OTHER_TOPICS


def can_tell_team(tracker: Tracker) -> bool:
    """Whether a message can be offered: nothing is being put together, or waits to be."""
    return not (draft.open_form(tracker) or tracker.get_slot("draft"))


def say_what_counts(
    dispatcher: CollectingDispatcher, tracker: Tracker, kind: str, message: Message
) -> None:
    """Where help is, in a line, or to keep to the help that is there, and that the team can be
    told."""
    say(dispatcher, HELP_CALLED if is_heard(tracker, kind, message) else STILL[kind])
    if can_tell_team(tracker):
        say(dispatcher, "utter_safety_tell_team")


def say_over(dispatcher: CollectingDispatcher, tracker: Tracker, kind: str) -> None:
    """That it is good to hear, and, where no request waits, that the team can be told."""
    say(dispatcher, "utter_safety_over_self_harm" if kind == "self_harm" else "utter_safety_over")
    if can_tell_team(tracker):
        say(dispatcher, "utter_safety_tell_team")
