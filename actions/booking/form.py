"""The form's validator: takes details, lets questions and emergencies through, knows the end."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActionExecutionRejected, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.booking import draft, phrases
from actions.booking.draft import NOT_GIVEN
from actions.booking.reading import Reading, read
from actions.health import add_caveats, flags_of, with_flags
from actions.message import Message
from actions.say import say

FORM = "booking_form"
STOPPED = "stopped"
NO_CONTACT = "no_contact"
ATTEMPTS_AT_A_NAME = 2


class ValidateBookingForm(Action):
    """Called by the form on activation, on every answer, and again when an answer resumes it."""

    def name(self) -> str:
        return "validate_booking_form"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        happened = _since_last_message(tracker)
        if any(event["event"] == "action_execution_rejected" for event in happened):
            return []  # the form comes back after an answer: it only has to ask again
        message = Message(tracker)
        activated = any(event["event"] == "active_loop" for event in happened)
        if message.safety:
            return []
        if activated:
            return self._begin(dispatcher, tracker, message)
        return self._go_on(dispatcher, tracker, message)

    def _begin(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, message: Message
    ) -> list[dict[str, Any]]:
        events = []
        if not tracker.get_slot("form"):
            events.append(SlotSet("form", message.id))
            say(dispatcher, "utter_booking_begin")
        if message.is_button:
            return events
        reading = read(message, None, _known(tracker))
        reading.problem = None
        return [*events, *self._taken(dispatcher, tracker, message, reading)]

    def _go_on(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, message: Message
    ) -> list[dict[str, Any]]:
        if phrases.wants_to_stop(message.text):
            return _ended(STOPPED)
        if message.intent == "edit_booking":
            return [SlotSet(slot.value, None) for slot in message.of("slot")] + [
                SlotSet("confirmed", None)
            ]
        if message.is_button and message.intent not in ("affirm", "deny"):
            return []
        requested = tracker.get_slot("requested_slot")
        reading = read(message, requested, _known(tracker))
        self._accept_a_missing_name(tracker, requested, reading)
        events = self._taken(dispatcher, tracker, message, reading)
        if _has_no_contact(tracker, reading):
            return [*events, *_ended(NO_CONTACT)]
        if events and (reading.gives_nothing or _asks(message)):
            events.append(ActionExecutionRejected(FORM))  # answered by its rule; then we go on
        return events

    def _taken(
        self,
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        message: Message,
        reading: Reading,
    ) -> list[dict[str, Any]]:
        """The slots that a reading sets, and what has to be said about the message at once."""
        found = dict(reading.found)
        flags = flags_of(message)
        if flags and not found.get("health_note") and not reading.gives_nothing:
            found["health_note"] = message.text
        if found and "confirmed" not in found and tracker.get_slot("confirmed") is not None:
            found["confirmed"] = None
        events = [SlotSet(slot, value) for slot, value in found.items()]
        if reading.problem:
            say(dispatcher, reading.problem)
            events.append(SlotSet("refused", (tracker.get_slot("refused") or 0) + 1))
        elif found:
            events.append(SlotSet("refused", None))
        if not reading.gives_nothing and not _asks(message):
            add_caveats(dispatcher, message, [])
        if reading.flags or flags:
            events.append(SlotSet("booking_flags", with_flags(tracker, [*reading.flags, *flags])))
        return events

    def _accept_a_missing_name(
        self, tracker: Tracker, requested: str | None, reading: Reading
    ) -> None:
        """Nobody is held up for ever by the first question; staff see that there is no name."""
        tries = (tracker.get_slot("refused") or 0) + 1
        if requested == "name" and reading.problem and tries > ATTEMPTS_AT_A_NAME:
            reading.problem = None
            reading.found["name"] = NOT_GIVEN
            reading.flags.append("name_refused")


def _asks(message: Message) -> bool:
    """Whether there is a question in the message beside the answer to ours."""
    return bool(message.topics) and phrases.is_question(message.text)


def _since_last_message(tracker: Tracker) -> list[dict[str, Any]]:
    happened: list[dict[str, Any]] = []
    for event in reversed(tracker.events):
        if event["event"] == "user":
            break
        happened.append(event)
    return happened


def _known(tracker: Tracker) -> dict[str, Any]:
    return {slot: tracker.get_slot(slot) for slot in draft.DETAILS}


def _has_no_contact(tracker: Tracker, reading: Reading) -> bool:
    """Both ways of reaching the visitor were asked for and refused."""
    return all(
        reading.found.get(slot, tracker.get_slot(slot)) == NOT_GIVEN for slot in ("phone", "email")
    )


def _ended(why: str) -> list[dict[str, Any]]:
    return [SlotSet("form_end", why), SlotSet("requested_slot", None)]
