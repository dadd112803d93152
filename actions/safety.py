"""Emergencies: the one thing to do now, first and alone; everything else waits."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActiveLoop, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import alarm
from actions.booking import draft, for_team
from actions.health import with_flags
from actions.message import Message
from actions.say import say
from clinic.store.unit_of_work import current_unit

RESPONSES = {
    "emergency": "utter_safety_emergency",
    "same_day": "utter_safety_same_day",
    "self_harm": "utter_safety_self_harm",
}


class ActionSafety(Action):
    """Says where help is, alarms the clinic, remembers it, and ends an open form: its draft is
    kept."""

    def name(self) -> str:
        return "action_safety"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        message, unit = Message(tracker), current_unit()
        kind = alarm.kind_of(tracker, message)
        if unit is not None:
            unit.need_person(kind)
        say(
            dispatcher,
            alarm.HELP_CALLED if alarm.is_heard(tracker, kind, message) else RESPONSES[kind],
        )
        events = [SlotSet("misses", None), SlotSet("offer", None), alarm.raised(kind)]
        events += for_team.heard(tracker, for_team.MESSAGE, message.text, kind)
        if draft.open_form(tracker):
            events += [ActiveLoop(None), SlotSet("requested_slot", None), *draft.change_left()]
        if draft.is_open(tracker):
            told = with_flags(tracker, [f"danger:{kind}"])
            events += [SlotSet("draft", True), SlotSet("booking_flags", told)]
            if for_team.kind_of(tracker):
                events += for_team.added(tracker, message.text, first=True)
        return events
