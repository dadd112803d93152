"""What the form about a request does with what was said: the slots that it sets."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import ActionExecutionRejected, SlotSet

from actions.booking import consent, draft, phrases
from actions.change import cancelling
from actions.change.details import wishes_how_reached
from actions.change.reading import proposes
from actions.change.relayed import relayed
from actions.change.wishes import (
    ABOUT_CANCELLING,
    ACCEPT,
    AMEND,
    CANCEL,
    LATE,
    NOTHING,
    OTHER,
    PERHAPS_ACCEPT,
    PERHAPS_OTHER,
    REFUSE,
    SHOW,
    Sent,
    Wish,
    details_in,
    wish_in,
    wish_of_times,
)
from actions.message import Message
from actions.unit import unit_of
from clinic.store.booking_states import CLOSED
from clinic.store.visitor_desk import FoundBooking

FORM = "change_form"
WHOSE = ("change_reference", "change_contact")
WISH = ("change_wish", "change_said", "change_details")
# How the form ends apart from a wish.
STOPPED, UNKNOWN, NO_REFERENCE, TOLD = "stopped", "unknown", "no_reference", "told"
SOON = "soon"  # too soon for a chat that nobody may read in time
LONGEST_WISH = 300  # characters kept of a wish for another time

Events = list[dict[str, Any]]


def own_request(tracker: Tracker) -> FoundBooking | None:
    """The request that was sent from this conversation last."""
    sent = tracker.get_slot("sent")
    if not sent:
        return None
    with unit_of(tracker) as unit:
        return unit.find_sent(sent)


def sent_of(found: FoundBooking | None) -> Sent | None:
    """As much of it as a message may speak of, where it is still open."""
    return None if found is None or found.state in CLOSED else as_sent(as_written(found))


def as_sent(written: dict[str, Any]) -> Sent:
    return Sent(
        written.get("state") or "",
        written.get("offered") or [],
        written.get("appointment"),
        written.get("location"),
        bool(written.get("wants_other_time")),
        written.get("offered_before") or [],
    )


def answered(tracker: Tracker, message: Message) -> Events | None:
    """The answer to "Shall I …?"; None where the message is something else."""
    text, doubt = message.text, tracker.get_slot("change_doubt")
    if not doubt or message.is_button:
        return None
    if phrases.hesitates(text):
        return [SlotSet("refused", tracker.get_slot("refused"))]  # asked again
    if doubt == OTHER:
        if phrases.is_refusal(text):
            return done(Wish(NOTHING))
        agrees = consent.is_clear(text) or phrases.is_yes(text)
        return done(Wish(OTHER, tracker.get_slot("change_said"))) if agrees else None
    if doubt != CANCEL:
        agrees = consent.is_clear(text)  # "yes but at 5" is none
        return done(Wish(ACCEPT, doubt)) if agrees else None
    if cancelling.is_clear_yes(text):
        return done(Wish(CANCEL), sure=True)
    if phrases.is_refusal(text) or message.intent == "deny":
        return done(Wish(NOTHING))
    vague = phrases.is_yes(text) or consent.is_clear(text)
    if vague or message.intent in ("affirm", "thanks"):  # "ok, thanks" is none
        return done(Wish(NOTHING)) if tracker.get_slot("refused") else [SlotSet("refused", 1)]
    return None


def wished(tracker: Tracker, message: Message, sent: str, own: FoundBooking) -> Events:
    """The wish of a message about this conversation's own request."""
    if own.state in CLOSED or message.is_button:
        return []
    message = relayed(message, as_sent(as_written(own)))
    details = details_in(message, sent=sent)
    if details:
        return amended(message, details)
    wish = wish_in(message, as_sent(as_written(own)))
    if wish and wish.kind == ACCEPT and tracker.get_slot("offer") and phrases.is_yes(message.text):
        wish = Wish(PERHAPS_ACCEPT, wish.said)  # the yes may be to what was offered since
    if wish is None or wish.kind == NOTHING or (wish.kind == OTHER and not wish.said):
        return []  # it is shown with what can be done
    return done(wish)


