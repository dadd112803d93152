"""Shows how a request stands, with what can be done about it as buttons."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.catalogue import catalogue
from actions.change.wishes import CANCEL, OTHER
from actions.say import language_of, profile, say
from actions.unit import current_time
from clinic.spoken_time import spoken_time
from clinic.store.booking_states import CLOSED

STATES = {
    "received": "utter_change_received",
    "times_offered": "utter_change_times_offered",
    "confirmed": "utter_change_confirmed",
    "declined": "utter_change_declined",
    "cancelled": "utter_change_cancelled",
    "no_reply": "utter_change_no_reply",
    "done": "utter_change_done",
}
CANCEL_SURE, TAKE_SURE = "utter_change_cancel_sure", "utter_change_take_sure"
TAKE_SURE_NOTING, OTHER_SURE = "utter_change_take_sure_noting", "utter_change_other_sure"
KEPT = "utter_change_confirmed_kept"  # confirmed, and another time is wanted


class ActionAskChangeWish(Action):
    """Says how the request stands, with what can be done about it as buttons."""

    def name(self) -> str:
        return "action_ask_change_form_change_wish"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        booking, language = tracker.get_slot("change_booking"), language_of(tracker)
        doubt, time = tracker.get_slot("change_doubt"), booking.get("appointment")
        if doubt == CANCEL:
            buttons = _cancel_buttons(booking, language)
            say(dispatcher, CANCEL_SURE, buttons=buttons, reference=booking["reference"])
            return []
        if doubt == OTHER:
            said = " ".join((tracker.get_slot("change_said") or "").split())
            say(dispatcher, OTHER_SURE, buttons=_buttons(booking, language), said=said)
            return []
        if doubt:
            buttons = _take_buttons(booking, doubt, language)
            town = (tracker.get_slot("change_details") or {}).get("location")
            response = TAKE_SURE_NOTING if town else TAKE_SURE
            say(dispatcher, response, buttons=buttons, time=spoken_there(doubt, language),
                said=town, where=where(booking.get("location"), language))  # fmt: skip
            return []
        response = KEPT if booking.get("wants_other_time") else STATES[booking["state"]]
        say(
            dispatcher,
            response,
            buttons=_buttons(booking, language),
            reference=booking["reference"],
            time=spoken_there(time, language) if time else "",
            where=where(booking.get("location"), language),
        )
        return []


def _cancel_buttons(booking: dict[str, Any], language: str) -> list[dict[str, str]]:
    words = _words(CANCEL_SURE, language)
    return [
        {"title": words["cancel"], "payload": _payload("cancel_request", booking=booking["id"])},
        {"title": words["nothing"], "payload": "/deny"},
    ]


def _take_buttons(booking: dict[str, Any], time: str, language: str) -> list[dict[str, str]]:
    words, id = _words(TAKE_SURE, language), booking["id"]
    return [
        {"title": words["take"], "payload": _payload("accept_time", booking=id, time=time)},
        {"title": words["other"], "payload": _payload("other_time", booking=id)},
    ]


def _words(response: str, language: str) -> dict[str, str]:
    """The titles of the buttons below a response."""
    words = catalogue()[response][0]["metadata"]["words"]
    return words.get(language) or words["en"]


def _buttons(booking: dict[str, Any], language: str) -> list[dict[str, str]]:
    if booking["state"] in CLOSED:
        return []
    words = _words(STATES["received"], language)
    times = [
        {
            "title": spoken_there(time, language),
            "payload": _payload("accept_time", booking=booking["id"], time=time),
        }
        for time in booking["offered"]
    ]
    return [
        *times,
        {"title": words["other"], "payload": _payload("other_time", booking=booking["id"])},
        {"title": words["cancel"], "payload": _payload("cancel_request", booking=booking["id"])},
        {"title": words["nothing"], "payload": "/deny"},
    ]


def where(town: str | None, language: str) -> str:
    """How a time goes on with its town, once it is known which: " in Stamford"."""
    if town not in profile().towns:
        return ""
    words = catalogue()["utter_in_town"][0]["metadata"]["where"]
    return (words.get(language) or words["en"]).format(town=town)


def spoken_there(time: str, language: str) -> str:
    return spoken_time(datetime.fromisoformat(time), profile().zone, language, current_time())


def _payload(intent: str, **entities: str) -> str:
    return f"/{intent}{json.dumps(entities)}"
