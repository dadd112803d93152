"""What is said to a message after an alarm, before any reply or in its place."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import alarm, low_spirits
from actions.alarm import Then
from actions.alarm_words import is_clear_yes
from actions.booking import draft, for_team
from actions.booking.phrases import is_question, is_refusal
from actions.message import Message
from actions.pausing import left
from actions.say import say
from actions.settling import MESSAGE, forgotten, settled
from clinic.store.unit_of_work import current_unit

ALARMS = {
    alarm.EMERGENCY: "utter_safety_emergency",
    alarm.SAME_DAY: "utter_safety_same_day",
    alarm.SELF_HARM: "utter_safety_self_harm",
}
VIOLENCE = "utter_safety_violence"
GOODBYE = "utter_safety_goodbye_self_harm"
HELP_CALLED = "utter_safety_help_called"

Events = list[dict[str, Any]]


def after_alarm(
    dispatcher: CollectingDispatcher, tracker: Tracker, message: Message, then: Then
) -> tuple[Events, bool]:
    """Says what `then` asks for; its events, and whether that is all that is said."""
    if then is Then.LINE_FIRST or _turns_down(tracker, message, then):
        alarm.say_line(dispatcher, tracker)
        return [], False
    if then is Then.REPLY:
        return _taken(tracker, message)
    if then is Then.NONE:
        return _none(dispatcher, tracker, message)
    if then is Then.OVER and alarm.is_beside_crisis(tracker):
        back = alarm.say_back_to_crisis(dispatcher, tracker)
        return [back, *_with_team(dispatcher, tracker, message)], True
    if then is Then.OVER:
        alarm.say_over(dispatcher, tracker, alarm.stands(tracker) or "")
        offer = None if draft.open_form(tracker) else MESSAGE
        return [SlotSet(alarm.SLOT, None), *settled(dispatcher, tracker, offer=offer)], True
    if then is Then.AGAIN:
        say(dispatcher, ALARMS.get(alarm.stands(tracker) or alarm.EMERGENCY, VIOLENCE))
        return [*left(tracker), *_silently(tracker)], True
    if then is Then.HEARD:
        say(dispatcher, HELP_CALLED)
        return _with_team(dispatcher, tracker, message), True
    _hand_over(message)
    if alarm.ends_form(tracker, message) or message.intent == "goodbye":
        _say_goodbye(dispatcher, tracker, message)
        return [*left(tracker), *_silently(tracker)], True
    alarm.say_line(dispatcher, tracker)
    despair = low_spirits.despair_beside(dispatcher, tracker, message)
    if despair:
        return despair, True
    return [*_with_team(dispatcher, tracker, message), *low_spirits.noted(message)], True


def _with_team(dispatcher: CollectingDispatcher, tracker: Tracker, message: Message) -> Events:
    """Says as well that the team can be told, unless that was just turned down."""
    tells = alarm.can_tell_team(tracker) and message.intent != "deny"
    if tells and alarm.stands(tracker) != alarm.INJURY:  # whose line has its button
        say(dispatcher, "utter_safety_tell_team")
    return settled(dispatcher, tracker, offer=MESSAGE if tells else None)


def _none(
    dispatcher: CollectingDispatcher, tracker: Tracker, message: Message
) -> tuple[Events, bool]:
    ended = alarm.say_none(dispatcher, tracker, message.text)
    if message.topics and is_question(message.text):
        return [ended], False
    return [ended, *settled(dispatcher, tracker)], True


def _taken(tracker: Tracker, message: Message) -> tuple[Events, bool]:
    """A yes to the message for the team, in whatever language."""
    yes = alarm.stands(tracker) and is_clear_yes(message.text)
    if yes and tracker.get_slot("offer") == MESSAGE and message.intent != "affirm":
        return [*for_team.opened(tracker), FollowupAction(draft.FORM)], True
    return [], False


def _turns_down(tracker: Tracker, message: Message, then: Then) -> bool:
    """A plain no to what was offered besides the message for the team: it is done."""
    offer = tracker.get_slot("offer")
    refuses = message.intent == "deny" and (message.is_button or is_refusal(message.text))
    return then is Then.LINE and refuses and offer not in (None, MESSAGE)


def _say_goodbye(dispatcher: CollectingDispatcher, tracker: Tracker, message: Message) -> None:
    if alarm.stands(tracker) == alarm.SELF_HARM and message.intent == "goodbye":
        say(dispatcher, GOODBYE)
    else:
        alarm.say_line(dispatcher, tracker)


def _silently(tracker: Tracker) -> Events:
    """Settled without an offer."""
    return [SlotSet("misses", None), *forgotten(tracker), SlotSet("offer", None)]


def _hand_over(message: Message) -> None:
    """Staff hear of who wants a person or complains, also where help is all that is said."""
    unit = current_unit()
    if unit is not None and message.intent in ("human_handoff", "complaint"):
        unit.need_person("complaint" if message.intent == "complaint" else "handoff")
