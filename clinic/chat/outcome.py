"""How a turn ended, in the one word that it is counted under."""

from __future__ import annotations

from clinic.store.conversation_fold import A_PERSON
from clinic.store.unit_of_work import UnitOfWork


def outcome_of(unit: UnitOfWork) -> str:
    """One of metrics.OUTCOMES, by the same signs as the staff's overview."""
    events = unit.tracker_events
    actions = {event.get("name") for event in events if event["event"] == "action"}
    said = {reply.response for reply in unit.replies}
    if any((event.get("parse_data") or {}).get("safety") for event in events):
        return "safety"
    if "action_handoff" in actions or A_PERSON in said:
        return "handed_over"
    if "action_clarify" in actions:
        return "asked_back"
    return "answered" if unit.replies else "left_to_staff"
