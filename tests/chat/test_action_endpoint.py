"""Actions in the process are called as if they were posted to."""

from __future__ import annotations

import json
from collections import OrderedDict
from typing import Any

import numpy as np
import pytest
from rasa.core.actions.action import RemoteAction
from rasa.core.nlg import TemplatedNaturalLanguageGenerator
from rasa.core.processor import MessageProcessor
from rasa.shared.core.events import ActiveLoop, Event, SlotSet, UserUttered
from rasa_sdk import Action
from rasa_sdk.interfaces import Tracker

from clinic.chat.action_endpoint import InProcessActions, SeenTracker, through_json
from clinic.chat.turn_tracker import TurnTracker


@pytest.mark.parametrize(
    "value",
    [
        {"a": [1, 2.5, None, True, "é"], "b": {"c": ()}},
        (1, (2, [3])),
        {1: 2, None: 3},
        OrderedDict(a=(1,)),
        np.float64(0.1),
    ],
    ids=str,
)
def test_a_value_comes_out_as_by_json(value: Any) -> None:
    wanted = json.loads(json.dumps(value))
    assert repr(through_json(value)) == repr(wanted)


def test_what_json_cannot_write_is_refused() -> None:
    with pytest.raises(TypeError):
        through_json({"a": [{1, 2}]})


def test_what_goes_as_by_json_is_no_longer_the_senders() -> None:
    sent = {"slots": {"times": ["monday"]}}
    through_json(sent)["slots"]["times"].append("friday")
    assert sent == {"slots": {"times": ["monday"]}}


@pytest.fixture
def tracker(processor: MessageProcessor) -> TurnTracker:
    tracker = TurnTracker("ana", processor.domain.slots)
    parsed = {"text": "hi", "topics": ["faq/pain"], "entities": []}
    said: list[Event] = [
        UserUttered("hi", {"name": "faq"}, parse_data=parsed),
        SlotSet("booking_flags", ["minor"]),
        ActiveLoop("booking_form"),
    ]
    for event in said:
        tracker.update(event)
    return tracker


def test_an_action_sees_the_tracker_that_it_would_be_sent(
    processor: MessageProcessor, tracker: TurnTracker
) -> None:
    sent = RemoteAction("action_answer", InProcessActions())._action_call_format(
        tracker, processor.domain
    )
    posted = Tracker.from_dict(json.loads(json.dumps(sent["tracker"])))
    seen = SeenTracker(tracker)
    assert seen.events == posted.events
    told = {name: value for name, value in vars(seen).items() if name != "_tracker"}
    assert told == vars(posted)


async def test_an_action_can_change_nothing_but_by_its_events(
    processor: MessageProcessor, tracker: TurnTracker
) -> None:
    class Meddling(Action):
        def name(self) -> str:
            return "action_meddling"

        def run(self, dispatcher: Any, seen: Any, domain: Any) -> list[dict[str, Any]]:
            assert domain == {}
            seen.slots["booking_flags"].append("x")
            seen.latest_message["topics"].append("x")
            seen.active_loop["name"] = "x"
            seen.events[0]["parse_data"]["topics"].append("x")
            return [{"event": "slot", "name": "offer", "value": "booking", "timestamp": None}]

    endpoint = InProcessActions()
    endpoint._executor.register_action(Meddling)
    before = json.dumps(RemoteAction("x", endpoint)._action_call_format(tracker, processor.domain))
    nlg = TemplatedNaturalLanguageGenerator({})
    events = await endpoint.run("action_meddling", _Channel, nlg, tracker)
    assert events == [SlotSet("offer", "booking")]
    after = RemoteAction("x", endpoint)._action_call_format(tracker, processor.domain)
    assert json.dumps(after) == before


class _Channel:
    @staticmethod
    def name() -> str:
        return "chat"
