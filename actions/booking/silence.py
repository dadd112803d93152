"""Silence: after half an hour, a reload or with another model, a request is offered again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet

from clinic.store.unit_of_work import current_unit

LONGEST_SILENCE = timedelta(minutes=30)


def noticed(tracker: Tracker) -> dict[str, Any]:
    """Remembers when, and by which model, the open form was last gone on with."""
    return SlotSet("seen", {"at": _now().isoformat(), "model": _model(tracker)})


def was_left(tracker: Tracker) -> bool:
    """Whether the visitor has been away so long, or so much has changed, that we ask first."""
    seen = tracker.get_slot("seen")
    if not seen:
        return False
    last = datetime.fromisoformat(seen["at"])
    silent = _now() - last > LONGEST_SILENCE
    return silent or _was_reloaded_since(last) or seen["model"] != _model(tracker)


def _was_reloaded_since(last: datetime) -> bool:
    unit = current_unit()
    return unit is not None and unit.loaded_at is not None and unit.loaded_at > last


def _now() -> datetime:
    unit = current_unit()
    return unit.now if unit is not None else datetime.now(UTC)


def _model(tracker: Tracker) -> str | None:
    """The model that understands the message: Rasa writes it beside each event."""
    for event in reversed(tracker.events):
        if event["event"] == "user":
            return (event.get("metadata") or {}).get("model_id")
    return None
