"""A remembered prediction is what Rasa's rules would predict again."""

from __future__ import annotations

import random
from typing import Any

import pytest
from rasa.core.policies.policy import Policy
from rasa.core.policies.rule_policy import RulePolicy
from rasa.core.processor import MessageProcessor
from rasa.shared.core.events import (
    ActionExecuted,
    ActionExecutionRejected,
    ActiveLoop,
    BotUttered,
    DefinePrevUserUtteredFeaturization,
    Event,
    LoopInterrupted,
    Restarted,
    SlotSet,
    UserUttered,
)
from rasa.shared.core.slots import TextSlot
from rasa.shared.core.trackers import DialogueStateTracker

from clinic.chat.predictions import RememberedPredictions

FORMS = ("booking_form", "change_form")
INTENTS = ("faq", "booking_request", "booking_change", "affirm", "nlu_fallback", "emergency")
ACTIONS = ("action_answer", "action_reply", "action_safety", "action_clarify", *FORMS)


@pytest.fixture
def policies(processor: MessageProcessor) -> list[Policy]:
    nodes = processor.graph_runner._instantiated_nodes.values()
    return [node._component for node in nodes if isinstance(node._component, Policy)]


def _events(draw: random.Random) -> list[Event]:
    """A snapshot's events, a message, and some of what a turn brings."""
    events: list[Event] = [ActionExecuted("action_listen")]
    if draw.random() < 0.6:
        events.append(ActiveLoop(draw.choice(FORMS)))
    if draw.random() < 0.2:
        events.append(ActionExecutionRejected(draw.choice(FORMS)))
    events.append(SlotSet("name", draw.choice(["Ana", "Jo", None])))
    events.append(ActionExecuted("action_listen"))
    entities = [{"entity": "age", "value": draw.choice("123")}] * draw.randint(0, 1)
    words = draw.choice(["hi", "hello", "good day"])
    events.append(UserUttered(words, {"name": draw.choice(INTENTS)}, entities))
    if draw.random() < 0.8:
        events.append(DefinePrevUserUtteredFeaturization(False))
    for _ in range(draw.randint(0, 3)):
        form = draw.choice(FORMS)
        events += draw.choice(
            [
                [ActionExecuted(draw.choice(ACTIONS)), BotUttered(draw.choice("abc"))],
                [ActionExecutionRejected(form)],
                [LoopInterrupted(True), ActionExecuted(form)],
                [ActiveLoop(draw.choice([form, None]))],
            ]
        )
    return events


def _told(prediction: Any) -> dict[str, Any]:
    return {**vars(prediction), "events": [type(each) for each in prediction.events]}


def test_it_is_what_is_predicted_anew(processor: MessageProcessor, policies: list[Policy]) -> None:
    draw = random.Random(5)
    predictions = RememberedPredictions(policies, processor.domain.slots)
    known = 0
    for _ in range(600):
        events = _events(draw)
        tracker = DialogueStateTracker.from_events("ana", events, processor.domain.slots)
        situation = predictions.situation(tracker)
        remembered = predictions.of(situation)
        anew = processor._predict_next_with_tracker(tracker)
        if remembered is not None:
            known += 1
            assert _told(remembered) == _told(anew)
        predictions.keep(situation, anew)
    assert known > 50


def test_topics_and_entities_that_no_rule_looks_at_make_no_other_situation(
    processor: MessageProcessor, policies: list[Policy]
) -> None:
    predictions = RememberedPredictions(policies, processor.domain.slots)

    def situation(topic: str, *entities: dict[str, Any]) -> Any:
        intent = {"name": "faq", "full_retrieval_intent_name": f"faq/{topic}"}
        events = [ActionExecuted("action_listen"), UserUttered("hi", intent, list(entities))]
        tracker = DialogueStateTracker.from_events("ana", events, processor.domain.slots)
        return predictions.situation(tracker)

    assert situation("pain") == situation("price", {"entity": "age", "value": "30"}) is not None


def test_the_callers_changes_are_not_remembered(
    processor: MessageProcessor, policies: list[Policy]
) -> None:
    predictions = RememberedPredictions(policies, processor.domain.slots)
    events = [ActionExecuted("action_listen"), UserUttered("hi", {"name": "faq"})]
    tracker = DialogueStateTracker.from_events("ana", events, processor.domain.slots)
    situation = predictions.situation(tracker)
    predictions.keep(situation, processor._predict_next_with_tracker(tracker))
    (event,) = predictions.of(situation).events
    event.timestamp, event.metadata = 1.0, {"model_id": "x"}
    (other,) = predictions.of(situation).events
    assert other.timestamp != 1.0
    assert other.metadata == {}


def test_what_cannot_be_told_is_left_to_rasa(
    processor: MessageProcessor, policies: list[Policy]
) -> None:
    def situation(policies: list[Policy], slots: list[Any], *events: Event) -> Any:
        tracker = DialogueStateTracker.from_events("ana", list(events), processor.domain.slots)
        return RememberedPredictions(policies, slots).situation(tracker)

    class Learnt(RulePolicy):
        def __init__(self) -> None:
            pass

    said, slots = UserUttered("hi", {"name": "faq"}), processor.domain.slots
    assert situation(policies, slots, said) is not None
    assert situation(policies, slots, said, Restarted()) is None
    assert situation([*policies, Learnt()], slots, said) is None
    assert situation(policies, [*slots, TextSlot("mood", [])], said) is None
