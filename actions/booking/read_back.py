"""The read-back: everything as it will be sent, with what sending it means, before the yes."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import phonenumbers
from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.booking.draft import DETAILS
from actions.booking.for_team import kind_of
from actions.booking.for_whom import with_guardian
from actions.catalogue import catalogue
from actions.say import language_of, say

RESPONSE = "utter_booking_read_back"
MESSAGE_RESPONSE = "utter_message_read_back"
UNASKED = ("reach_note", "team_note")  # shown only where there is something
TEXTS = '/edit_booking{"slot": "sms_consent"}'


class ActionAskConfirmed(Action):
    """Asks for the explicit yes, which is also the consent to be contacted about the request."""

    def name(self) -> str:
        return "action_ask_booking_form_confirmed"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        response = _response(tracker)
        words = _words(response, language_of(tracker))
        texts = tracker.get_slot("sms_consent")
        details = [slot for slot in DETAILS if slot in words["labels"]]
        values = {slot: spoken(slot, tracker.get_slot(slot)) for slot in details}
        values["name"] = with_guardian(values["name"], tracker.get_slot("guardian"))
        fields = [
            {
                "slot": slot,
                "label": words["labels"][slot],
                "value": values[slot] or words["not_given"],
                "edit": f'/edit_booking{{"slot": "{slot}"}}',
                "edit_title": words["edit"][slot],
            }
            for slot in details
            if values[slot] or slot not in UNASKED
        ]
        if texts:
            fields.append(_texts_field(words))
        lines = "\n".join(f"- **{field['label']}:** {field['value']}" for field in fields)
        offers_texts = "texts_offer" in words and values["phone"] and not texts
        say(
            dispatcher,
            response,
            buttons=[_texts_button(words)] if offers_texts else None,
            card={"type": "booking", "fields": fields},
            details=lines,
            read_back=mark_of(tracker),
        )
        return []


def mark_of(tracker: Tracker) -> str:
    """What is read back just now, in a few letters: a yes by button holds for that alone."""
    slots = ("form", *DETAILS, "kind", "guardian", "sms_consent")
    shown = [wording_version(tracker), *(tracker.get_slot(slot) for slot in slots)]
    return hashlib.sha256(json.dumps(shown).encode()).hexdigest()[:16]


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


def wording_version(tracker: Tracker) -> str:
    """Which wording of the consent the visitor agreed to: the read-back's own version."""
    return str(catalogue()[_response(tracker)][0]["metadata"]["wording"])


def labels_of(language: str, kind: str | None = None) -> dict[str, str]:
    """What the details of a request, or of a message of that kind, are called."""
    return _words(_of_kind(kind), language)["labels"]


def not_given(language: str) -> str:
    """What stands where a detail is left out."""
    return str(_words(RESPONSE, language)["not_given"])


def _response(tracker: Tracker) -> str:
    return _of_kind(kind_of(tracker))


def _of_kind(kind: str | None) -> str:
    return MESSAGE_RESPONSE if kind else RESPONSE


def _words(response: str, language: str) -> dict[str, Any]:
    """Labels and titles stand in the response's metadata, in each language it has."""
    words = catalogue()[response][0]["metadata"]["words"]
    return words.get(language) or words["en"]
