"""The tracker of a turn: its copies share the slots until one of them sets one.

Rasa copies a tracker for each action of a turn, by replaying its events on new slots.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable
from typing import Any

from rasa.shared.core.slots import Slot
from rasa.shared.core.trackers import DialogueStateTracker


class TurnTracker(DialogueStateTracker):
    """Rasa's tracker, which also knows how many of its events stand for earlier turns."""

    def __init__(self, sender_id: str, slots: Iterable[Slot]) -> None:
        self.remembered = 0
        super().__init__(sender_id, slots)

    def begun(self, sender_id: str) -> TurnTracker:
        """Another conversation's tracker in the same state."""
        made = self._shared()
        made.sender_id = sender_id
        return made

    def copy(self) -> TurnTracker:
        """A tracker in the same state, with events, slots and loop of its own."""
        made = self._shared()
        # What a replay would not bring along.
        made.sender_source = made.model_id = made.assistant_id = None
        return made

    def _shared(self) -> TurnTracker:
        made = object.__new__(type(self))
        vars(made).update(vars(self))
        made.events = self.events.copy()
        made.slots = self.slots.copy()
        made.active_loop = copy.copy(self.active_loop)
        return made

    def _set_slot(self, key: str, value: Any) -> None:
        if key in self.slots:
            self.slots[key] = _copied(self.slots[key])
        super()._set_slot(key, value)

    def _reset_slots(self) -> None:
        self.slots = {name: _copied(slot) for name, slot in self.slots.items()}
        super()._reset_slots()


def _copied(slot: Slot) -> Slot:
    """What `copy.copy` makes of a slot, in a quarter of the time."""
    made = object.__new__(type(slot))
    vars(made).update(vars(slot))
    return made
