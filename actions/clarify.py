"""Asking back: first for other words with the nearest topics as buttons, then offering a person."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.answer import comforted, passed_on, time_answered
from actions.booking import draft, for_team, names, volunteered_names
from actions.booking.people import asked_for
from actions.catalogue import title
from actions.follow_up import followed_up, remembered
from actions.health import add_caveats
from actions.message import Message
from actions.offers import ReplyAction
from actions.old_scars import OLD_SCARS, tells_of_old_scars
from actions.own_case import answers_of
from actions.remembered import caveats_first
from actions.say import language_of, say
from actions.settling import BOOKING, MESSAGE, settled
from actions.symptoms import OWN_SYMPTOM, tells_of_a_symptom
from actions.worries import WORRY, is_worried, say_what_to_do

MISSES_BEFORE_A_PERSON = 2


class ActionClarify(ReplyAction):
    """One step of the ladder; a message that is understood takes the visitor off it."""

    def name(self) -> str:
        return "action_clarify"

    def reply(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, message: Message
    ) -> list[dict[str, Any]]:
        if tells_of_old_scars(message):
            say(dispatcher, OLD_SCARS)
        if caveats_first(dispatcher, tracker, message):
            return settled(dispatcher, tracker, offer=BOOKING)
        timed = time_answered(dispatcher, tracker, message)
        if timed is not None:
            return timed
        asked = followed_up(tracker, message)
        if asked:
            for answer in answers_of(message, asked):
                say(dispatcher, answer)
            return [*settled(dispatcher, tracker, offer=BOOKING), remembered(asked)]
        if _is_request(message) and not draft.open_form(tracker):
            return [SlotSet("misses", None), FollowupAction("booking_form")]
        if is_worried(message):
            return comforted(dispatcher, tracker)
        if tells_of_a_symptom(message):
            say_what_to_do(dispatcher, OWN_SYMPTOM)
            passed = passed_on(dispatcher, tracker, for_team.MESSAGE, message)
            return [*passed, SlotSet(WORRY, OWN_SYMPTOM)]
        misses = (tracker.get_slot("misses") or 0) + 1
        if misses >= MISSES_BEFORE_A_PERSON:
            say(dispatcher, "utter_clarify_person")
            add_caveats(dispatcher, message)
            return settled(dispatcher, tracker, offer=MESSAGE, misses=misses)
        # Who was asked for name and number may still leave them.
        kept = MESSAGE if tracker.get_slot("offer") == MESSAGE else None
        kept_name = _name_for_later(tracker, message)
        buttons = nearest(message, language_of(tracker))
        say(dispatcher, "utter_clarify" if buttons else "utter_clarify_open", buttons=buttons)
        add_caveats(dispatcher, message)
        return [*kept_name, *settled(dispatcher, tracker, offer=kept, misses=misses)]


def _name_for_later(tracker: Tracker, message: Message) -> list[dict[str, Any]]:
    """ "Rob Dale", said before anything was asked: a request that follows need not ask for it."""
    if draft.open_form(tracker) or not for_team.is_only_name(message):
        return []
    name = names.name_alone(message.text)
    return [SlotSet("name", name)] if name and volunteered_names.is_well_known(name) else []


def _is_request(message: Message) -> bool:
    """ "I'd like to book for my daughter", however much about her follows."""
    likely = message.suggestions[:1] == ["booking_request"]
    wished = for_team.wants_appointment(message.text) and asked_for(message.text)
    return likely and bool(wished)


def nearest(message: Message, language: str) -> list[dict[str, str]]:
    """A button for each of the topics that the message may have meant."""
    buttons = []
    for label in message.suggestions:
        name = title(label, language)
        if name:
            buttons.append({"title": name, "payload": f"/{label}"})
    return buttons
