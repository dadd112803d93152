"""What the assistant offers at the end of a reply, and what a plain yes or no does with it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import alarm, beside, conclusions, hesitating, note_before
from actions.after_alarm import after_alarm
from actions.alarm import Then
from actions.booking import draft, for_team
from actions.booking.asking import is_question
from actions.booking.fields import is_labelled
from actions.booking.for_team import is_only_contact, is_only_name
from actions.booking.phrases import anywhere, is_refusal, is_yes
from actions.booking.remarks import wants_it_after_all, wants_to_go_on
from actions.booking.same_as_before import begins_another
from actions.booking.stopping import say_stopped
from actions.brief import replied
from actions.change import existing
from actions.change.details import asks_for_new
from actions.change.outcome import own_request, sent_of
from actions.change.standing import how_is_asked, say_how, say_where
from actions.change.taken_back import denied, note_denial, take_out, takes_back
from actions.change.told import (
    HEALTH,
    SLOT,
    add_to_shown,
    add_what_is_told,
    add_what_was_told,
    keep_what_is_told,
)
from actions.change.wishes import (
    Sent,
    asks_besides,
    does_something,
    does_to_sent,
    speaks_of_sent,
    wish_in,
)
from actions.heard_first import heard_first
from actions.message import Message
from actions.say import say
from actions.settling import BOOKING, CONTINUE, MESSAGE, settled

FORMS_FOLLOW = ("booking_request", "booking_change")  # intents whose rules go on with a form
_SEND = anywhere(r"send", r"submit", r"env[ií](?:ar?|e)(?:la|lo)?")  # which was done already


class ReplyAction(Action, ABC):
    """A reply by rule; what is about a request that was sent is not replied to, but done."""

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        message = Message(tracker)
        then = _after_an_alarm(tracker, message)
        after, is_all = after_alarm(dispatcher, tracker, message, then)
        if not is_all:
            return [*after, *self._done(dispatcher, tracker, message)]
        waits = then in (Then.AGAIN, Then.LINE) and message.intent in FORMS_FOLLOW
        listens = [FollowupAction("action_listen")] if waits else []
        return [*for_team.told(tracker, message), *after, *listens]

    def _done(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, message: Message
    ) -> list[dict[str, Any]]:
        """The reply, or what is to be done in its place."""
        sent = tracker.get_slot("sent")
        found = None if draft.is_open(tracker) else own_request(tracker)
        own, in_form = sent_of(found), bool(draft.open_form(tracker))
        free = not (draft.is_open(tracker) or alarm.stands(tracker))
        if free and say_how(dispatcher, tracker, message, found):
            heard, rest = heard_first(dispatcher, tracker, message)
            if rest is None:
                return heard
            done, about = settled(dispatcher, tracker), found if own else None
            kept = keep_what_is_told(dispatcher, tracker, rest, about, done)
            return [*heard, *done, *kept]
        drawn = conclusions.reply_to(dispatcher, tracker, message)
        if drawn is not None:
            return drawn
        how = free and how_is_asked(tracker, message)
        if own is not None and takes_back(tracker, message, found):
            out = take_out(dispatcher, tracker, message, found)
            return [*out, *settled(dispatcher, tracker)]
        further = begins_another(tracker, message) and not speaks_of_sent(message, sent, own)
        if further and message.intent != "booking_request":  # with which it begins by rule
            return beside.begun(dispatcher, tracker, message, found if own else None)
        taken_back = [] if in_form else denied(message, found if own else None)
        if taken_back:
            note_denial(dispatcher, tracker, message, found, taken_back)
            if not (own and does_something(wish_in(message, own))):
                return settled(dispatcher, tracker)
        if _says_what_to_change(tracker, message):
            words = for_team.heard(tracker, for_team.CHANGE, message.text)
            begun = for_team.opened(tracker, words=words[0]["value"])
            return [*words, *begun, FollowupAction(draft.FORM)]
        if _begins_with_details(tracker, message):
            return [SlotSet("misses", None), FollowupAction(draft.FORM)]
        if goes_on(tracker, message):
            return [*draft.resumed(), FollowupAction(draft.FORM)]
        heard, rest = heard_first(dispatcher, tracker, message)
        does = bool(heard) and not in_form and does_to_sent(message, sent, own)
        if rest is None and not does:
            return heard
        of_it = beside.not_replied_to(message) if heard else message
        message = message if does else rest
        told = [*heard, *for_team.told(tracker, message)]
        if own is not None:
            say_where(dispatcher, message, found)
        if in_form:
            events = replied(self.reply, dispatcher, tracker, message)
            shown = [] if draft.is_open(tracker) else add_to_shown(dispatcher, tracker, message)
            return [*told, *events, *shown]
        open_one = found if own else None
        about = how or does or speaks_of_sent(message, sent, own)
        about = about or existing.is_about_one(message)
        if about and not _answers_an_offer(tracker, message, own):
            added = add_what_is_told(dispatcher, tracker, of_it, open_one)
            return [*heard, *added, *self._about_sent(dispatcher, tracker, message, own)]
        events = note_before.say_kept(dispatcher, tracker, message)
        if events is None:
            events = hesitating.stands(dispatcher, tracker, message)
        if events is None:
            events = replied(self.reply, dispatcher, tracker, message)
        kept = keep_what_is_told(dispatcher, tracker, message, open_one, events)
        return [*told, *events, *kept]

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
    """Whether it is begun by details, a name, or who wants after all what they gave up."""
    if draft.open_form(tracker) or message.is_button:
        return False
    offer = tracker.get_slot("offer")
    offered = offer in (BOOKING, MESSAGE)
    after_all = draft.given_up(tracker) and wants_it_after_all(message.text)
    if offer not in (None, BOOKING):
        after_all = False  # a "go ahead" is for what was offered
    listed = is_labelled(message.text) and not is_question(message)
    return listed or bool(after_all or (offered and is_only_name(message)))


def _says_what_to_change(tracker: Tracker, message: Message) -> bool:
    """A day or a town, where a message about an appointment that stands was offered."""
    if draft.open_form(tracker) or message.topics or asks_for_new(message.text):
        return False
    return for_team.adds_to_a_change(tracker, message)


def _after_an_alarm(tracker: Tracker, message: Message) -> Then:
    """What is decided there, but for what has its own place in this conversation."""
    then = alarm.decided(tracker, message)
    if then in (Then.LINE, Then.LINE_FIRST) and goes_on(tracker, message):
        return Then.LINE_FIRST if alarm.in_crisis(tracker) else Then.REPLY
    if then is Then.LINE_FIRST and not message.is_button and alarm.may_mean_more(tracker, message):
        return Then.LINE
    return Then.LINE_FIRST if then is Then.LINE and _is_about_sent(tracker, message) else then


def _is_about_sent(tracker: Tracker, message: Message) -> bool:
    """Whether a message is about the request that this conversation has sent."""
    sent = tracker.get_slot("sent")
    if not sent or draft.open_form(tracker):
        return False
    own = sent_of(own_request(tracker))
    return bool(speaks_of_sent(message, sent, own)) and not _answers_an_offer(tracker, message, own)


def goes_on(tracker: Tracker, message: Message) -> bool:
    """ "Go on with my request", where one was interrupted."""
    waits = tracker.get_slot("draft") and not draft.open_form(tracker)
    if not waits or message.is_button or alarm.may_mean_more(tracker, message):
        return False
    return wants_to_go_on(message.text)


def _answers_an_offer(tracker: Tracker, message: Message, own: Sent | None) -> bool:
    """A yes, a no or a number behind something that the assistant has just offered."""
    offer = tracker.get_slot("offer")
    if offer == BOOKING and own is not None and own.offered:
        return False  # the team's times go before a further request
    if offer == MESSAGE and is_only_contact(message):
        return True
    answers = bool(offer) and message.intent in ("affirm", "deny")
    return answers and (is_yes(message.text) or is_refusal(message.text))


class ActionAffirm(ReplyAction):
    """A yes: to what was offered last, or to nothing in particular."""

    def name(self) -> str:
        return "action_affirm"

    def reply(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, message: Message
    ) -> list[dict[str, Any]]:
        offer = tracker.get_slot("offer")
        if offer == CONTINUE:
            return [*draft.resumed(), FollowupAction("booking_form")]
        if offer == MESSAGE:
            return [*for_team.opened(tracker), FollowupAction("booking_form")]
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
        if tracker.get_slot("offer") == CONTINUE:
            say_stopped(dispatcher, tracker)
            return [*draft.cleared(), SlotSet("offer", None)]
        if tracker.get_slot("offer") == HEALTH:
            say(dispatcher, "utter_change_stopped")
            return [SlotSet(SLOT, None), *settled(dispatcher, tracker)]
        if not draft.open_form(tracker):
            say(dispatcher, "utter_deny")
        return settled(dispatcher, tracker)


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
