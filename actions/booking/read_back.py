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
TEXTS = '/edit_booking{"slot": "sms_consent"}'


class ActionAskConfirmed(Action):
    """Asks for the explicit yes, which is also the consent to be contacted about the request."""

    def name(self) -> str:
        return "action_ask_booking_form_confirmed"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        words = _words(tracker.get_slot("language") or "en")
        texts = tracker.get_slot("sms_consent")
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
        if texts:
            fields.append(_texts_field(words))
        lines = "\n".join(f"- **{field['label']}:** {field['value']}" for field in fields)
        say(
            dispatcher,
            RESPONSE,
            buttons=None if texts or not values["phone"] else [_texts_button(words)],
            card={"type": "booking", "fields": fields},
            details=lines,
        )
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


def texts_wording() -> str:
    """Which wording of the consent to text messages the button has."""
    return str(catalogue()[RESPONSE][0]["metadata"]["words"]["texts_wording"])


def _texts_button(words: dict[str, Any]) -> dict[str, str]:
    """Text messages are a consent of their own: off unless this button is pressed."""
    return {"title": words["texts_offer"], "payload": TEXTS}


def _texts_field(words: dict[str, Any]) -> dict[str, str]:
    return {
        "slot": "sms_consent",
        "label": words["labels"]["sms_consent"],
        "value": words["texts_given"],
        "edit": TEXTS,
        "edit_title": words["edit"]["sms_consent"],
    }


def wording_version() -> str:
    """Which wording of the consent the visitor agreed to: the read-back's own version."""
    return str(catalogue()[RESPONSE][0]["metadata"]["wording"])


def _words(language: str) -> dict[str, Any]:
    """Labels and titles stand in the response's metadata, in each language it has."""
    words = catalogue()[RESPONSE][0]["metadata"]["words"]
    return words.get(language) or words["en"]
