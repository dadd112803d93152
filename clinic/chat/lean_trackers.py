"""Trackers that are copied as they stand and followed step by step, where Rasa replays them.

For each action of a turn Rasa copies the tracker by replaying its events, and replays them once
more to tell its policies the states that it went through.
"""

from __future__ import annotations

import copy
from typing import Any

from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, Event
from rasa.shared.core.trackers import DialogueStateTracker, State

_FOLLOWED = "_followed"  # in a tracker's own dictionary; goes with it


def keep_trackers_lean() -> None:
    """Change Rasa's tracker for this process; a second time changes nothing."""
    DialogueStateTracker.copy = copied
    DialogueStateTracker.past_states = past_states


def copied(tracker: DialogueStateTracker) -> DialogueStateTracker:
    """A tracker in the same state with events, slots and loop of its own."""
    made = object.__new__(type(tracker))
    vars(made).update(vars(tracker))
    vars(made).pop(_FOLLOWED, None)
    made.events = tracker.events.copy()
    made.slots = copy.copy(tracker.slots)
    for name, slot in tracker.slots.items():
        made.slots[name] = copy.copy(slot)
    made.active_loop = copy.copy(tracker.active_loop)
    # What a replay would not bring along.
    made.sender_source = made.model_id = made.assistant_id = None
    return made


def past_states(
    tracker: DialogueStateTracker,
    domain: Domain,
    omit_unset_slots: bool = False,
    ignore_rule_only_turns: bool = False,
    rule_only_data: dict[str, Any] | None = None,
) -> list[State]:
    """The states that a tracker was in before each action, and the one that it is in."""
    if omit_unset_slots or ignore_rule_only_turns:  # as no policy of ours asks
        return domain.states_for_tracker_history(
            tracker, omit_unset_slots, ignore_rule_only_turns, rule_only_data
        )
    events, followed = tracker.applied_events(), vars(tracker).get(_FOLLOWED)
    if followed is None or not followed.leads_to(events, domain):
        followed = vars(tracker)[_FOLLOWED] = Followed(tracker, domain)
    return followed.states(events)


class Followed:
    """How far a tracker's history was followed, and the states on the way."""

    def __init__(self, tracker: DialogueStateTracker, domain: Domain) -> None:
        self._domain = domain
        self._replayed = tracker.init_copy()
        self._events: list[Event] = []
        self._states: list[State] = []

    def leads_to(self, events: list[Event], domain: Domain) -> bool:
        """Whether these events begin with those that were followed: some are undone later on."""
        known = self._events
        return (
            domain is self._domain
            and len(known) <= len(events)
            and all(mine is theirs for mine, theirs in zip(known, events, strict=False))
        )

    def states(self, events: list[Event]) -> list[State]:
        """The states up to the last of these events, the caller's to change."""
        for event in events[len(self._events) :]:
            if isinstance(event, ActionExecuted):
                self._states.append(self._state())
            self._replayed.update(event)
        self._events = events
        return [
            {part: dict(values) for part, values in state.items()}
            for state in (*self._states, self._state())
        ]

    def _state(self) -> State:
        return self._domain._clean_state(self._domain.get_active_state(self._replayed))
