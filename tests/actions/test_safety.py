"""What a danger sets off beside its answer."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.after_alarm import ALARMS
from actions.safety import ActionSafety
from clinic.store.unit_of_work import UnitOfWork, working_in


@pytest.mark.parametrize("kind", ALARMS)
def test_every_kind_of_danger_alarms_the_clinic(kind):
    said = {"text": "x", "safety": kind}
    tracker = Tracker("conversation", {}, said, [], False, None, {}, "action_listen")
    unit = UnitOfWork("conversation", 1, "m1", datetime(2026, 12, 1, tzinfo=UTC), "k")
    dispatcher = CollectingDispatcher()
    with working_in(unit):
        asyncio.run(ActionSafety().run(dispatcher, tracker, {}))
    assert unit.person_needed == {kind}
    assert [each["response"] for each in dispatcher.messages] == [ALARMS[kind]]


def test_who_has_called_for_help_is_heard_and_the_clinic_alarmed_all_the_same():
    said = {"text": "throat closing, the ambulance is coming", "safety": "emergency"}
    tracker = Tracker("conversation", {}, said, [], False, None, {}, "action_listen")
    unit = UnitOfWork("conversation", 1, "m1", datetime(2026, 12, 1, tzinfo=UTC), "k")
    dispatcher = CollectingDispatcher()
    with working_in(unit):
        asyncio.run(ActionSafety().run(dispatcher, tracker, {}))
    assert unit.person_needed == {"emergency"}
    assert [each["response"] for each in dispatcher.messages] == ["utter_safety_help_called"]


def test_a_danger_told_in_the_form_is_flagged_on_the_request():
    said, loop = {"text": "x", "safety": "emergency"}, {"name": "booking_form"}
    slots = {"booking_flags": ["for_two"]}
    tracker = Tracker("conversation", slots, said, [], False, None, loop, "action_listen")
    events = asyncio.run(ActionSafety().run(CollectingDispatcher(), tracker, {}))
    flags = [each["value"] for each in events if each.get("name") == "booking_flags"]
    assert flags == [["for_two", "danger:emergency"]]
