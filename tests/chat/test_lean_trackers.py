"""Lean trackers are in the same state as Rasa's, wherever a conversation goes."""

from __future__ import annotations

import random

import pytest
from rasa.core.processor import MessageProcessor
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    ActionExecutionRejected,
    ActiveLoop,
    BotUttered,
    Event,
    Restarted,
    SlotSet,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker

from clinic.chat.lean_trackers import copied, past_states

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
    told.pop("_followed", None)
    return told


@pytest.mark.parametrize("seed", range(25))
def test_a_copy_is_what_a_replay_makes_of_a_tracker(processor: MessageProcessor, seed: int) -> None:
    events = _events(random.Random(seed))
    tracker = DialogueStateTracker.from_events("ana", events, processor.domain.slots)
    tracker.assistant_id = "assistant"
    made, replayed = copied(tracker), tracker.travel_back_in_time(float("inf"))
    assert _told(made) == _told(replayed)
    before = _told(tracker)
    made.update_with_events([SlotSet("requested_slot", "email"), ActiveLoop(FORM)], None)
    made.active_loop.rejected = True
    assert _told(tracker) == before


@pytest.mark.parametrize("seed", range(25))
def test_the_states_are_the_same_after_every_event(processor: MessageProcessor, seed: int) -> None:
    domain: Domain = processor.domain
    tracker = DialogueStateTracker("ana", domain.slots)
    for event in _events(random.Random(seed)):
        tracker.update(event)
        wanted = domain.states_for_tracker_history(tracker)
        found = past_states(tracker, domain)
        assert found == wanted
        found[-1].clear()  # the caller's to change
        found[0].get("slots", {}).clear()
        assert past_states(tracker, domain) == wanted
