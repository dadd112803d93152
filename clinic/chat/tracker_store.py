"""Rasa's tracker store, resting on the turn's unit of work: it reads and adds there only."""

from __future__ import annotations

from collections.abc import Iterable
from contextvars import ContextVar
from typing import Any

from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker

from clinic.chat.snapshot import events_of, snapshot_of
from clinic.chat.turn_tracker import TurnTracker
from clinic.errors import TurnFailed
from clinic.store.unit_of_work import UnitOfWork, current_unit

# What the claim loaded for the turn that is being computed.
loaded_snapshot: ContextVar[dict[str, Any] | None] = ContextVar("loaded_snapshot", default=None)


class TurnTrackerStore(TrackerStore):
    """Rebuilds a tracker from its snapshot and stages the new events; nothing is written here."""

    def __init__(self, domain: Domain) -> None:
        super().__init__(domain)
        self._fresh = TurnTracker("", domain.slots)

    async def retrieve(self, sender_id: str) -> DialogueStateTracker:
        _unit_of(sender_id)
        tracker, snapshot = self._fresh.begun(sender_id), loaded_snapshot.get()
        if snapshot is not None:
            for event in events_of(snapshot, self.domain):
                tracker.update(event)
            tracker.remembered = len(tracker.events)
        return tracker

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Stage what is new since the snapshot."""
        unit = _unit_of(tracker.sender_id)
        unit.tracker_events = [
            _lean(event.as_dict()) for event in list(tracker.events)[tracker.remembered :]
        ]
        unit.snapshot = snapshot_of(tracker)

    async def keys(self) -> Iterable[str]:
        return []

    async def retrieve_full_tracker(self, conversation_id: str) -> DialogueStateTracker:
        return await self.retrieve(conversation_id)

    async def delete(self, sender_id: str) -> None:
        raise TurnFailed("Conversations are erased through the store, not through Rasa.")


def _unit_of(conversation: str) -> UnitOfWork:
    unit = current_unit()
    if unit is None or unit.conversation != conversation:
        raise TurnFailed("A conversation was handled outside of its turn.")
    return unit


def _lean(event: dict[str, Any]) -> dict[str, Any]:
    """A bot's event without the variables that its words were filled from: they are in the text."""
    if event["event"] != "bot":
        return event
    return {**event, "metadata": {"utter_action": event["metadata"].get("utter_action")}}
