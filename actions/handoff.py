"""Handing over: how to reach a person, honestly, with what the clinic has filled in."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.booking import draft, left_at_once
from actions.health import add_caveats
from actions.hours import say_when_open
from actions.injuries import tells_of_injury, what_to_look_out_for
from actions.message import Message
from actions.offers import ReplyAction
from actions.own_case import answers_of
from actions.say import profile, say
from actions.settling import MESSAGE, settled
from clinic.store.unit_of_work import current_unit


class ActionHandoff(ReplyAction):
    """Tells a visitor who wants a person, or complains, how staff will hear of it."""

    def name(self) -> str:
        return "action_handoff"

    def reply(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, message: Message
    ) -> list[dict[str, Any]]:
        return hand_over(dispatcher, tracker, message)


def hand_over(
    dispatcher: CollectingDispatcher, tracker: Tracker, message: Message
) -> list[dict[str, Any]]:
    """How to reach a person, behind what a complaint or a question needs first."""
    unit = current_unit()
    if unit is not None:
        unit.need_person("complaint" if message.intent == "complaint" else "handoff")
    complains, events = message.intent == "complaint", []
    was_hurt = complains and tells_of_injury(message)
    if complains:
        say(dispatcher, "utter_complaint")
    answers: list[str] = []
    if was_hurt:
        events = what_to_look_out_for(dispatcher, tracker, message)
    else:
        answers = answers_of(message, message.topics)
    for answer in answers:
        say(dispatcher, answer)
    begun = [] if complains else left_at_once.begun(tracker, message)
    if begun:
        add_caveats(dispatcher, message, said=answers)
        return [*settled(dispatcher, tracker), *begun]
    say(dispatcher, _way_to_a_person(tracker))
    say_when_open(dispatcher, tracker)
    if not was_hurt:  # a burn that a treatment left is no reason against it
        add_caveats(dispatcher, message, said=answers)
    return [*settled(dispatcher, tracker, offer=MESSAGE), *events]


def _way_to_a_person(tracker: Tracker) -> str:
    if draft.is_open(tracker):
        return "utter_handoff_in_form"
    return "utter_handoff_phone" if profile().phone else "utter_human_handoff"
