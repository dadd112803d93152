"""The form about a request that was sent: whose it is first, then what should be done."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActionExecutionRejected, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.booking import contact, for_team, phrases, remarks
from actions.booking.for_team import is_only_contact
from actions.change.wishes import (
    ACCEPT,
    AMEND,
    CANCEL,
    NOTHING,
    OTHER,
    details_in,
    has_no_reference,
    is_soon,
    reference_in,
    wish_in,
    wishes_how_reached,
)
from actions.message import Message, since_last_message
from actions.say import say
from actions.unit import current_time, unit_of
from clinic.store.booking_states import CLOSED
from clinic.store.visitor_desk import FoundBooking

FORM = "change_form"
WHOSE = ("change_reference", "change_contact")
WISH = ("change_wish", "change_said", "change_details")
SLOTS = (*WHOSE, *WISH, "change_booking", "change_doubt")
# How the form ends apart from a wish.
STOPPED, UNKNOWN, NO_REFERENCE, TOLD = "stopped", "unknown", "no_reference", "told"
SOON = "soon"  # too soon for a chat that nobody may read in time
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
        if activated:
            return self._begin(dispatcher, tracker, message)
        return self._whose(dispatcher, tracker, message)

    def _begin(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, message: Message
    ) -> Events:
        """Whose request, as far as this conversation knows, and what the message wishes."""
        sent, given = tracker.get_slot("sent"), _identified(message)
        if sent and remarks.asks_how_it_stands(message.text):
            say(dispatcher, "utter_booking_is_request", reference=sent)
            return _ended(TOLD)
        heard = for_team.heard(tracker, for_team.CHANGE, "" if message.is_button else message.text)
        events = [SlotSet("refused", None), *heard]
        if sent and given.get("change_reference", sent) == sent:
            with unit_of(tracker) as unit:
                own = unit.find_sent(sent)
            if own is not None:
                return [
                    *events,
                    *_shown(own, sent),
                    *_wished(message, sent, own.state, _offered(own)),
                ]
        wished = _foreseen(message)
        if not given.get("change_reference"):
            if is_soon(message, current_time()):
                return [*events, *_slots(given), *_ended(SOON)]
            if has_no_reference(message.text):
                return [*events, *_slots(given), *_ended(NO_REFERENCE)]
        if "change_contact" in given and not self._reference(tracker, given):
            say(dispatcher, "utter_change_contact_noted")
        return [*events, *wished, *self._looked_up(tracker, given)]

    def _whose(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, message: Message
    ) -> Events:
        """Reference and phone or e-mail; only both together show anything."""
        text, given = message.text, _identified(message)
        if given:
            if self._reference(tracker, given):
                return [SlotSet("refused", None), *self._looked_up(tracker, given)]
            if tracker.get_slot("change_contact") or tracker.get_slot("refused"):
                return [*_slots(given), *_ended(NO_REFERENCE)]
            say(dispatcher, "utter_change_contact_noted")
            return [SlotSet("refused", 1), *_slots(given)]
        wished = _foreseen(message)
        if wished:
            say(dispatcher, "utter_change_contact_noted")
            heard = for_team.heard(tracker, for_team.CHANGE, text)
            return [SlotSet("refused", None), *heard, *wished]
        if phrases.wants_to_stop(text) or remarks.wants_to_go_on_later(text):
            return _ended(STOPPED)
        if phrases.is_refusal(text) or has_no_reference(text):
            return _ended(NO_REFERENCE)
        return self._not_given(dispatcher, tracker, message)

    def _reference(self, tracker: Tracker, given: dict[str, str]) -> str | None:
        return given.get("change_reference") or tracker.get_slot("change_reference")

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
        reference = self._reference(tracker, given)
        known_as = given.get("change_contact") or tracker.get_slot("change_contact")
        if not (reference and known_as):
            return _slots(given)
        with unit_of(tracker) as unit:
            booking = unit.find_booking(reference, known_as)
        if booking is None:
            return [*_slots(given), *_ended(UNKNOWN)]
        # A wish that came before is nothing to do any more where the request is closed.
        gone = [SlotSet(slot, None) for slot in WISH] if booking.state in CLOSED else []
        return [*_slots(given), *gone, *_shown(booking, reference)]

    def _wish(self, tracker: Tracker, message: Message) -> Events:
        """What should be done; then, for another time, when."""
        text = message.text
        if tracker.get_slot("requested_slot") == "change_said":
            return _when(message)
        if tracker.get_slot("change_doubt") and not message.is_button:
            if phrases.is_yes(text) or message.intent == "affirm":
                return _done(CANCEL)
            if phrases.is_refusal(text) or message.intent == "deny":
                return _done(NOTHING)
        booking = tracker.get_slot("change_booking")
        details = details_in(message)
        if details:
            return _amended(message, details)
        wish, said = wish_in(message, booking.get("offered") or [])
        if wish is None and phrases.wants_to_stop(text):
            return _ended(STOPPED)
        if wish is None and is_only_contact(message):
            return [SlotSet("refused", None)]  # it is known already: asked again what to do
        if wish is None or (message.topics and phrases.is_question(text)):
            return [ActionExecutionRejected(FORM)]
        return _done(wish, said)


def _identified(message: Message) -> dict[str, str]:
    """The reference and the phone number or e-mail address that a message holds."""
    found = {
        "change_reference": reference_in(message.text),
        "change_contact": contact.phone_in(message.text) or contact.email_in(message.text),
    }
    return {slot: value for slot, value in found.items() if value}


def _wished(message: Message, sent: str, state: str, offered: list[str]) -> Events:
    """The wish of a message about this conversation's own request; to cancel is asked once."""
    if state in CLOSED:
        return []
    details = details_in(message, sent=sent)
    if details:
        return _amended(message, details)
    wish, said = wish_in(message, offered)
    if wish == CANCEL:
        return [SlotSet("change_doubt", True)]
    return _done(wish, said) if said and wish in (OTHER, ACCEPT) else []


