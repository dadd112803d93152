"""The form about a request that was sent: whose it is first, then what should be done."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActionExecutionRejected, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.booking import contact, phrases, remarks
from actions.change.wishes import OTHER, reference_in, wish_in
from actions.message import Message, since_last_message
from actions.say import say
from actions.unit import unit_of

FORM = "change_form"
SLOTS = ("change_reference", "change_contact", "change_wish", "change_said", "change_booking")
# How the form ends apart from a wish.
STOPPED, UNKNOWN, NO_REFERENCE, TOLD = "stopped", "unknown", "no_reference", "told"
LONGEST_WISH = 300  # characters kept of a wish for another time

Events = list[dict[str, Any]]


class ValidateChangeForm(Action):
    def name(self) -> str:
        return "validate_change_form"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Events:
        happened = since_last_message(tracker)
        if any(event["event"] == "action_execution_rejected" for event in happened):
            return []
        message = Message(tracker)
        if message.safety:
            return []
        activated = any(event["event"] == "active_loop" for event in happened)
        # Rasa calls a second time on activation where the first call sets nothing.
        if activated and tracker.get_slot("change_booking"):
            return [SlotSet("refused", None)]  # opened by a button that says which request it is
        if tracker.get_slot("change_booking"):
            return self._wish(tracker, message)
        return self._whose(dispatcher, tracker, message, activated)

    def _whose(
        self,
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        message: Message,
        activated: bool,
    ) -> Events:
        """Reference and phone or e-mail; only both together show anything."""
        text, sent = message.text, tracker.get_slot("sent")
        if activated and sent and remarks.asks_how_it_stands(text):
            say(dispatcher, "utter_booking_is_request", reference=sent)
            return _ended(TOLD)
        if not activated and (phrases.wants_to_stop(text) or remarks.wants_to_go_on_later(text)):
            return _ended(STOPPED)
        found = {
            "change_reference": reference_in(text),
            "change_contact": contact.phone_in(text) or contact.email_in(text),
        }
        if activated and not found["change_reference"]:
            found["change_reference"] = sent
        given = {slot: value for slot, value in found.items() if value}
        if activated or given:
            return [SlotSet("refused", None), *self._looked_up(tracker, given)]
        if phrases.is_refusal(text):
            return _ended(NO_REFERENCE)
        return self._not_given(dispatcher, tracker, message)

    def _not_given(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, message: Message
    ) -> Events:
        if message.topics or message.is_button or phrases.is_question(message.text):
            return [ActionExecutionRejected(FORM)]
        if tracker.get_slot("refused"):
            return [SlotSet("refused", None), *_ended(NO_REFERENCE)]
        say(dispatcher, "utter_change_both_needed")
        return [SlotSet("refused", 1)]

    def _looked_up(self, tracker: Tracker, given: dict[str, str]) -> Events:
        events = [SlotSet(slot, value) for slot, value in given.items()]
        reference = given.get("change_reference") or tracker.get_slot("change_reference")
        known_as = given.get("change_contact") or tracker.get_slot("change_contact")
        if not (reference and known_as):
            return events
        with unit_of(tracker) as unit:
            booking = unit.find_booking(reference, known_as)
        if booking is None:
            return [*events, *_ended(UNKNOWN)]
        shown = {
            "id": booking.id,
            "reference": booking.reference,
            "state": booking.state,
            "offered": [time.isoformat() for time in booking.offered],
            "appointment": booking.appointment.isoformat() if booking.appointment else None,
        }
        return [*events, SlotSet("change_booking", shown)]

    def _wish(self, tracker: Tracker, message: Message) -> Events:
        """What should be done; then, for another time, when."""
        text = message.text
        if tracker.get_slot("requested_slot") == "change_said":
            return _when(message)
        wish, said = wish_in(message, tracker.get_slot("change_booking").get("offered") or [])
        if wish is None and phrases.wants_to_stop(text):
            return _ended(STOPPED)
        if wish is None or (message.topics and phrases.is_question(text)):
            return [ActionExecutionRejected(FORM)]
        events = [SlotSet("change_wish", wish)]
        if said or wish != OTHER:
            events.append(SlotSet("change_said", (said or "")[:LONGEST_WISH]))
        return events


def _when(message: Message) -> Events:
    """The wish for another time in the visitor's words."""
    if phrases.wants_to_stop(message.text):
        return _ended(STOPPED)
    if message.topics and not message.of("date") or phrases.is_question(message.text):
        return [ActionExecutionRejected(FORM)]
    said = "" if phrases.is_refusal(message.text) else message.text
    return [SlotSet("change_said", said[:LONGEST_WISH])]


def _ended(why: str) -> Events:
    return [SlotSet("change_wish", why), SlotSet("requested_slot", None)]


def cleared() -> Events:
    return [SlotSet(slot, None) for slot in SLOTS]
