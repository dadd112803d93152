"""Emergencies: the one thing to do now, first and alone; everything else waits."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import alarm, pausing
from actions.after_alarm import ALARMS, HELP_CALLED, VIOLENCE
from actions.booking import for_team
from actions.message import Message
from actions.say import say
from actions.settling import settled
from clinic.store.unit_of_work import current_unit


class ActionSafety(Action):
    """Says where help is, alarms the clinic, remembers it, and ends an open form: its draft is
    kept."""

    def name(self) -> str:
        return "action_safety"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        message, unit = Message(tracker), current_unit()
        if alarm.is_none(tracker, message):
            ended = alarm.say_none(dispatcher, tracker, message.text)
            told = for_team.heard(tracker, for_team.MESSAGE, message.text)
            return [ended, *told, *settled(dispatcher, tracker)]
        kind = alarm.kind_of(tracker, message)
        if unit is not None:
            unit.need_person(alarm.for_staff(kind))
        heard = alarm.is_heard(tracker, kind, message)
        say(dispatcher, HELP_CALLED if heard else ALARMS.get(kind, VIOLENCE))
        crisis = kind != alarm.SELF_HARM and alarm.in_crisis(tracker)
        if crisis:
            say(dispatcher, alarm.STILL[alarm.SELF_HARM])
        raised = alarm.raised(kind, message.text, crisis=crisis)
        return [raised, *pausing.put_by(tracker, message.text, kind)]
