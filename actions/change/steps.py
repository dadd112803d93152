"""Shows how a request stands, and does what its visitor wants."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.booking import draft
from actions.catalogue import catalogue
from actions.change.form import NO_REFERENCE, STOPPED, UNKNOWN, cleared
from actions.change.wishes import ACCEPT, CANCEL, NOTHING, OTHER
from actions.message import Message
from actions.offers import settled
from actions.say import profile, say
from actions.unit import unit_of
from clinic.spoken_time import spoken_time

STATES = {
    "received": "utter_change_received",
    "times_offered": "utter_change_times_offered",
    "confirmed": "utter_change_confirmed",
    "declined": "utter_change_declined",
    "cancelled": "utter_change_cancelled",
    "no_reply": "utter_change_no_reply",
}
CLOSED = ("declined", "cancelled")
ENDS = {
    STOPPED: "utter_change_stopped",
    NOTHING: "utter_change_stopped",
    UNKNOWN: "utter_change_unknown",
    NO_REFERENCE: "utter_change_no_reference",
}
DONE = {
    ACCEPT: "utter_change_accepted",
    OTHER: "utter_change_other_noted",
    CANCEL: "utter_change_cancelled_now",
}


class ActionAskChangeWish(Action):
    """Says how the request stands, with what can be done about it as buttons."""

    def name(self) -> str:
        return "action_ask_change_form_change_wish"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        booking, language = tracker.get_slot("change_booking"), _language(tracker)
        time = booking.get("appointment")
        say(
            dispatcher,
            STATES[booking["state"]],
            buttons=_buttons(booking, language),
            reference=booking["reference"],
            time=_spoken(time, language) if time else "",
        )
        return []


class ActionChangeBooking(Action):
    """The end of the form: does what was wanted, if it is still possible."""

    def name(self) -> str:
        return "action_change_booking"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        wish, said = tracker.get_slot("change_wish"), tracker.get_slot("change_said")
        if wish in DONE:
            _do(dispatcher, tracker, wish, tracker.get_slot("change_booking")["id"], said or None)
        elif wish in ENDS:
            say(dispatcher, ENDS[wish])
        return [*cleared(), SlotSet("refused", None), *settled(dispatcher, tracker)]


class ActionAcceptTime(Action):
    """A time that staff offered, taken by its button."""

    def name(self) -> str:
        return "action_accept_time"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        message = Message(tracker)
        _do(dispatcher, tracker, ACCEPT, _value(message, "booking"), _value(message, "time"))
        return settled(dispatcher, tracker)


class ActionOtherTime(Action):
    """Another time is wanted than those offered: the form asks when, unless one is open."""

    def name(self) -> str:
        return "action_other_time"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        booking = _value(Message(tracker), "booking")
        if draft.open_form(tracker):
            _do(dispatcher, tracker, OTHER, booking, None)
            return settled(dispatcher, tracker)
        values = {
            "change_reference": "",
            "change_contact": "",
            "change_wish": OTHER,
            "change_booking": {"id": booking},
        }
        return [SlotSet(slot, value) for slot, value in values.items()]


class ActionCancelRequest(Action):
    """A request cancelled by the button below its state."""

    def name(self) -> str:
        return "action_cancel_request"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        _do(dispatcher, tracker, CANCEL, _value(Message(tracker), "booking"), None)
        return settled(dispatcher, tracker)


def _do(
    dispatcher: CollectingDispatcher, tracker: Tracker, wish: str, booking: str, said: str | None
) -> None:
    """One step of a request, and what is said about it."""
    with unit_of(tracker) as unit:
        if wish == ACCEPT:
            possible = unit.accept_time(booking, said or "")
        elif wish == CANCEL:
            possible = unit.cancel_booking(booking)
        else:
            possible = unit.ask_other_time(booking, said)
    if not possible:
        say(dispatcher, "utter_change_too_late")
        return
    accepted = wish == ACCEPT and said
    time = _spoken(said, _language(tracker)) if accepted else ""
    say(dispatcher, DONE[wish], time=time)


def _buttons(booking: dict[str, Any], language: str) -> list[dict[str, str]]:
    if booking["state"] in CLOSED:
        return []
    words = catalogue()[STATES["received"]][0]["metadata"]["words"]
    words = words.get(language) or words["en"]
    times = [
        {
            "title": _spoken(time, language),
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


def _spoken(time: str, language: str) -> str:
    return spoken_time(datetime.fromisoformat(time), profile().zone, language)


def _payload(intent: str, **entities: str) -> str:
    return f"/{intent}{json.dumps(entities)}"


def _value(message: Message, entity: str) -> str:
    return next((each.value for each in message.of(entity)), "")


def _language(tracker: Tracker) -> str:
    return tracker.get_slot("language") or "en"
