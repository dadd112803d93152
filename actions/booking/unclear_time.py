""" "Not before 5", said alone at the read-back: of the appointment, or of calls?

It is asked. Until that is answered it stands in the note for the team, in the visitor's own words.
"""

from __future__ import annotations

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.booking import contact, reach, team_note, time_edits, times
from actions.booking.phrases import anywhere
from actions.message import Message
from actions.say import say
from clinic.redaction import BETWEEN
from clinic.weekdays import weekdays_in

SLOT = "unclear_time"  # the words, while it is asked
MOST_WORDS = 8  # of an answer to it
_CALLS = anywhere(
    r"(?:phone )?calls?(?: me)?", r"calling(?: me)?", r"texts?", r"phone", r"ring(?:ing)?",
    r"reach\w*", r"contact\w*", r"llamadas?", r"llam(?:ar|en|arme)",
)  # fmt: skip
_APPOINTMENT = anywhere(
    r"appointments?", r"appts?", r"visits?", r"treatments?", r"sessions?", r"come in", r"coming",
    r"booking", r"cita", r"visita",
)  # fmt: skip
_BOTH = anywhere(r"both", r"either", r"las? dos", r"ambas?", r"para todo")
# What is no answer to it, but goes on with the request.
_GOES_ON = anywhere(
    r"send(?: (?:it|that))?", r"submit", r"any ?time", r"whenever", r"change", r"update",
    r"correct", r"make it", r"instead", r"env[ií]\w+", r"cambi\w+", r"cuando sea",
)  # fmt: skip

Events = list[dict[str, Any]]


def heard(
    dispatcher: CollectingDispatcher, tracker: Tracker, message: Message, requested: str | None
) -> Events | None:
    """Asks what such a time is about, or takes the answer; None where the message is no such."""
    asked = tracker.get_slot(SLOT)
    if message.is_button or requested != "confirmed":
        return None
    if asked and _may_answer(message, asked):
        calls, appointment = _CALLS.search(message.text), _APPOINTMENT.search(message.text)
        both = _BOTH.search(message.text)
        if bool(calls) != bool(appointment) or both:
            return _settled(tracker, asked, calls=bool(calls or both),
                            appointment=bool(appointment or both))  # fmt: skip
    if not reach.is_bare_limit(message):
        return None
    said = reach.capped(message.text.strip(" ,.!"))
    note = reach.added(tracker.get_slot(team_note.SLOT), said)
    say(dispatcher, "utter_booking_time_for_what", said=said)
    noted = [SlotSet(team_note.SLOT, note)] if note else []
    return [*noted, SlotSet(SLOT, said)]


def _may_answer(message: Message, asked: str) -> bool:
    """Not "change my phone number to …", "change the appointment to tuesday", "yes, send it"."""
    text = message.text
    gives = contact.phone_in(text) or contact.email_in(text) or weekdays_in(text)
    days = [each for each in message.of("date") if each.text.lower() not in asked.lower()]
    return len(text.split()) <= MOST_WORDS and not (gives or days or _GOES_ON.search(text))


def _settled(tracker: Tracker, said: str, *, calls: bool, appointment: bool) -> Events:
    """Where it belongs, and no longer in the note."""
    known = (tracker.get_slot(team_note.SLOT) or "").split(BETWEEN)
    left = BETWEEN.join(each for each in known if each != said)
    events = [SlotSet(SLOT, None), SlotSet(team_note.SLOT, left)]
    if calls:
        wishes = reach.added(tracker.get_slot(reach.SLOT), said)
        events += [SlotSet(reach.SLOT, wishes)] if wishes else []
    if appointment:
        events.append(SlotSet("preferred", _within(tracker.get_slot("preferred") or [], said)))
    return events


def _within(wished: list[dict[str, Any]], said: str) -> list[dict[str, Any]]:
    """The days that were wished, at these hours; behind what names no day."""
    if not wished:
        return times.times_as_answer(said, [])
    behind = [{**wish, "said": f"{wish['said']}, {said}"} for wish in wished]
    return time_edits.at_other_hours(wished, said) or behind
