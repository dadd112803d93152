"""After an alarm: help comes first until the visitor says that it is over.

Every reply asks `decided` first; what it leaves to the reply has had its line about help before it.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import Enum
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.alarm_words import (
    SELF_HARM,
    asks_to_wait,
    is_clear_yes,
    is_over,
    is_there_now,
    says_again,
    seeks_help,
    was_none,
)
from actions.booking import draft, for_team
from actions.booking.phrases import anywhere, is_question
from actions.booking.remarks import wants_it_after_all
from actions.help_called import help_is_called
from actions.message import Message
from actions.say import say, say_reachable
from actions.symptoms import OWN_SYMPTOM
from actions.unit import current_time

# Of the last danger: {"kind": …, "at": …, "by": its words, "crisis": …, "none": what denied it}.
SLOT = "alarm"
LASTS = timedelta(hours=24)
EMERGENCY, SAME_DAY, INJURY = "emergency", "same_day", "injury"
VIOLENCE = "violence"  # an emergency for staff, with words of its own
GRAVITY = (INJURY, SAME_DAY, VIOLENCE, EMERGENCY, SELF_HARM)
OF_THE_BODY = (SAME_DAY, EMERGENCY)
FEW = 5  # words, in which nothing but that help is there is told
# A question about one of these has turned to something else; what is asked of pain, redness, care
# or of coming again may be about what happened.
OTHER_TOPICS = {
    "faq/price", "faq/location", "faq/hours_contact", "faq/privacy", "faq/procedure_what",
    "faq/session_duration", "faq/session_count", "faq/men", "faq/compare_treatments",
    "faq/at_home_device", "faq/concern_suitability", "faq/results_what", "faq/results_when",
    "faq/maintenance", "faq/combination", "faq/who_performs", "faq/contraindications_list",
}  # fmt: skip
# Of these only where they name it: "how long is a session", not "how long will it last".
_NAMED_IN_QUESTION = {
    "faq/location": anywhere(r"you", r"your", r"you'?re", r"clinic", r"parking", r"office"),
    **dict.fromkeys(
        ("faq/session_duration", "faq/session_count", "faq/results_when", "faq/maintenance"),
        anywhere(r"sessions?", r"treatments?", r"appointments?", r"visits?", r"results?"),
    ),
}
UPSET = {"human_handoff", "complaint", "abusive"}
OTHER_BUSINESS = UPSET | {
    "booking_request", "booking_change", "bot_challenge", "edit_booking", "send_request",
}  # fmt: skip
STILL = {
    EMERGENCY: "utter_safety_still_emergency",
    SAME_DAY: "utter_safety_still_same_day",
    VIOLENCE: "utter_safety_still_violence",
    SELF_HARM: "utter_safety_still_self_harm",
}
NONE = {
    EMERGENCY: "utter_safety_none_emergency",
    SAME_DAY: "utter_safety_none_same_day",
    VIOLENCE: "utter_safety_none_violence",
    SELF_HARM: "utter_safety_none_self_harm",
}


class Then(Enum):
    """What a message after an alarm gets."""

    OVER = "the alarm ends"
    HEARD = "to keep to the help that is there"
    NONE = "it was none: said once more, and the alarm ends"
    AGAIN = "all of the alarm"
    LINE = "the line about help, and nothing else"
    LINE_FIRST = "the line about help, and the reply"
    REPLY = "the reply alone"


def raised(kind: str, text: str, *, crisis: bool = False) -> dict[str, Any]:
    """The event that remembers a danger; `crisis`: one to the writer's own life goes on beside."""
    found = {"kind": kind, "at": current_time().isoformat(), "by": text, "crisis": crisis}
    return SlotSet(SLOT, found)


def stands(tracker: Tracker) -> str | None:
    """The kind of the last danger, until it is over or long ago."""
    alarm = _recent(tracker)
    return None if alarm is None or alarm.get("none") else str(alarm["kind"])


def in_crisis(tracker: Tracker) -> bool:
    """Whether the danger is, or was first, one to the writer's own life."""
    kind = stands(tracker)
    return kind == SELF_HARM or bool(kind and tracker.get_slot(SLOT).get("crisis"))


def is_beside_crisis(tracker: Tracker) -> bool:
    """Whether the danger is one to the body of a writer whose life is in danger by themselves."""
    return in_crisis(tracker) and stands(tracker) != SELF_HARM


def say_back_to_crisis(dispatcher: CollectingDispatcher, tracker: Tracker) -> dict[str, Any]:
    """The crisis line, and the event that of two dangers that one stands."""
    say(dispatcher, STILL[SELF_HARM])
    return SlotSet(SLOT, {**tracker.get_slot(SLOT), "kind": SELF_HARM, "crisis": False})


def graver(standing: str | None, kind: str) -> str:
    """What gets worse is no less than it was: a fever may be all that is left of more."""
    return standing if kind == SAME_DAY and standing in (VIOLENCE, EMERGENCY, SELF_HARM) else kind


def is_none(tracker: Tracker, message: Message) -> bool:
    """Whether a danger that is told is the one that the visitor calls none, or has called so."""
    alarm = _recent(tracker)
    if alarm is None or message.safety in (None, SELF_HARM) or draft.open_form(tracker):
        return False  # who says again that they want to die may mean it now
    if GRAVITY.index(told_by(message)) > GRAVITY.index(alarm["kind"]):
        return False
    before = [alarm.get("by", ""), alarm.get("none") or ""]
    if alarm.get("none") and says_again(message.text, before):
        return True
    return was_none(message.text, _told(tracker), is_danger=True)


