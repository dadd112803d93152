"""What a danger leaves behind: a form that was open waits, and staff see it in the request."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import ActiveLoop, SlotSet

from actions import alarm
from actions.booking import draft, for_team
from actions.health import with_flags

Events = list[dict[str, Any]]


def left(tracker: Tracker) -> Events:
    """The end of an open form; what is in a request waits, and nothing is asked."""
    if not draft.open_form(tracker):
        return []
    waits = [SlotSet("draft", True)] if draft.is_open(tracker) else []
    return [ActiveLoop(None), SlotSet("requested_slot", None), *waits, *draft.change_left()]


def put_by(tracker: Tracker, text: str, kind: str) -> Events:
    """The words of a danger are kept for staff, and whatever was asked or offered ends."""
    told = alarm.for_staff(kind)
    events = [SlotSet("misses", None), SlotSet("offer", None)]
    events += [*for_team.heard(tracker, for_team.MESSAGE, text, told), *left(tracker)]
    if draft.is_open(tracker):
        events += [SlotSet("booking_flags", with_flags(tracker, [f"danger:{told}"]))]
        if for_team.kind_of(tracker):
            events += for_team.added(tracker, text, first=True)
    return events
