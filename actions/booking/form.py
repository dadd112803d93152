"""The form's validator: takes details, lets questions and emergencies through, knows the end."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActionExecutionRejected, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.booking import draft, phrases, remarks, silence
from actions.booking.answers import Reading
from actions.booking.asking import INTERRUPTING, is_question
from actions.booking.attempts import left_out
from actions.booking.draft import FORM, NOT_GIVEN
from actions.booking.people import FOR_CHILD, FOR_OTHER, FOR_TWO, MINOR, flags_of_people
from actions.booking.read_back import texts_wording
from actions.booking.reading import read
from actions.health import add_caveats, flags_of, with_flags
from actions.message import Message, since_last_message
from actions.say import say

STOPPED = "stopped"
NO_CONTACT = "no_contact"
PAUSED = "paused"
LEFT = "left"  # the visitor was away: the draft is offered before anything else

OTHERS = {FOR_TWO, FOR_OTHER, FOR_CHILD}  # somebody beside the writer is to be treated

Events = list[dict[str, Any]]


class ValidateBookingForm(Action):
    """Called by the form on activation, on every answer, and again when an answer resumes it."""

    def name(self) -> str:
        return "validate_booking_form"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Events:
        happened = since_last_message(tracker)
        if any(event["event"] == "action_execution_rejected" for event in happened):
            return []  # the form comes back after an answer: it only has to ask again
        message = Message(tracker)
        activated = any(event["event"] == "active_loop" for event in happened)
        if message.safety:
            return []
        if activated:
            events = self._begin(dispatcher, tracker, message)
        elif silence.was_left(tracker):
            events = self._come_back(dispatcher, tracker, message)
        else:
            events = self._go_on(dispatcher, tracker, message)
        return [*events, silence.noticed(tracker)]

    def _begin(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, message: Message
    ) -> Events:
        events = [SlotSet("draft", None), SlotSet("offer", None)]
        if not tracker.get_slot("form"):
            events.append(SlotSet("form", message.id))
            say(dispatcher, "utter_booking_begin")
        if message.is_button or message.intent in ("affirm", "continue_booking"):
            return events
        reading = read(message, None, _known(tracker))
        reading.problem = None
        return [*events, *self._taken(dispatcher, tracker, message, reading)]

    def _go_on(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, message: Message
    ) -> Events:
        if phrases.wants_to_stop(message.text):
            return _ended(STOPPED)
        if message.intent == "edit_booking":
            return _edited(tracker, message)
        if message.is_button and message.intent not in ("affirm", "deny"):
            return [ActionExecutionRejected(FORM)]
        if remarks.wants_to_go_on_later(message.text):
            return _ended(PAUSED)
        requested = tracker.get_slot("requested_slot")
        if remarks.wants_to_go_back(message.text):
            return _reopened(tracker, requested)
        remark = _remark(message)
        if remark:
            say(dispatcher, remark)
            return []  # nothing is set, and `seen` makes the form ask again
        people = flags_of_people(message, tracker.get_slot("booking_flags") or [])
        if people and _says_only_who(message, requested):
            return self._taken(dispatcher, tracker, message, Reading(flags=people))
        reading = read(message, requested, _known(tracker))
        if requested:
            left_out(dispatcher, tracker, requested, reading)
        events = self._taken(dispatcher, tracker, message, reading)
        if _has_no_contact(tracker, reading):
            return [*events, *_ended(NO_CONTACT)]
        if reading.gives_nothing or _asks(message):
            events.append(ActionExecutionRejected(FORM))  # answered by its rule; then we go on
        return events

    def _come_back(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, message: Message
    ) -> Events:
        """After a silence: what the message gives is kept, and going on is offered."""
        if phrases.wants_to_stop(message.text):
            return _ended(STOPPED)
        if message.is_button and message.intent not in ("affirm", "deny", "edit_booking"):
            return [SlotSet("draft", True), ActionExecutionRejected(FORM)]
        if message.intent == "edit_booking":
            return _ended(LEFT)
        reading = read(message, tracker.get_slot("requested_slot"), _known(tracker))
        reading.found.pop("confirmed", None)
        reading.problem = None
        events = self._taken(dispatcher, tracker, message, reading)
        if message.intent in INTERRUPTING and (reading.gives_nothing or _asks(message)):
            return [*events, SlotSet("draft", True), ActionExecutionRejected(FORM)]
        return [*events, *_ended(LEFT)]

    def _taken(
        self,
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        message: Message,
        reading: Reading,
    ) -> Events:
        """The slots that a reading sets, and what has to be said about the message at once."""
        found = dict(reading.found)
        people = flags_of_people(message, tracker.get_slot("booking_flags") or [])
        found |= _guardian_asked(tracker, message, people)
        health = flags_of(message, others=bool(OTHERS & set(people)) or _is_for_others(tracker))
        stated = not reading.gives_nothing or not is_question(message)
        if health and stated and not found.get("health_note"):
            found["health_note"] = _with_note(tracker, message.text)
        if found and "confirmed" not in found and tracker.get_slot("confirmed") is not None:
            found["confirmed"] = None
        events = [SlotSet(slot, value) for slot, value in found.items()]
        _say_who(dispatcher, people, found, tracker)
        if reading.problem:
            say(dispatcher, reading.problem)
            events.append(SlotSet("refused", (tracker.get_slot("refused") or 0) + 1))
        elif found:
            events.append(SlotSet("refused", None))
        if not reading.gives_nothing and not _asks(message):
            add_caveats(dispatcher, message, [], others=bool(health))
        if reading.flags or health or people:
            flags = [*reading.flags, *people, *health]
            events.append(SlotSet("booking_flags", with_flags(tracker, flags)))
        return events


def _asks(message: Message) -> bool:
    """Whether there is a question in the message beside the answer to ours."""
    return bool(message.topics) and is_question(message)


def _remark(message: Message) -> str | None:
    """What is said at once to a remark about the request itself; the question stays open."""
    if remarks.wants_a_moment(message.text):
        return "utter_booking_hold"
    if remarks.asks_how_it_stands(message.text):
        return "utter_booking_not_sent_yet"
    return None


def _says_only_who(message: Message, requested: str | None) -> bool:
    """ "my sister would like one too" is no answer to when, where or what."""
    short = len(message.text.split()) <= remarks.MOST_WORDS
    return requested != "name" and short and not message.topics and not message.of("date")


def _edited(tracker: Tracker, message: Message) -> Events:
    """A tapped detail is asked for again; the one for text messages is a switch."""
    events: Events = [SlotSet("confirmed", None)]
    for slot in message.of("slot"):
        switched_on = slot.value == "sms_consent" and not tracker.get_slot("sms_consent")
        events.append(SlotSet(slot.value, texts_wording() if switched_on else None))
    return events


def _reopened(tracker: Tracker, requested: str | None) -> Events:
    """The detail before the open question, asked for once more."""
    place = draft.DETAILS.index(requested) if requested in draft.DETAILS else len(draft.DETAILS)
    return [SlotSet(draft.DETAILS[max(place - 1, 0)], None)]


def _with_note(tracker: Tracker, text: str) -> str:
    """The health note so far with what was just mentioned behind it."""
    known = tracker.get_slot("health_note")
    return f"{known} / {text}" if known and text not in known else text


def _is_for_others(tracker: Tracker) -> bool:
    return bool(OTHERS & set(tracker.get_slot("booking_flags") or []))


def _guardian_asked(tracker: Tracker, message: Message, people: list[str]) -> dict[str, Any]:
    """Somebody under 18 who writes for themselves is asked for a way to reach an adult."""
    by_a_parent = FOR_CHILD in people or _is_for_others(tracker)
    if MINOR not in people or by_a_parent:
        return {}
    return {slot: None for slot in ("phone", "email") if tracker.get_slot(slot) is not None}


def _say_who(
    dispatcher: CollectingDispatcher, people: list[str], found: dict[str, Any], tracker: Tracker
) -> None:
    if MINOR in people:
        say(dispatcher, "utter_booking_guardian")
    if not OTHERS & set(people) or found.get("name"):
        return
    known = tracker.get_slot("name") is not None
    say(dispatcher, "utter_booking_noted" if known else "utter_booking_both_names")


def _known(tracker: Tracker) -> dict[str, Any]:
    return {slot: tracker.get_slot(slot) for slot in draft.DETAILS}


def _has_no_contact(tracker: Tracker, reading: Reading) -> bool:
    """Both ways of reaching the visitor were asked for and refused."""
    return all(
        reading.found.get(slot, tracker.get_slot(slot)) == NOT_GIVEN for slot in ("phone", "email")
    )


def _ended(why: str) -> Events:
    return [SlotSet("form_end", why), SlotSet("requested_slot", None)]
