"""The bounded memory of a conversation: all that the policies need, whatever its length.

A snapshot stands for the whole history. Replaying it gives the policies the same state as
replaying every event would, so a turn costs the same at the start and after a thousand turns.
"""

from __future__ import annotations

from typing import Any

from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    ActionExecutionRejected,
    ActiveLoop,
    ConversationPaused,
    Event,
    SlotSet,
)
from rasa.shared.core.trackers import DialogueStateTracker


def snapshot_of(tracker: DialogueStateTracker) -> dict[str, Any]:
    """What has to be remembered of a tracker, as JSON."""
    loop = tracker.active_loop
    return {
        "slots": {
            name: slot.value
            for name, slot in tracker.slots.items()
            if slot.value != slot.initial_value
        },
        "loop": loop.name if loop else None,
        "rejected": bool(loop and loop.rejected),
        "paused": tracker.is_paused(),
        "latest_action": tracker.latest_action_name,
    }


def events_of(snapshot: dict[str, Any], domain: Domain) -> list[Event]:
    """The synthetic events that bring a fresh tracker into the remembered state.

    A slot or a loop that the model no longer knows is left out: a new model may have changed it.
    """
    events: list[Event] = [ActionExecuted(ACTION_LISTEN_NAME)]
    known_slots = {slot.name for slot in domain.slots}
    loop = snapshot["loop"] if snapshot["loop"] in domain.form_names else None
    if loop:
        events.append(ActiveLoop(loop))
        if snapshot["rejected"]:
            events.append(ActionExecutionRejected(loop))
    events += [
        SlotSet(name, value) for name, value in snapshot["slots"].items() if name in known_slots
    ]
    if snapshot["paused"]:
        events.append(ConversationPaused())
    if snapshot["latest_action"]:
        events.append(ActionExecuted(snapshot["latest_action"]))
    return events