def decided(tracker: Tracker, message: Message) -> Then:
    """What a message gets that tells of no new danger."""
    kind, text = stands(tracker), message.text
    if kind is None:
        return Then.REPLY
    if is_over(text, SELF_HARM if in_crisis(tracker) else kind):
        return Then.OVER
    if is_heard(tracker, kind, message):
        return Then.HEARD
    if tracker.get_slot("offer") == "message" and for_team.is_only_name(message):
        return Then.LINE if in_crisis(tracker) else _with_line(kind)
    if kind == INJURY:
        asked = message.intent in ("faq", "nlu_fallback", "chat_help") and not message.is_button
        return Then.LINE if asked and is_about_it(tracker, message) else Then.REPLY
    if was_none(text, _told(tracker)):
        return Then.NONE
    if tracker.get_slot("offer") and is_clear_yes(text):
        return Then.REPLY
    if is_there_now(text) and kind != SELF_HARM:
        return Then.AGAIN
    return Then.LINE if is_about_it(tracker, message) else Then.LINE_FIRST


def is_heard(tracker: Tracker, kind: str, message: Message) -> bool:
    """Whether a danger to the body is told of by who has help already."""
    after_alarm = stands(tracker) in OF_THE_BODY
    return kind in OF_THE_BODY and help_is_called(message.text, after_alarm=after_alarm)


def told_by(message: Message) -> str:
    """The kind of danger of a message alone."""
    return VIOLENCE if message.is_violence else message.safety or EMERGENCY


def for_staff(kind: str) -> str:
    """The kind as staff are alarmed of it."""
    return EMERGENCY if kind == VIOLENCE else kind


def kind_of(tracker: Tracker, message: Message) -> str:
    """The kind of danger told; "they're here now" behind another danger is still that one."""
    kind, standing = told_by(message), stands(tracker)
    is_short = len(message.text.split()) <= FEW
    if kind == SELF_HARM and standing and is_short and is_heard(tracker, standing, message):
        return standing
    return graver(standing, kind)


def _with_line(kind: str) -> Then:
    return Then.REPLY if kind == INJURY else Then.LINE_FIRST


def is_about_it(tracker: Tracker, message: Message) -> bool:
    """Whether a message after an alarm is not clearly about something else."""
    if message.intent == "affirm" and tracker.get_slot("offer"):
        return in_crisis(tracker) and not is_clear_yes(message.text)
    if message.is_button:
        return message.intent == "deny"
    if asks_to_wait(message.text):
        return True
    if message.intent in OTHER_BUSINESS - UPSET:
        return False
    if seeks_help(message.text):
        return True
    if message.intent in UPSET:
        return in_crisis(tracker)
    return not (message.topics and all(_is_asked(each, message.text) for each in message.topics))


def ends_form(tracker: Tracker, message: Message) -> bool:
    """Whether no question of a form may follow: a goodbye, "it's worse now", or an "ok" or "I'll
    do it" of who is in a crisis."""
    if stands(tracker) in (None, INJURY) or message.is_button:
        return False
    if message.intent == "goodbye" or is_there_now(message.text):
        return True
    if tracker.get_slot("requested_slot") == "confirmed":
        return False
    agrees = in_crisis(tracker) and message.intent == "affirm"
    return agrees or may_mean_more(tracker, message)


def may_mean_more(tracker: Tracker, message: Message) -> bool:
    """ "I'll do it": in a crisis it may be no request that is meant."""
    return in_crisis(tracker) and wants_it_after_all(message.text)


def can_tell_team(tracker: Tracker) -> bool:
    """Whether a message can be offered: nothing is being put together, or waits to be."""
    return not (draft.open_form(tracker) or tracker.get_slot("draft"))


def say_line(dispatcher: CollectingDispatcher, tracker: Tracker) -> None:
    """Where help is, in a line."""
    kind = stands(tracker)
    if kind == INJURY:
        say_reachable(dispatcher, OWN_SYMPTOM)
    elif kind:
        say(dispatcher, STILL[kind])
        if kind != SELF_HARM and in_crisis(tracker):
            say(dispatcher, STILL[SELF_HARM])


def say_over(dispatcher: CollectingDispatcher, tracker: Tracker, kind: str) -> None:
    """That it is good to hear, and, where no request waits, that the team can be told."""
    say(dispatcher, "utter_safety_over_self_harm" if kind == SELF_HARM else "utter_safety_over")
    if can_tell_team(tracker):
        say(dispatcher, "utter_safety_tell_team")


def say_none(dispatcher: CollectingDispatcher, tracker: Tracker, text: str) -> dict[str, Any]:
    """Once more what to do if it is one, and the event that the same is not raised again."""
    alarm = tracker.get_slot(SLOT)
    say(dispatcher, NONE[alarm["kind"]])
    if is_beside_crisis(tracker):
        return say_back_to_crisis(dispatcher, tracker)
    known = filter(None, (alarm.get("none"), text))
    return SlotSet(SLOT, {**alarm, "none": " ".join(known)})


def _is_asked(topic: str, text: str) -> bool:
    """Whether a topic that has nothing to do with it is asked about."""
    if topic not in OTHER_TOPICS or not is_question(text):
        return False
    named = _NAMED_IN_QUESTION.get(topic)
    return named is None or bool(named.search(text))


def _told(tracker: Tracker) -> str:
    """The words of all dangers that were told."""
    dangers = (tracker.get_slot(for_team.WORDS) or {}).get("dangers", [])
    return " ".join([(tracker.get_slot(SLOT) or {}).get("by", ""), *(each[1] for each in dangers)])


def _recent(tracker: Tracker) -> dict[str, Any] | None:
    alarm: dict[str, Any] | None = tracker.get_slot(SLOT)
    if not alarm or current_time() - datetime.fromisoformat(alarm["at"]) > LASTS:
        return None
    return alarm
