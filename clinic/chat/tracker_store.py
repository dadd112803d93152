"""Rasa's tracker store, resting on the turn's unit of work: it reads and adds there only."""

from __future__ import annotations

from collections.abc import Iterable
from contextvars import ContextVar
from typing import Any

from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker

from clinic.chat.snapshot import events_of, snapshot_of
from clinic.errors import TurnFailed
from clinic.store.unit_of_work import current_unit

# What the claim loaded for the turn that is being computed.
loaded_snapshot: ContextVar[dict[str, Any] | None] = ContextVar("loaded_snapshot", default=None)


class TurnTrackerStore(TrackerStore):
    """Rebuilds a tracker from its snapshot and stages the new events; nothing is written here."""

    def __init__(self, domain: Domain) -> None:
        super().__init__(domain)

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        snapshot = loaded_snapshot.get()
        if snapshot is None:
            return None
        return DialogueStateTracker.from_events(
            sender_id,
            evts=events_of(snapshot, self.domain),
            slots=self.domain.slots,
            max_event_history=self.max_event_history,
        )

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Stage what is new; Rasa saves twice on a first turn, so the last one counts."""
        unit = current_unit()
        if unit is None or unit.conversation != tracker.sender_id:
            raise TurnFailed("A conversation was saved outside of its turn.")
        snapshot = loaded_snapshot.get()
        known = len(events_of(snapshot, self.domain)) if snapshot else 0
        unit.tracker_events = [_lean(event.as_dict()) for event in list(tracker.events)[known:]]
        unit.snapshot = snapshot_of(tracker)

    async def keys(self) -> Iterable[str]:
        return []

    async def retrieve_full_tracker(self, conversation_id: str) -> DialogueStateTracker | None:
        return await self.retrieve(conversation_id)

    async def delete(self, sender_id: str) -> None:
        raise TurnFailed("Conversations are erased through the store, not through Rasa.")


def _lean(event: dict[str, Any]) -> dict[str, Any]:
    """A bot's event without the variables that its words were filled from: they are in the text."""
    if event["event"] != "bot":
        return event
    return {**event, "metadata": {"utter_action": event["metadata"].get("utter_action")}}
