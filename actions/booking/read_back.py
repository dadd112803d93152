"""The read-back: everything as it will be sent, with what sending it means, before the yes."""

from __future__ import annotations

from typing import Any

import phonenumbers
from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.booking.draft import DETAILS
from actions.catalogue import catalogue
from actions.say import say

RESPONSE = "utter_booking_read_back"


class ActionAskConfirmed(Action):
    """Asks for the explicit yes, which is also the consent to be contacted about the request."""

    def name(self) -> str:
        return "action_ask_booking_form_confirmed"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        words = _words(tracker.get_slot("language") or "en")
        values = {slot: spoken(slot, tracker.get_slot(slot)) for slot in DETAILS}
        fields = [
            {
                "slot": slot,
                "label": words["labels"][slot],
                "value": values[slot] or words["not_given"],
                "edit": f'/edit_booking{{"slot": "{slot}"}}',
                "edit_title": words["edit"][slot],
            }
            for slot in DETAILS
        ]
        lines = "\n".join(f"- **{field['label']}:** {field['value']}" for field in fields)
        say(dispatcher, RESPONSE, card={"type": "booking", "fields": fields}, details=lines)
        return []


def spoken(slot: str, value: Any) -> str:
    """A detail as it is read out."""
    if not value:
        return ""
    if slot == "preferred":
        return " / ".join(time["said"] for time in value)
    if slot == "phone":
        return phonenumbers.format_number(
            phonenumbers.parse(value, None), phonenumbers.PhoneNumberFormat.NATIONAL
        )
    return str(value)


def wording_version() -> str:
    """Which wording of the consent the visitor agreed to: the read-back's own version."""
    return str(catalogue()[RESPONSE][0]["metadata"]["wording"])


def _words(language: str) -> dict[str, Any]:
    """Labels and titles stand in the response's metadata, in each language it has."""
    words = catalogue()[RESPONSE][0]["metadata"]["words"]
    return words.get(language) or words["en"]
