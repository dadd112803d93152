"""The form's validator: takes details, lets questions and emergencies through, knows the end."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActionExecutionRejected, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import alarm, another, low_spirits, mentions, note_before
from actions.booking import (
    about_form,
    contact,
    draft,
    early_send,
    edits,
    for_team,
    for_whom,
    health_note,
    phrases,
    reach,
    remarks,
    same_as_before,
    silence,
    team_note,
    unclear_time,
)  # fmt: skip
from actions.booking import kept as kept_wish
from actions.booking.answers import Reading
from actions.booking.asking import INTERRUPTING, is_question
from actions.booking.attempts import left_out
from actions.booking.draft import FORM, NOT_GIVEN
from actions.booking.heard import heard
from actions.booking.people import flags_of_people
from actions.health import add_caveats, with_flags
from actions.message import Message, since_last_message
from actions.say import say
from actions.settling import MESSAGE

STOPPED = "stopped"
NO_CONTACT = "no_contact"
PAUSED = "paused"
NOTES = (reach.SLOT, team_note.SLOT)  # asked for only to put them right
LEFT = "left"  # the visitor was away: the draft is offered before anything else

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
        message = heard(tracker)
        activated = any(event["event"] == "active_loop" for event in happened)
        if message.safety and not alarm.is_none(tracker, message):
            return []
        if alarm.ends_form(tracker, message):
            return [ActionExecutionRejected(FORM)]
        if activated:
            events = self._begin(dispatcher, tracker, message)
        elif low_spirits.interrupts(tracker, message):
            events = [ActionExecutionRejected(FORM)]
        elif silence.was_left(tracker):
            events = self._come_back(dispatcher, tracker, message)
        else:
            events = self._go_on(dispatcher, tracker, message)
            if not any(each["event"] == "action_execution_rejected" for each in events):
                events += low_spirits.beside_answer(dispatcher, tracker, message)
        return [*events, silence.noticed(tracker)]

    def _begin(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, message: Message
    ) -> Events:
        message = another.taken_up(tracker, message)
        events = [SlotSet(slot, None) for slot in ("draft", "offer", another.SLOT)]
        kind = for_team.kind_of(tracker)
        if not kind and _begins_a_message(tracker, message):
            events += for_team.opened(tracker)
            kind = for_team.MESSAGE
        if tracker.get_slot(draft.GIVEN_UP):
            wish = [] if kind else kept_wish.taken_up(tracker)
            after_all = not kind and remarks.wants_it_after_all(message.text)
            if after_all and draft.given_up(tracker):
                return [*events, *draft.taken_up(tracker), *wish, SlotSet("form", message.id)]
            events += [SlotSet(draft.GIVEN_UP, None), *wish]
        is_new = not tracker.get_slot("form")
        if is_new:
            events += [SlotSet("form", message.id), *(SlotSet(each, NOT_GIVEN) for each in NOTES)]
            say(dispatcher, "utter_message_begin" if kind else "utter_booking_begin")
        reading = Reading()
        tells = bool(message.of("date") or message.of("location"))  # "yes but monday"
        only_agrees = message.intent in ("affirm", "continue_booking") and not tells
        if not (message.is_button or only_agrees):
            named = kind or for_team.is_only_name(message)
            reading = _read(tracker, message, "name" if named else None, kind)
            reading.problem = None
        if kind:
            return [*events, *_set(dispatcher, tracker, reading)]
        people = for_whom.people_before(tracker, message) if is_new else None
        events += note_before.taken_up(tracker, reading) if is_new else []
        for_whom.take_name(tracker, message, people or [], reading)
        return [*events, *self._taken(dispatcher, tracker, message, reading, people)]

    def _go_on(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, message: Message
    ) -> Events:
        kind = for_team.kind_of(tracker)
        if for_team.asks_to_cancel(kind, message.text):
            say(dispatcher, "utter_message_added")
            return for_team.added(tracker, message.text)
        if phrases.wants_to_stop(message.text):
            return _ended(STOPPED)
        if message.intent == "edit_booking":
            return edits.edited(tracker, message)
        if message.intent == "send_request":
            return edits.agreed(tracker, message)
        if message.is_button and message.intent not in ("affirm", "deny"):
            return [ActionExecutionRejected(FORM)]
        if remarks.wants_to_go_on_later(message.text):
            return _ended(PAUSED)
        requested = tracker.get_slot("requested_slot")
        if remarks.wants_to_go_back(message.text):
            return edits.reopened(tracker, requested)
        early = early_send.heard(dispatcher, tracker, message, requested)
        if early is not None:
            return early
        same = same_as_before.taken_over(tracker, message)
        asked = not same and about_form.reply(dispatcher, tracker, message, requested)
        if asked and not _gives_contact(message):
            return []  # nothing is set, and `seen` makes the form ask again
        unclear = None if kind else unclear_time.heard(dispatcher, tracker, message, requested)
        if unclear is not None:
            return unclear
        people = flags_of_people(message, tracker.get_slot("booking_flags") or [])
        if people and not kind and for_whom.says_only_who(message, requested):
            who = for_whom.take_name(tracker, message, people, Reading(flags=people))
            return self._taken(dispatcher, tracker, message, who)
        reading = _read(tracker, message, requested, kind)
        if mentions.taken_back(tracker, message):
            reading.problem = None
        if kind and for_team.is_more(message, requested, reading, kind):
            say(dispatcher, "utter_message_added")
            answered = [ActionExecutionRejected(FORM)] if _asks(message) else []
            return [*for_team.added(tracker, message.text), *answered]
        tried = left_out(dispatcher, tracker, message, requested, reading) if requested else []
        for_whom.own_contact_back(tracker, reading)
        events = [*tried, *self._taken(dispatcher, tracker, message, reading)]
        if _has_no_contact(tracker, reading):
            return [*events, *_ended(NO_CONTACT)]
        asks = _asks(message) and not mentions.takes_out(message)
        if reading.gives_nothing and mentions.taken_back(tracker, message) and not asks:
            say(dispatcher, "utter_booking_taken_out")
            return events
        if reading.gives_nothing or _asks(message):
            events.append(ActionExecutionRejected(FORM))  # answered by its rule; then we go on
        return events

    def _come_back(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, message: Message
    ) -> Events:
        """After a silence: what the message gives is kept, and going on is offered."""
        if phrases.wants_to_stop(message.text):
            return _ended(STOPPED)
        if message.intent in ("edit_booking", "send_request"):
            return _ended(LEFT)
        if message.is_button and message.intent not in ("affirm", "deny"):
            return [SlotSet("draft", True), ActionExecutionRejected(FORM)]
        requested = tracker.get_slot("requested_slot")
        reading = _read(tracker, message, requested, for_team.kind_of(tracker))
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
        people: list[str] | None = None,
    ) -> Events:
        """The slots that a reading sets, and what has to be said about the message at once.

        `people`: whom the request is for, where that is known from before.
        """
        if for_team.kind_of(tracker):
            return _set(dispatcher, tracker, reading)
        found, known = dict(reading.found), tracker.get_slot("booking_flags") or []
        people = people or flags_of_people(message, known)
        found |= for_whom.guardian_asked(tracker, message, people, found)
        flags = list(dict.fromkeys([*known, *people]))
        found |= health_note.noted(tracker, message, reading, flags)
        for_whom.say_who(dispatcher, people, found, tracker)
        flagged = [*reading.flags, *people]
        events = _set(dispatcher, tracker, Reading(found, reading.problem, flagged))
        if not reading.gives_nothing and not _asks(message):
            add_caveats(dispatcher, message, others=bool(for_whom.OTHERS & set(flags)))
        return events


def _set(dispatcher: CollectingDispatcher, tracker: Tracker, reading: Reading) -> Events:
    """The slots of a reading, and what was wrong with it; a yes that was given is asked again."""
    found = dict(reading.found)
    if found and "confirmed" not in found and tracker.get_slot("confirmed") is not None:
        found["confirmed"] = None
    events = [SlotSet(slot, value) for slot, value in found.items()]
    beside = found.get("concern") and tracker.get_slot("requested_slot") == health_note.SLOT
    if beside or any(found.get(each) for each in NOTES):
        say(dispatcher, "utter_booking_noted")
    corrected = any(f"{slot}_corrected" in reading.flags for slot, value in found.items() if value)
    if corrected and tracker.get_slot("requested_slot") != "confirmed":
        say(dispatcher, "utter_booking_put_right")  # the read-back would show it
    if reading.problem:
        say(dispatcher, reading.problem)
        events.append(SlotSet("refused", (tracker.get_slot("refused") or 0) + 1))
    elif found:
        events.append(SlotSet("refused", None))
    if reading.flags:
        events.append(SlotSet("booking_flags", with_flags(tracker, reading.flags)))
    return events


def _read(tracker: Tracker, message: Message, requested: str | None, kind: str | None) -> Reading:
    """What the message gives; to the question about health, with what was mentioned before."""
    if phrases.hesitates(message.text):
        asks_yes = "utter_booking_yes_or_no" if requested == "confirmed" else None
        return Reading(problem=asks_yes, only_others=True)
    if kind:
        return for_team.read_for_team(message, requested, _known(tracker))
    asks_health = requested == health_note.SLOT
    answered = health_note.answer(tracker, message) if asks_health else None
    if answered:
        return answered
    known = _known(tracker)
    reading = team_note.read_with_note(message, requested, known)
    same_as_before.heed(tracker, message, reading)
    for_whom.heed_guardian(tracker, message, reading)
    if mentions.takes_out(message) and mentions.taken_back(tracker, message):
        reading.found.pop(health_note.SLOT, None)
    elif asks_health and reading.found.get(health_note.SLOT):
        note = reading.found[health_note.SLOT]
        reading.found[health_note.SLOT] = health_note.with_mentioned(tracker, note)
    return reading


def _begins_a_message(tracker: Tracker, message: Message) -> bool:
    """Whether a name or a way to be reached is left for the team, as was offered."""
    if tracker.get_slot("offer") == MESSAGE and for_team.takes_up(message):
        return True
    return bool(alarm.stands(tracker)) and for_team.is_only_contact(message)


def _asks(message: Message) -> bool:
    """Whether there is a question in the message beside the answer to ours."""
    return bool(message.topics) and is_question(message)


def _gives_contact(message: Message) -> bool:
    """ "203 555 0142, but why do you need that": answered, and asked."""
    return bool(contact.phone_in(message.text) or contact.email_in(message.text))


def _has_no_contact(tracker: Tracker, reading: Reading) -> bool:
    """Both ways of reaching the visitor were asked for and refused."""
    return all(
        reading.found.get(slot, tracker.get_slot(slot)) == NOT_GIVEN for slot in ("phone", "email")
    )


def _ended(why: str) -> Events:
    return [SlotSet("form_end", why), SlotSet("requested_slot", None)]


def _known(tracker: Tracker) -> dict[str, Any]:
    return {slot: tracker.get_slot(slot) for slot in draft.DETAILS}
