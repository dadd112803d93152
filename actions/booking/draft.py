"""The details of a request while it is being put together."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet

from actions.unit import current_time

FORM = "booking_form"
ASKED = ("name", "phone", "email", "location", "preferred", "concern", "health_note")
# As they are read back; how to be reached and what else the team should know are asked for only
# to put them right.
DETAILS = (*ASKED[:3], "reach_note", *ASKED[3:], "team_note")
CONTROL = (
    "own_phone",
    "own_email",
    "kind",
    "guardian",
    "sms_consent",
    "confirmed",
    "form",
    "form_end",
    "refused",
    "stuck",
    "unclear_time",
    "booking_flags",
    "draft",
    "seen",
)

# The slot of what was put together and not sent; kept.py adds what was said beside a question.
GIVEN_UP = "given_up"
_TAKEN_UP_WITHIN = timedelta(minutes=30)
# The slots of the form about a request that was sent.
OF_CHANGE = ("change_reference", "change_contact", "change_wish", "change_said", "change_details",
             "change_booking", "change_doubt", "another")  # fmt: skip
_TAKEN_UP = (*DETAILS, "kind", "guardian", "booking_flags")

# Asked and not answered: the form goes on, and the request holds nothing there.
NOT_GIVEN = ""


def open_form(tracker: Tracker) -> str | None:
    """The name of the form that is open, whichever it is."""
    return (tracker.active_loop or {}).get("name")


def is_open(tracker: Tracker) -> bool:
    """Whether a request is being put together just now."""
    return open_form(tracker) == FORM


def change_left(*, but: Collection[str] = ()) -> list[dict[str, Any]]:
    """The slots of the form about a sent request empty, `but` for these."""
    return [SlotSet(slot, None) for slot in OF_CHANGE if slot not in but]


def cleared() -> list[dict[str, Any]]:
    """Every slot of the request empty, as it must be after sending or giving up."""
    return [SlotSet(slot, None) for slot in (*DETAILS, *CONTROL)]


def resumed() -> list[dict[str, Any]]:
    """A draft that goes on: its end is forgotten, and a yes given before is asked for again."""
    slots = ("draft", "offer", "form_end", "confirmed", "refused")
    return [SlotSet(slot, None) for slot in slots]


def put_aside(tracker: Tracker) -> list[dict[str, Any]]:
    """As empty as after sending; what was in it comes back to who wants it after all."""
    known = {slot: tracker.get_slot(slot) for slot in _TAKEN_UP}
    kept = {slot: value for slot, value in known.items() if value is not None}
    put = {"at": current_time().isoformat(), "slots": kept} if kept else None
    return [*cleared(), SlotSet(GIVEN_UP, put)]


def given_up(tracker: Tracker) -> dict[str, Any]:
    """What was put aside a short while ago: later it may be somebody else's."""
    put = tracker.get_slot(GIVEN_UP)
    if not put or "at" not in put:
        return {}
    if current_time() - datetime.fromisoformat(put["at"]) > _TAKEN_UP_WITHIN:
        return {}
    return dict(put["slots"])


def taken_up(tracker: Tracker) -> list[dict[str, Any]]:
    """The details that were put aside, in their slots again."""
    kept = given_up(tracker)
    return [*(SlotSet(slot, value) for slot, value in kept.items()), SlotSet(GIVEN_UP, None)]
