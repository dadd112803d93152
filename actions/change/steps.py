"""Does what the visitor wants of a request that was sent."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import another
from actions.booking import draft, for_team
from actions.booking.phrases import OR_ALSO
from actions.booking.read_back import labels_of, spoken
from actions.booking.renamed import with_rest, with_surname
from actions.change.details import SURNAME
from actions.change.outcome import (
    NO_REFERENCE,
    SOON,
    STOPPED,
    UNKNOWN,
    as_written,
    cleared,
)
from actions.change.reading import only_refuses
from actions.change.showing import spoken_there, where
from actions.change.wishes import (
    ABOUT_CANCELLING,
    ACCEPT,
    AMEND,
    CANCEL,
    LATE,
    NOTHING,
    OTHER,
)
from actions.message import Message
from actions.say import language_of, say, say_reachable
from actions.settling import MESSAGE, settled
from actions.unit import unit_of
from clinic.redaction import BETWEEN
from clinic.store.booking_states import CONFIRMED
from clinic.store.unit_of_work import Outcome

ENDS = {
    STOPPED: "utter_change_stopped",
    NOTHING: "utter_change_stopped",
    UNKNOWN: "utter_change_unknown",
    NO_REFERENCE: "utter_change_no_reference",
    ABOUT_CANCELLING: "utter_change_about_cancelling",
    SOON: "utter_change_soon",
}
DONE = {ACCEPT: "utter_change_accepted", CANCEL: "utter_change_cancelled_now"}
STAFF_READ = "en"


class ActionChangeBooking(Action):
    """The end of the form: does what was wanted, if it is still possible."""

    def name(self) -> str:
        return "action_change_booking"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        wish, said = tracker.get_slot("change_wish"), tracker.get_slot("change_said")
        booking = tracker.get_slot("change_booking") or {}
        events = cleared(known=wish != UNKNOWN)
        if wish in (NO_REFERENCE, UNKNOWN, SOON):
            return [*events, *self._to_the_team(dispatcher, tracker, wish)]
        if wish == AMEND:
            _amend(dispatcher, tracker, booking, tracker.get_slot("change_details"), said or None)
        elif wish in (ACCEPT, OTHER, CANCEL):
            town = (tracker.get_slot("change_details") or {}).get("location")
            events += _do(dispatcher, tracker, wish, booking["id"], said or None, town)
        elif wish == LATE:
            return [*events, SlotSet("refused", None), *_late(dispatcher, tracker, booking)]
        elif wish in ENDS:
            say(dispatcher, ENDS[wish])
        events += [SlotSet(for_team.WORDS, None), SlotSet("refused", None)]
        further = tracker.get_slot(another.SLOT)
        if further and wish in (OTHER, AMEND) and _asks_when(said, booking.get("appointment")):
            events.append(SlotSet(another.SLOT, further))  # it waits for the time
        elif further and wish != STOPPED:
            return [*events, *another.begun(further)]
        return [*events, *settled(dispatcher, tracker)]

    def _to_the_team(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, why: str
    ) -> list[dict[str, Any]]:
        """What was wished becomes a message for the team, at once where it can be answered."""
        events = [SlotSet("refused", None)]
        known_as = tracker.get_slot("change_contact")
        message = Message(tracker)
        leaves = for_team.is_only_name(message) or for_team.adds_to_a_change(tracker, message)
        waits = tracker.get_slot("draft")  # which a message would be written over
        if why in (UNKNOWN, SOON) or waits or not (known_as or leaves):
            say_reachable(dispatcher, ENDS[why])
            return [*events, *settled(dispatcher, tracker, offer=MESSAGE)]
        begun = for_team.opened(tracker, known_as)
        return [*events, *begun, FollowupAction("booking_form")]


class ActionAcceptTime(Action):
    """A time that staff offered, taken by its button."""

    def name(self) -> str:
        return "action_accept_time"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        message = Message(tracker)
        booking, time = _value(message, "booking"), _value(message, "time")
        asked = time and tracker.get_slot("change_doubt") == time
        details = tracker.get_slot("change_details") if asked else None
        town = (details or {}).get("location")
        _do(dispatcher, tracker, ACCEPT, booking, time, town)
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
            _do(dispatcher, tracker, OTHER, booking, tracker.get_slot("change_said"))
            return settled(dispatcher, tracker)
        with unit_of(tracker) as unit:
            own = unit.find_sent(booking)
        values = {
            "change_reference": "",
            "change_contact": "",
            "change_wish": OTHER,
            "change_doubt": None,
            "change_booking": {"id": booking} if own is None else as_written(own),
        }
        return [SlotSet(slot, value) for slot, value in values.items()]


class ActionCancelRequest(Action):
    """A request cancelled by the button below its state."""

    def name(self) -> str:
        return "action_cancel_request"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        done = _do(dispatcher, tracker, CANCEL, _value(Message(tracker), "booking"), None)
        return [*done, *settled(dispatcher, tracker)]


def _do(
    dispatcher: CollectingDispatcher,
    tracker: Tracker,
    wish: str,
    booking: str,
    said: str | None,
    town: str | None = None,
) -> list[dict[str, Any]]:
    """One step of a request, and what is said about it; a cancelled one is no more the last.

    `town`: where a time that is taken is wished to be instead.
    """
    sent, language = tracker.get_slot("sent"), language_of(tracker)
    with unit_of(tracker) as unit:
        own = unit.find_sent(sent) if sent else None
        is_own = own is not None and own.id == booking
        if wish == ACCEPT:
            wished = spoken_there(said, STAFF_READ) if said else ""
            outcome = unit.accept_time(booking, said, wished) if said else None
            if outcome is not None and town:
                unit.ask_other_time(booking, town)
        elif wish == CANCEL:
            outcome = unit.cancel_booking(booking)
        else:
            before = own.wish if is_own and OR_ALSO.match(said or "") else None
            outcome = unit.ask_other_time(booking, BETWEEN.join(filter(None, (before, said))))
    if outcome is None:
        say(dispatcher, "utter_change_too_late")
        return []
    if wish == OTHER:
        _say_other(dispatcher, outcome, said, language)
    elif wish == ACCEPT and outcome.state != CONFIRMED:
        say(dispatcher, "utter_change_time_wished", time=spoken_there(said, language))
    else:
        time = spoken_there(said, language) if wish == ACCEPT else ""
        say(dispatcher, DONE[wish], time=time, where=where(outcome.location, language))
        if wish == ACCEPT and town:
            _say_other(dispatcher, outcome, town, language)
    gone = wish == CANCEL and is_own
    return [SlotSet("sent", None), SlotSet("cancelled", sent)] if gone else []


def _late(
    dispatcher: CollectingDispatcher, tracker: Tracker, booking: dict[str, Any]
) -> list[dict[str, Any]]:
    """Said to the clinic by a message, which is offered with the words."""
    language, time = language_of(tracker), booking["appointment"]
    say(dispatcher, "utter_change_late", time=spoken_there(time, language))
    return settled(dispatcher, tracker, offer=MESSAGE)


def _amend(
    dispatcher: CollectingDispatcher,
    tracker: Tracker,
    booking: dict[str, Any],
    details: dict[str, str],
    said: str | None,
) -> None:
    """Details put right, and a time asked for beside them; says what was changed."""
    language = language_of(tracker)
    with unit_of(tracker) as unit:
        details = _whole_name(details, unit.sent_details(booking["reference"]).get("name"))
        outcome = unit.amend_booking(booking["id"], details, said)
    if outcome is None:
        say(dispatcher, "utter_change_too_late")
        return
    stands = outcome.appointment is not None
    labels = labels_of(language)
    lines = "\n".join(
        f"- **{labels[slot]}:** {spoken(slot, each)}"
        for slot, each in details.items()
        if not (stands and slot == "location")
    )
    if lines:
        say(dispatcher, "utter_change_amended", reference=booking["reference"], details=lines)
    town = details.get("location") if stands else None
    wished = ", ".join(filter(None, (town, said)))
    if wished:
        _say_other(dispatcher, outcome, wished, language)


def _whole_name(details: dict[str, str], known: str | None) -> dict[str, str]:
    """A part of a name with what the request holds; a last name where that is not ours is noted."""
    last, one = details.get(SURNAME), details.get("name", "")
    if not last:
        return {**details, "name": with_rest(known, one)} if known and one else details
    rest = {slot: each for slot, each in details.items() if slot != SURNAME}
    name = with_surname(known, last) if known else None
    if name is None:
        return {**rest, "team_note": f"last name: {last}"}
    return {"name": name, **rest}


def _asks_when(said: str | None, appointment: object) -> bool:
    """Whether only a time that is no good was said, so that it is asked which one is."""
    return bool(said) and appointment is None and only_refuses(" ".join(said.split()))


def _say_other(
    dispatcher: CollectingDispatcher, outcome: Outcome, said: str | None, language: str
) -> None:
    """That a wish was noted, in the visitor's words on one line, and what stands meanwhile."""
    line = " ".join((said or "").split())
    if outcome.appointment is not None:
        time = spoken_there(outcome.appointment.isoformat(), language)
        response = "utter_change_kept_said" if line else "utter_change_kept_noted"
        say(dispatcher, response, said=line, time=time)
    elif _asks_when(said, outcome.appointment):
        say(dispatcher, "utter_change_other_said", said=line)
        say(dispatcher, "utter_ask_change_form_change_said")
    elif line:
        say(dispatcher, "utter_change_other_said", said=line)
    else:
        say(dispatcher, "utter_change_other_noted")


def _value(message: Message, entity: str) -> str:
    return next((each.value for each in message.of(entity)), "")
