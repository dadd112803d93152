"""Questions about how a request stands, or where its appointment is: answered from its state."""

from __future__ import annotations

from rasa_sdk.executor import CollectingDispatcher

from actions.booking import remarks, towns
from actions.booking.phrases import whole
from actions.change import existing
from actions.message import Message
from actions.say import say
from clinic.store.visitor_desk import FoundBooking

_WHERE = whole(
    r"(?:(?:ok|and|so|but)[\s,]+)*where(?: (?:is|was|will) (?:it|that|my \w+)(?: again)?|"
    r" do i (?:go|come)(?: to)?| to| exactly)*",
    r"(?:and )?(?:which|what) (?:town|city|office|location|place)(?: is (?:it|that)(?: in| at)?)?",
    r"(?:y )?(?:a )?(?:d[óo]nde|en qu[ée] ciudad)(?: (?:es|ser[áa]|tengo que ir|voy|queda))?",
)


def is_asked(message: Message) -> bool:
    """ "Do I have an appointment?", "is it booked?": how the request stands."""
    return existing.is_about_one(message) or remarks.asks_how_it_stands(message.text)


def say_where(dispatcher: CollectingDispatcher, message: Message, own: FoundBooking | None) -> None:
    """The town of an appointment that is set, where only that is asked."""
    if own is None or own.appointment is None or own.location == towns.EITHER:
        return
    if not message.is_button and _WHERE.match(message.text):
        say(dispatcher, "utter_change_where", reference=own.reference, town=own.location)
