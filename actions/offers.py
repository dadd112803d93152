"""What the assistant offers at the end of a reply, and what a plain yes or no does with it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActiveLoop, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import alarm
from actions.booking import draft, for_team, phrases
from actions.booking.asking import is_question
from actions.booking.fields import is_labelled
from actions.booking.for_team import is_only_contact, is_only_name
from actions.booking.phrases import anywhere, asks_for_verdict, is_refusal, is_yes
from actions.booking.remarks import wants_it_after_all
from actions.booking.stopping import say_stopped
from actions.change import existing
from actions.change.details import asks_for_new
from actions.change.outcome import own_request, sent_of
from actions.change.standing import how_is_asked, say_how, say_where
from actions.change.told import (
    HEALTH,
    SLOT,
    add_what_is_told,
    add_what_was_told,
    denied,
    note_denial,
    offer_to_add,
    take_out,
    takes_back,
)
from actions.change.wishes import Sent, asks_besides, speaks_of_sent
from actions.message import Message
from actions.say import say

BOOKING = "booking"
MESSAGE = "message"
CONTINUE = "continue"
OF_ONE_TURN = ("worry", "asked")  # slots that the next message alone looks at
_SEND = anywhere(r"send", r"submit", r"env[ií](?:ar?|e)(?:la|lo)?")  # which was done already


def settled(
    dispatcher: CollectingDispatcher,
    tracker: Tracker,
    *,
    offer: str | None = None,
    misses: int | None = None,
) -> list[dict[str, Any]]:
    """The slots to set after any reply; offers to go on with a draft where one waits.

    A form that is open while its draft waits was left for long: it ends until it is taken up.
    """
    events = [SlotSet("misses", misses), *forgotten(tracker)]
    if offer == BOOKING and alarm.stands(tracker):
        offer = MESSAGE  # a yes then is for the team
    if tracker.get_slot("draft") and draft.open_form(tracker) in (None, draft.FORM):
        say(dispatcher, "utter_offer_continue")
        offer = CONTINUE
        if draft.is_open(tracker):
            events += [ActiveLoop(None), SlotSet("requested_slot", None)]
    return [*events, SlotSet("offer", offer)]


def forgotten(tracker: Tracker) -> list[dict[str, Any]]:
    """The slots that are over with this turn, empty."""
    return [SlotSet(each, None) for each in OF_ONE_TURN if tracker.get_slot(each)]


class ReplyAction(Action, ABC):
    """A reply by rule; what is about a request that was sent is not replied to, but done."""

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        message, sent = Message(tracker), tracker.get_slot("sent")
        found = None if draft.is_open(tracker) else own_request(tracker)
        own, in_form = sent_of(found), bool(draft.open_form(tracker))
        free = not (draft.is_open(tracker) or alarm.stands(tracker))
        if free and say_how(dispatcher, tracker, message, found):
            return settled(dispatcher, tracker)
        how = free and how_is_asked(tracker, message)
        if own is not None and takes_back(tracker, message, found):
            return [*take_out(dispatcher, tracker, found), *settled(dispatcher, tracker)]
        taken_back = [] if in_form else denied(message, found if own else None)
        if taken_back:
            note_denial(dispatcher, tracker, message, found, taken_back)
            return settled(dispatcher, tracker)
        if _says_what_to_change(tracker, message):
            words = for_team.heard(tracker, for_team.CHANGE, message.text)
            begun = for_team.opened(tracker, words=words[0]["value"])
            return [*words, *begun, FollowupAction(draft.FORM)]
        if _begins_with_details(tracker, message):
            return [SlotSet("misses", None), FollowupAction(draft.FORM)]
        told = for_team.told(tracker, message)
        if own is not None:
            say_where(dispatcher, message, found)
        if in_form:
            return [*told, *self._replied(dispatcher, tracker, message)]
        open_one = found if own else None
        about = how or speaks_of_sent(message, sent, own) or existing.is_about_one(message)
        if about and not _answers_an_offer(tracker, message, own):
            added = add_what_is_told(dispatcher, tracker, message, open_one)
            return [*added, *self._about_sent(dispatcher, tracker, message, own)]
        events = self._replied(dispatcher, tracker, message)
        return [*told, *events, *offer_to_add(dispatcher, tracker, message, open_one)]

    def _replied(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, message: Message
    ) -> list[dict[str, Any]]:
        """The reply, unless an alarm stands that it may be about."""
        after = _after_an_alarm(dispatcher, tracker, message)
        return self.reply(dispatcher, tracker, message) if after is None else after

    def _about_sent(
        self,
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        message: Message,
        own: Sent | None,
    ) -> list[dict[str, Any]]:
        """The form about the request does it; a question beside it is answered first."""
        if message.topics and own is not None and asks_besides(message, own):
            self.reply(dispatcher, tracker, message)
        return [SlotSet("misses", None), FollowupAction("change_form")]

    @abstractmethod
    def reply(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, message: Message
    ) -> list[dict[str, Any]]:
        """Say what this action is for, and return its events."""


def _begins_with_details(tracker: Tracker, message: Message) -> bool:
    """Whether the form is begun by details, in a list or a name that was offered to be left, or
    by who wants after all what they gave up."""
    if draft.open_form(tracker) or message.is_button:
        return False
    offered = tracker.get_slot("offer") in (BOOKING, MESSAGE)
    after_all = draft.given_up(tracker) and wants_it_after_all(message.text)
    listed = is_labelled(message.text) and not is_question(message)
    return listed or bool(after_all or (offered and is_only_name(message)))


def _says_what_to_change(tracker: Tracker, message: Message) -> bool:
    """A day or a town, where a message about an appointment that stands was offered."""
    if draft.open_form(tracker) or message.topics or asks_for_new(message.text):
        return False
    return for_team.adds_to_a_change(tracker, message)


def _after_an_alarm(
    dispatcher: CollectingDispatcher, tracker: Tracker, message: Message
) -> list[dict[str, Any]] | None:
    """Where help is once more, or that it is over; None where something else is the matter."""
    kind = alarm.stands(tracker)
    if kind is None:
        return None
    if alarm.is_over(message.text):
        alarm.say_over(dispatcher, tracker, kind)
        offer = None if draft.open_form(tracker) else MESSAGE
        return [SlotSet(alarm.SLOT, None), *settled(dispatcher, tracker, offer=offer)]
    if not alarm.is_about_it(tracker, message):
        return None
    if tracker.get_slot("offer") == MESSAGE and phrases.is_yes(message.text):
        return _message_opened(tracker)  # in whatever language
    alarm.say_what_counts(dispatcher, tracker, kind)
    offer = MESSAGE if alarm.can_tell_team(tracker) else None
    return settled(dispatcher, tracker, offer=offer)


def _message_opened(tracker: Tracker) -> list[dict[str, Any]]:
    return [*for_team.opened(tracker), FollowupAction("booking_form")]


def _answers_an_offer(tracker: Tracker, message: Message, own: Sent | None) -> bool:
    """A yes, a no or a number behind something that the assistant has just offered."""
    offer = tracker.get_slot("offer")
    if offer == BOOKING and own is not None and own.offered:
        return False  # the team's times go before a further request
    if offer == MESSAGE and is_only_contact(message):
        return True
    return (
        bool(offer)
        and message.intent in ("affirm", "deny")
        and (is_yes(message.text) or is_refusal(message.text))
    )


class ActionAffirm(ReplyAction):
    """A yes: to what was offered last, or to nothing in particular."""

    def name(self) -> str:
        return "action_affirm"

    def reply(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, message: Message
    ) -> list[dict[str, Any]]:
        offer = tracker.get_slot("offer")
        if asks_for_verdict(message.text):
            return _no_verdict(dispatcher, tracker)
        if offer == CONTINUE:
            return [*resumed(), FollowupAction("booking_form")]
        if offer == MESSAGE:
            return _message_opened(tracker)
        if offer == HEALTH:
            own = own_request(tracker)
            return [*add_what_was_told(dispatcher, tracker, own), *settled(dispatcher, tracker)]
        if offer == BOOKING and tracker.get_slot("sent") and _SEND.search(message.text):
            say(dispatcher, "utter_booking_is_request", reference=tracker.get_slot("sent"))
            return settled(dispatcher, tracker)
        if offer == BOOKING:
            return [SlotSet("offer", None), FollowupAction("booking_form")]
        if not draft.open_form(tracker):  # its question follows and is enough
            say(dispatcher, "utter_affirm")
        return settled(dispatcher, tracker)


class ActionDeny(ReplyAction):
    """A no: to what was offered last, or to nothing in particular."""

    def name(self) -> str:
        return "action_deny"

    def reply(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, message: Message
    ) -> list[dict[str, Any]]:
        if asks_for_verdict(message.text):
            return _no_verdict(dispatcher, tracker)
        if tracker.get_slot("offer") == CONTINUE:
            say_stopped(dispatcher, tracker)
            return [*draft.cleared(), SlotSet("offer", None)]
        if tracker.get_slot("offer") == HEALTH:
            say(dispatcher, "utter_change_stopped")
            return [SlotSet(SLOT, None), *settled(dispatcher, tracker)]
        if not draft.open_form(tracker):
            say(dispatcher, "utter_deny")
        return settled(dispatcher, tracker)


def _no_verdict(dispatcher: CollectingDispatcher, tracker: Tracker) -> list[dict[str, Any]]:
    """Whoever asks for a yes or a no hears that the clinic decides."""
    say(dispatcher, "utter_no_verdict")
    return settled(dispatcher, tracker, offer=BOOKING)


class ActionReadBackOld(ReplyAction):
    """The yes of a read-back that is gone, pressed where nothing is read back: it sends nothing."""

    def name(self) -> str:
        return "action_read_back_old"

    def reply(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, message: Message
    ) -> list[dict[str, Any]]:
        if tracker.get_slot("sent"):
            say(dispatcher, "utter_booking_is_request", reference=tracker.get_slot("sent"))
        elif not tracker.get_slot("draft"):  # which is offered, and said not to be sent
            say(dispatcher, "utter_booking_read_back_old")
        return settled(dispatcher, tracker)


class ActionContinueBooking(Action):
    """Takes a draft up again; the form then asks for what is missing."""

    def name(self) -> str:
        return "action_continue_booking"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        return resumed()


class ActionDiscardBooking(Action):
    """Throws a draft away."""

    def name(self) -> str:
        return "action_discard_booking"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        say_stopped(dispatcher, tracker)
        return [*draft.cleared(), SlotSet("offer", None)]


def resumed() -> list[dict[str, Any]]:
    """A draft that goes on: its end is forgotten, and a yes given before is asked for again."""
    slots = ("draft", "offer", "form_end", "confirmed", "refused")
    return [SlotSet(slot, None) for slot in slots]