def foreseen(message: Message) -> Events:
    """A wish that is clear before it is known whose request it is about."""
    if message.is_button or phrases.is_question(message.text) and message.topics:
        return []
    message = relayed(message, Sent())
    details = details_in(message, contacts=False)
    if details:
        return amended(message, details)
    wish = wish_in(message, Sent())
    if wish is None or wish.kind not in (CANCEL, OTHER):
        return []
    return done(wish, sure=True) if wish.kind == CANCEL or wish.said else []


def looked_at(tracker: Tracker, foreseen: Events, booking: FoundBooking) -> Events:
    """The wish that came before it was known which times are on offer, read once more."""
    before = {slot: tracker.get_slot(slot) for slot in WISH}
    before |= {event["name"]: event["value"] for event in foreseen}
    wanted, said = before["change_wish"], before["change_said"]
    if booking.state in CLOSED:  # it is nothing to do any more
        return [SlotSet(slot, None) for slot in WISH]
    if wanted == CANCEL:
        return done(Wish(CANCEL))
    offered = as_sent(as_written(booking))
    if wanted != OTHER or not (said and offered.times):
        return []
    wish = wish_of_times(said, offered)
    return done(wish) if wish else []


def amended(message: Message, details: dict[str, str]) -> Events:
    """Details to put right; a time beside them is asked for as well."""
    has_time = wishes_how_reached(message).rest.of("date")  # when to call is not when to come
    said = message.text if has_time else ""
    return [SlotSet("change_details", details), *done(Wish(AMEND, said))]


def done(wish: Wish, *, sure: bool = False) -> Events:
    """What the form does with a wish; what cannot be undone, or is in doubt, is asked first."""
    if wish.kind in (LATE, ABOUT_CANCELLING):
        return ended(wish.kind)
    asked = {SHOW: None, PERHAPS_ACCEPT: wish.said, PERHAPS_OTHER: OTHER}
    asked |= {} if sure else {CANCEL: CANCEL}
    if wish.kind in asked:
        said = wish.said if wish.kind == PERHAPS_OTHER else None
        slots = {"change_doubt": asked[wish.kind], "change_wish": None, "change_said": said}
        if wish.kind == PERHAPS_ACCEPT:
            slots["change_details"] = {"location": wish.town} if wish.town else None
        return [SlotSet(slot, value) for slot, value in {**slots, "refused": None}.items()]
    kind = OTHER if wish.kind == REFUSE else wish.kind
    events = [SlotSet("change_wish", kind), SlotSet("change_doubt", None)]
    if wish.said or kind != OTHER:
        said = phrases.shortened((wish.said or "").strip(), LONGEST_WISH)
        events.append(SlotSet("change_said", said))
    return events


def shown(booking: FoundBooking, reference: str) -> Events:
    return [
        SlotSet("change_reference", reference),
        SlotSet("change_contact", booking.contact),
        SlotSet("change_booking", as_written(booking)),
    ]


def as_written(booking: FoundBooking) -> dict[str, Any]:
    return {
        "id": booking.id,
        "reference": booking.reference,
        "state": booking.state,
        "offered": [time.isoformat() for time in booking.offered],
        "appointment": booking.appointment.isoformat() if booking.appointment else None,
        "location": booking.location,
        "wants_other_time": booking.wants_other_time,
        "offered_before": [time.isoformat() for time in booking.offered_before],
    }


def when(message: Message, booking: Sent) -> Events:
    """The wish for another time in the visitor's words, or an offered one after all."""
    text = message.text
    if phrases.wants_to_stop(text):
        return ended(STOPPED)
    wish = Wish(CANCEL) if cancelling.wants_to_cancel(text) else wish_of_times(text, booking)
    if wish:
        return done(wish)
    if phrases.hesitates(text):
        return [SlotSet("change_said", None)]  # asked again
    asks = phrases.is_question(text) and not (message.of("date") and proposes(text))
    if message.topics and not message.of("date") or asks:
        return [ActionExecutionRejected(FORM)]
    said = "" if phrases.is_refusal(text) else text
    return [SlotSet("change_said", phrases.shortened(said, LONGEST_WISH))]


def ended(why: str) -> Events:
    return [SlotSet("change_wish", why), SlotSet("requested_slot", None)]


def cleared(*, known: bool) -> Events:
    """Empty for the next time; `known`: whose request it is need not be said again."""
    return draft.change_left(but=WHOSE if known else ())
