"""A turn's tracker is in the same state as Rasa's, wherever a conversation goes."""

from __future__ import annotations

import random

import pytest
from rasa.core.actions.forms import FormAction
from rasa.core.processor import MessageProcessor
from rasa.shared.core.events import (
    ActionExecuted,
    ActionExecutionRejected,
    ActiveLoop,
    AllSlotsReset,
    BotUttered,
    Event,
    Restarted,
    SlotSet,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker

from clinic.chat.turn_actions import Form
from clinic.chat.turn_tracker import TurnTracker

FORM = "booking_form"


def _events(draw: random.Random) -> list[Event]:
    """Some turns: questions, an open form, a rejected one, slots that are set and emptied."""
    events: list[Event] = [ActionExecuted("action_listen")]
    for _ in range(draw.randint(1, 6)):
        intent = draw.choice(["faq", "request_booking", "affirm"])
        events.append(UserUttered("words", {"name": intent}, parse_data={"text": "words"}))
        events.append(SlotSet("requested_slot", draw.choice(["name", "phone", None])))
        events.append(
            draw.choice(
                [
                    ActiveLoop(FORM),
                    ActiveLoop(None),
                    BotUttered("Hi"),
                    ActionExecutionRejected(FORM),
                ]
            )
        )
        for action in draw.sample([FORM, "action_answer", "action_clarify"], draw.randint(0, 2)):
            events.append(ActionExecuted(action))
        if draw.random() < 0.1:
            events.append(Restarted())
        events.append(ActionExecuted("action_listen"))
    return events


def _told(tracker: DialogueStateTracker) -> dict[str, object]:
    told = dict(vars(tracker), slots={name: vars(slot) for name, slot in tracker.slots.items()})
    told.pop("remembered", None)
    return told


def _tracked(processor: MessageProcessor, events: list[Event]) -> TurnTracker:
    tracker = TurnTracker("", processor.domain.slots).begun("ana")
    for event in events:
        tracker.update(event)
    return tracker


@pytest.mark.parametrize("seed", range(25))
def test_it_is_where_rasas_tracker_is_after_every_event(
    processor: MessageProcessor, seed: int
) -> None:
    ours = TurnTracker("", processor.domain.slots).begun("ana")
    rasas = DialogueStateTracker("ana", processor.domain.slots)
    for event in _events(random.Random(seed)):
        ours.update(event)
        rasas.update(event)
        assert _told(ours) == _told(rasas)


@pytest.mark.parametrize("seed", range(25))
def test_a_copy_is_what_a_replay_makes_of_a_tracker(processor: MessageProcessor, seed: int) -> None:
    tracker = _tracked(processor, _events(random.Random(seed)))
    tracker.assistant_id = "assistant"
    made, replayed = tracker.copy(), tracker.travel_back_in_time(float("inf"))
    assert _told(made) == _told(replayed)
    before = _told(tracker)
    made.update_with_events([SlotSet("requested_slot", "email"), ActiveLoop(FORM)], None)
    made.active_loop.rejected = True
    assert _told(tracker) == before
    made.update(AllSlotsReset())
    assert _told(tracker) == before


@pytest.mark.parametrize("seed", range(25))
def test_a_forms_tracker_for_a_validation_is_rasas(processor: MessageProcessor, seed: int) -> None:
    tracker = _tracked(processor, _events(random.Random(seed)))
    extracted = [SlotSet("name", "Ana")]
    ours, rasas = (
        kind(FORM, None)._temporary_tracker(tracker, extracted, processor.domain)
        for kind in (Form, FormAction)
    )
    stated = [
        {**_told(each), "events": [event.as_dict() for event in each.events]}
        for each in (ours, rasas)
    ]
    for told in stated:
        for event in told["events"]:
            event.pop("timestamp")
    assert stated[0] == stated[1]


def test_what_one_conversation_sets_is_not_set_in_the_next(processor: MessageProcessor) -> None:
    fresh = TurnTracker("", processor.domain.slots)
    fresh.begun("ana").update(SlotSet("name", "Ana"))
    assert fresh.begun("jo").get_slot("name") is None
    assert all(slot.value is None for slot in processor.domain.slots)
