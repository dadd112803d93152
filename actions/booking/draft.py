"""The details of a request while it is being put together."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet

FORM = "booking_form"
DETAILS = ("name", "phone", "email", "location", "preferred", "concern", "health_note")
CONTROL = (
    "own_phone",
    "own_email",
    "kind",
    "sms_consent",
    "confirmed",
    "form",
    "form_end",
    "refused",
    "booking_flags",
    "draft",
    "seen",
)

# Asked and not answered: the form goes on, and the request holds nothing there.
NOT_GIVEN = ""


def open_form(tracker: Tracker) -> str | None:
    """The name of the form that is open, whichever it is."""
    return (tracker.active_loop or {}).get("name")


def is_open(tracker: Tracker) -> bool:
    """Whether a request is being put together just now."""
    return open_form(tracker) == FORM


def cleared() -> list[dict[str, Any]]:
    """Every slot of the request empty, as it must be after sending or giving up."""
    return [SlotSet(slot, None) for slot in (*DETAILS, *CONTROL)]
