"""The form about a request that was sent: whose it is first, then what should be done."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActionExecutionRejected, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import alarm, another, low_spirits
from actions.booking import contact, for_team, phrases, remarks
from actions.booking.for_team import is_only_contact
from actions.change import cancelling, existing, standing
from actions.change.outcome import (
    FORM,
    NO_REFERENCE,
    SOON,
    STOPPED,
    TOLD,
    UNKNOWN,
    WHOSE,
    amended,
    answered,
    as_sent,
    cleared,
    done,
    ended,
    foreseen,
    looked_at,
    own_request,
    sent_of,
    shown,
    when,
    wished,
)
from actions.change.reference import has_no_reference, names_reference, reference_in
from actions.change.relayed import relayed
from actions.change.wishes import (
    NOTHING,
    REFUSE,
    SHOW,
    Sent,
    Wish,
    details_in,
    is_soon,
    wish_in,
)
from actions.message import Message, since_last_message
from actions.say import say
from actions.topics import response_for
from actions.unit import current_time, unit_of
from clinic.store.visitor_desk import FoundBooking

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
        if alarm.ends_form(tracker, message):
            return [ActionExecutionRejected(FORM)]
        activated = any(event["event"] == "active_loop" for event in happened)
        # Rasa calls a second time on activation where the first call sets nothing.
        if activated and tracker.get_slot("change_booking"):
            return [SlotSet("refused", None)]  # opened by a button that says which request it is
        message, words = another.apart(tracker, message, _spoken_of(tracker))
        if words and another.says_nothing_else(message):
            return [*ended(TOLD), SlotSet(another.SLOT, words)]
        tells = bool(foreseen(message))
        if not activated and low_spirits.interrupts(tracker, message, tells=tells):
            return [ActionExecutionRejected(FORM)]
        events = self._taken(dispatcher, tracker, message, activated=activated)
        return [*events, SlotSet(another.SLOT, words)] if words else events

    def _taken(
        self,
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        message: Message,
        *,
        activated: bool,
    ) -> Events:
        if tracker.get_slot("change_booking"):
            return self._wish(dispatcher, tracker, message)
        if activated:
            return self._begin(dispatcher, tracker, message)
        return self._whose(dispatcher, tracker, message)

    def _begin(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, message: Message
    ) -> Events:
        """Whose request, as far as this conversation knows, and what the message wishes."""
        sent, given = tracker.get_slot("sent"), _identified(message)
        own = own_request(tracker)
        others = given.get("change_reference", sent) != sent or _is_somebody_elses(message, own)
        own = None if others else own
        if standing.say_how(dispatcher, tracker, message, own):
            return ended(TOLD)
        heard = for_team.heard(tracker, for_team.CHANGE, "" if message.is_button else message.text)
        events = [SlotSet("refused", None), *heard]
        if own is not None:
            return [*events, *shown(own, sent), *wished(tracker, message, sent, own)]
        if others:
            events += cleared(known=False)
        known = {} if others else _known(tracker)
        wish = foreseen(message)
        if not given.get("change_reference"):
            if "change_reference" not in known and is_soon(message, current_time()):
                return [*events, *_slots(given), *ended(SOON)]
            is_for_team = for_team.adds_to_a_change(tracker, message)
            if has_no_reference(message.text) or is_for_team or _is_off_any(message):
                return [*events, *_slots(given), *ended(NO_REFERENCE)]
        if "change_contact" in given and "change_reference" not in {**known, **given}:
            say(dispatcher, "utter_change_contact_noted")
        elif not ({**known, **given} or others) and existing.tells_of_one(message):
            say(dispatcher, "utter_change_not_here")
        return [*events, *wish, *self._looked_up(tracker, {**known, **given}, wish)]

    def _whose(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, message: Message
    ) -> Events:
        """Reference and phone or e-mail; only both together show anything."""
        text, given = message.text, _identified(message)
        if given:
            given = {**_known(tracker), **given}
            if "change_reference" in given:
                return [SlotSet("refused", None), *self._looked_up(tracker, given, [])]
            asked_twice = tracker.get_slot("change_contact") or tracker.get_slot("refused")
            if asked_twice or for_team.holds_name(message):
                return [*_slots(given), *ended(NO_REFERENCE)]
            say(dispatcher, "utter_change_contact_noted")
            return [SlotSet("refused", 1), *_slots(given)]
        wish = foreseen(message)
        if wish:
            heard = for_team.heard(tracker, for_team.CHANGE, text)
            if tracker.get_slot("refused"):
                return [*heard, *wish, *ended(NO_REFERENCE)]
            say(dispatcher, "utter_change_contact_noted")
            return [SlotSet("refused", 1), *heard, *wish]
        if phrases.wants_to_stop(text) or remarks.wants_to_go_on_later(text):
            return ended(STOPPED)
        if phrases.is_refusal(text) or has_no_reference(text) or for_team.is_only_name(message):
            return ended(NO_REFERENCE)
        return self._not_given(dispatcher, tracker, message)

    def _not_given(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, message: Message
    ) -> Events:
        if message.topics or message.is_button or phrases.is_question(message.text):
            return [ActionExecutionRejected(FORM)]
        if tracker.get_slot("refused"):
            return [SlotSet("refused", None), *ended(NO_REFERENCE)]
        say(dispatcher, "utter_change_both_needed")
        return [SlotSet("refused", 1)]

    def _looked_up(self, tracker: Tracker, given: dict[str, str], wish: Events) -> Events:
        reference, known_as = given.get("change_reference"), given.get("change_contact")
        if not (reference and known_as):
            return _slots(given)
        with unit_of(tracker) as unit:
            booking = unit.find_booking(reference, known_as)
        if booking is None:
            return [*_slots(given), *ended(UNKNOWN)]
        return [*_slots(given), *shown(booking, reference), *looked_at(tracker, wish, booking)]

    def _wish(self, dispatcher: CollectingDispatcher, tracker: Tracker, message: Message) -> Events:
        """What should be done; then, for another time, when."""
        text, booking = message.text, as_sent(tracker.get_slot("change_booking"))
        if tracker.get_slot("requested_slot") == "change_said":
            return when(message, booking)
        if _is_of_another(tracker, message):
            return [*cleared(known=False), *self._begin(dispatcher, tracker, message)]
        answer = answered(tracker, message)
        if answer is not None:
            return answer
        message = relayed(message, booking)
        details = details_in(message)
        if details:
            return amended(message, details)
        wish = wish_in(message, booking)
        if (wish is None or wish.kind == REFUSE) and phrases.wants_to_stop(text):
            return ended(STOPPED)
        if wish is None and is_only_contact(message):
            return [SlotSet("refused", None)]  # it is known already: asked again what to do
        if wish is None and standing.is_asked(message):
            wish = Wish(SHOW)
        if wish is None or (message.topics and wish.kind in (SHOW, NOTHING)):
            return [ActionExecutionRejected(FORM)]
        if wish.asks_too:
            for topic in message.topics:
                say(dispatcher, response_for(topic))
        return done(wish, sure=message.is_button)


def _spoken_of(tracker: Tracker) -> Sent | None:
    """The request that is shown, or that was sent from here."""
    shown = tracker.get_slot("change_booking")
    return as_sent(shown) if shown else sent_of(own_request(tracker))


def _is_off_any(message: Message) -> bool:
    """ "Take me off", of texts or a list that need be no request at all: the team sees to it."""
    return not message.is_button and cancelling.wants_off(message.text)


def _is_somebody_elses(message: Message, own: FoundBooking | None) -> bool:
    """ "cancel my mom's", unless it is for her that the request was sent."""
    theirs = own is not None and any(flag.startswith("for_") for flag in own.flags)
    return not theirs and cancelling.is_somebody_elses(message.text)


def _is_of_another(tracker: Tracker, message: Message) -> bool:
    """Whether another request is meant than the one that is open: "cancel my sister's".

    Where the open one was not sent from here, it is the one that is called hers.
    """
    if message.is_button:
        return False
    named = reference_in(message.text) if names_reference(message.text) else None
    shown, own = (tracker.get_slot("change_booking") or {}).get("reference"), own_request(tracker)
    if named:
        return named != shown
    if shown and (own is None or own.reference != shown):
        return cancelling.is_somebody_elses(message.text) and _is_whose_else(tracker, message)
    return _is_somebody_elses(message, own)


def _is_whose_else(tracker: Tracker, message: Message) -> bool:
    """Whether somebody is named who is not the one whose request was asked about: "my mom's"."""
    said = (tracker.get_slot(for_team.WORDS) or {}).get("said", [])
    before = [each for each in map(cancelling.whose, said) if each]
    return bool(before) and cancelling.whose(message.text) not in (None, before[-1])


def _known(tracker: Tracker) -> dict[str, str]:
    """What was said before of whose request it is."""
    known = {slot: tracker.get_slot(slot) for slot in WHOSE}
    return {slot: value for slot, value in known.items() if value}


def _identified(message: Message) -> dict[str, str]:
    """The reference and the phone number or e-mail address that a message holds."""
    found = {
        "change_reference": reference_in(message.text),
        "change_contact": contact.phone_in(message.text) or contact.email_in(message.text),
    }
    return {slot: value for slot, value in found.items() if value}


def _slots(given: dict[str, str]) -> Events:
    return [SlotSet(slot, value) for slot, value in given.items()]