def _foreseen(message: Message) -> Events:
    """A wish that is clear before it is known whose request it is about."""
    if message.is_button or phrases.is_question(message.text) and message.topics:
        return []
    details = details_in(message, contacts=False)
    if details:
        return _amended(message, details)
    wish, said = wish_in(message, [])
    if wish == CANCEL or wish == OTHER and said:
        return _done(wish, said)
    return []


def _amended(message: Message, details: dict[str, str]) -> Events:
    """Details to put right; a time beside them is asked for as well."""
    has_time = wishes_how_reached(message).rest.of("date")  # when to call is not when to come
    said = message.text if has_time else ""
    return [SlotSet("change_details", details), *_done(AMEND, said)]


def _done(wish: str | None, said: str | None = None) -> Events:
    events = [SlotSet("change_wish", wish)]
    if said or wish != OTHER:
        events.append(SlotSet("change_said", phrases.shortened(said or "", LONGEST_WISH)))
    return events


def _shown(booking: FoundBooking, reference: str) -> Events:
    shown = {
        "id": booking.id,
        "reference": booking.reference,
        "state": booking.state,
        "offered": _offered(booking),
        "appointment": booking.appointment.isoformat() if booking.appointment else None,
        "wants_other_time": booking.wants_other_time,
    }
    return [
        SlotSet("change_reference", reference),
        SlotSet("change_contact", booking.contact),
        SlotSet("change_booking", shown),
    ]


def _offered(booking: FoundBooking) -> list[str]:
    return [time.isoformat() for time in booking.offered]


def _slots(given: dict[str, str]) -> Events:
    return [SlotSet(slot, value) for slot, value in given.items()]


def _when(message: Message) -> Events:
    """The wish for another time in the visitor's words."""
    if phrases.wants_to_stop(message.text):
        return _ended(STOPPED)
    if message.topics and not message.of("date") or phrases.is_question(message.text):
        return [ActionExecutionRejected(FORM)]
    said = "" if phrases.is_refusal(message.text) else message.text
    return [SlotSet("change_said", phrases.shortened(said, LONGEST_WISH))]


def _ended(why: str) -> Events:
    return [SlotSet("change_wish", why), SlotSet("requested_slot", None)]


def cleared(*, known: bool) -> Events:
    """Empty for the next time; `known`: whose request it is need not be said again."""
    slots = SLOTS if not known else [slot for slot in SLOTS if slot not in WHOSE]
    return [SlotSet(slot, None) for slot in slots]
