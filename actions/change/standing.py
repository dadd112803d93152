"""Questions about how a request stands, or where its appointment is: answered from its state."""

from __future__ import annotations

import re

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.booking import remarks, towns
from actions.booking.phrases import anywhere, whole
from actions.change import existing
from actions.change.outcome import sent_of
from actions.change.wishes import does_something, wish_in
from actions.hours import say_when_open
from actions.message import Message
from actions.say import say
from clinic.store.booking_states import CLOSED
from clinic.store.visitor_desk import FoundBooking

_WHERE = whole(
    r"(?:(?:ok|and|so|but)[\s,]+)*where(?: (?:is|was|will) (?:it|that|my \w+)(?: again)?|"
    r" do i (?:go|come)(?: to)?| to| exactly)*",
    r"(?:(?:and|so|but|ok) )*(?:in )?(?:which|what) (?:town|city|office|location|place)"
    r"(?:(?: (?:is|was)|['’]?s) (?:it|that|this|the \w+)(?: one)?(?: in| at)?)?",
    r"(?:y )?(?:a )?(?:d[óo]nde|en qu[ée] ciudad)(?: (?:es|ser[áa]|tengo que ir|voy|queda))?",
)


# The detail that a question after "what … do you have" is about.
_HELD = anywhere(
    r"(?:what|which)(?:'?s)? (?:phone |cell |mobile |e-?mail )?(?:number|phone|e-?mail|address|"
    r"contact)(?: \w+){0,2} (?:do|did) (?:you|u|they)(?: (?:guys|all))? (?:have|got|get|put|note)",
    r"qu[ée] (?:n[úu]mero|tel[ée]fono|correo)(?: \w+)? (?:tienen|tiene|anotaron)",
)
_DOUBTS = whole(r"(?:(?:ok|oh|but)[\s,]+)*(?:are )?(?:you|u) sure", r"(?:est[áa] )?segur[oa]")
_GONE = anywhere(
    r"(?:is|was|has) (?:it|that|my \w+|everything)(?: been)?(?: really| now)? cancel\w*",
    r"did (?:it|that|you) (?:get )?cancel\w*(?: it)?",
    r"(?:est[áa]|queda) cancelad[ao]",
)
_CLAUSES = re.compile(r"[,.;!?\n]+\s*(?:(?:and|but|so|y)\b\s*)?|\s+(?:and|but)\s+")
_SENTENCES = re.compile(r"(?<=[.!?\n])\s+")
SHOWN_DIGITS = 4


def is_asked(message: Message) -> bool:
    """ "Do I have an appointment?", "is it booked?", "is it cancelled?": how a request stands."""
    text = message.text
    asks = remarks.asks_how_it_stands(text) or _GONE.search(text)
    return bool(asks) or existing.is_about_one(message)


def how_is_asked(tracker: Tracker, message: Message) -> bool:
    """Whether it is asked about the request that was sent; "are you sure" right behind it only."""
    if message.is_button or not tracker.get_slot("sent"):
        return False
    doubts = not tracker.get_slot("offer") and bool(_DOUBTS.match(message.text))
    return doubts or remarks.asks_how_it_stands(message.text)


def say_how(
    dispatcher: CollectingDispatcher,
    tracker: Tracker,
    message: Message,
    found: FoundBooking | None,
) -> bool:
    """Answer a question about a request that is not settled on, or that is cancelled."""
    sent, cancelled = tracker.get_slot("sent"), tracker.get_slot("cancelled")
    if not sent and cancelled and _asks_if_gone(message):
        say(dispatcher, "utter_change_cancelled", reference=cancelled)
        return True
    if found is not None and _HELD.search(message.text) and not message.is_button:
        say(dispatcher, "utter_change_contact_held", reference=found.reference,
            said=_masked(found.contact))  # fmt: skip
        return True
    settled_on = found is not None and (found.state in CLOSED or found.offered or found.appointment)
    if settled_on or not how_is_asked(tracker, message) or _wishes_besides(message, found):
        return False
    say(dispatcher, "utter_booking_is_request", reference=sent)
    say_when_open(dispatcher, tracker)
    return True


def _wishes_besides(message: Message, found: FoundBooking | None) -> bool:
    """ "Did you get my request? Please cancel it": more is to be done than to answer."""
    own, said = sent_of(found), _SENTENCES.split(message.text)
    rest = " ".join(each for each in said if not remarks.asks_how_it_stands(each))
    return own is not None and does_something(wish_in(message.part(rest), own))


def _asks_if_gone(message: Message) -> bool:
    asks = bool(_GONE.search(message.text)) or remarks.asks_how_it_stands(message.text)
    return asks and not message.is_button


def _masked(known_as: str) -> str:
    """As much of a number or address as its owner knows it by."""
    name, at, domain = known_as.partition("@")
    return f"{name[:1]}…@{domain}" if at else f"… {known_as[-SHOWN_DIGITS:]}"


def say_where(dispatcher: CollectingDispatcher, message: Message, own: FoundBooking | None) -> None:
    """The town of an appointment that is set, or of the times on offer, where that is asked."""
    if own is None or message.is_button or not (own.appointment or own.offered):
        return
    if not any(_WHERE.match(each) for each in _CLAUSES.split(message.text)):
        return
    if own.location == towns.EITHER:
        say(dispatcher, "utter_change_where_open", reference=own.reference)
    elif own.appointment:
        say(dispatcher, "utter_change_where", reference=own.reference, town=own.location)
    else:
        say(dispatcher, "utter_change_where_offered", reference=own.reference, town=own.location)
