"""A message for the team: the booking form with fewer questions, and the words said so far."""

from __future__ import annotations

import re
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActiveLoop, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.booking import consent, contact, draft, names, phrases, towns
from actions.booking.answers import Reading
from actions.booking.asking import is_question
from actions.booking.draft import NOT_GIVEN
from actions.booking.fields import is_labelled
from actions.booking.reading import read
from actions.health import with_flags
from actions.message import Message
from actions.say import say
from clinic.redaction import BETWEEN
from clinic.store.booking_states import CHANGE, COMPLAINT, MESSAGE

# The slot of what was said so far: {"about": …, "said": [...], "dangers": [[kind, words], …]}, and
# "name" where the wish for a person held it.
WORDS = "for_team"
MOST_SAID = 5  # messages that are taken over
LONGEST = 1000  # characters of a message for the team
ASKED = ("name", "phone", "email", "concern")
NOT_UNDERSTOOD = (None, "nlu_fallback", "gibberish", "other_language")
# What is said in these tells nothing of what happened.
_UNTOLD = {
    "greet", "goodbye", "thanks", "affirm", "deny", "chat_help", "bot_challenge", "gibberish",
    "prompt_injection", "booking_request", "edit_booking", "send_request",
}  # fmt: skip
_ENOUGH_OF_ONESELF = 4  # words from which what is taken for a topic tells something
_ENOUGH = 8  # words from which a wish for a person says what it is about
_TELLS = 3  # words from which what is no name says what it is about
_OTHER_WAY = {"phone": "email", "email": "phone"}
_ADDING = re.compile(
    r"^\W*(?:(?:yes|yeah|ok(?:ay)?)\b[\s,]*(?:but|and)\b\s*)?"
    r"(?:(?:(?:can|could) you |please |i(?:'d| would) like to |i want to |also |and )*"
    r"add(?: (?:that|this|something|to it))?\b[\s:,]*)?",
    re.IGNORECASE,
)
_SAYS_NO = re.compile(r"^\W*(?:no(?:pe)?|nah|wait)\b", re.IGNORECASE)
_SHORT_ANSWER = 4  # words of a yes or no with something beside it
# Slots of a request that a message has nothing to do with.
_NOT_FOR_A_MESSAGE = ("sms_consent", "own_phone", "own_email", "guardian")
_CANCEL = re.compile(
    r"^\W*(?:i (?:want|need|would like|'d like) to |please |can you |just )*"
    r"cancel (?:it|that|my|the appointment|the appt)\b",
    re.IGNORECASE,
)
_APPOINTMENT = phrases.anywhere(
    r"book(?:ing)?", r"appointments?", r"appts?", r"come in", r"schedule", r"cita"
)

Events = list[dict[str, Any]]


class ActionLeaveMessage(Action):
    """Begins a message with what was said before; the form asks for what is missing."""

    def name(self) -> str:
        return "action_leave_message"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Events:
        if draft.is_open(tracker):
            say(dispatcher, "utter_handoff_in_form")
            return []
        left = [ActiveLoop(None), *draft.change_left()] if draft.open_form(tracker) else []
        return [*left, *opened(tracker)]


def kind_of(tracker: Tracker) -> str | None:
    """What a message is about, or None for a request for an appointment."""
    return tracker.get_slot("kind")


def heard(tracker: Tracker, about: str, text: str, danger: str | None = None) -> Events:
    """Keeps what the team should hear, should the visitor leave a message: the last things, and
    every danger."""
    known = tracker.get_slot(WORDS) or {}
    text = phrases.shortened(" ".join(text.split()), LONGEST)
    said, dangers = known.get("said", []), known.get("dangers", [])
    if danger:
        dangers = [*(each for each in dangers if each[1] != text), [danger, text]]
    elif text:
        said = [*(each for each in said if each != text), text]
    if about == MESSAGE:
        about = known.get("about") or about
    kept = {"about": about, "said": said[-MOST_SAID:], "dangers": dangers[-MOST_SAID:]}
    return [SlotSet(WORDS, {**known, **kept})]


def told(tracker: Tracker, message: Message) -> Events:
    """Keeps a message that tells something, whatever is replied to it."""
    if message.intent in (COMPLAINT, "abusive"):
        return heard(tracker, COMPLAINT, message.text)
    alone = names.name_alone(message.text) if is_only_name(message) else None
    events = heard(tracker, MESSAGE, message.text) if tells(message) and not alone else []
    name = alone or name_beside_the_wish(message)
    if name is None:
        return events
    known = events[0]["value"] if events else tracker.get_slot(WORDS) or {}
    return [SlotSet(WORDS, {**known, "name": name})]


def name_beside_the_wish(message: Message) -> str | None:
    """ "Can someone call me? Sara Bloom", "this is Sara Bloom, call me tomorrow"."""
    if message.intent != "human_handoff" or message.is_button:
        return None
    introduced, at = names.introduced_name(message.text), contact.phone_at(message.text)
    if introduced and names.is_written_as_one(introduced):
        return introduced
    before = names.name_by_number(message.text, at) if at is not None else None
    return names.name_in_passing(contact.without_contacts(message.text)) or before


def tells(message: Message) -> bool:
    """Whether something of the visitor's own is told, and not only asked or chatted."""
    if message.is_button or message.intent in _UNTOLD:
        return False
    if message.intent == "human_handoff":
        return says_what_about(message)
    if message.intent in ("faq", "chitchat"):
        words = len(message.text.split())
        states = words >= _ENOUGH_OF_ONESELF and not is_question(message)
        return states or bool(message.health or message.of("symptom"))
    return True


def says_what_about(message: Message) -> bool:
    """ "I want to talk to a person" does not; "… about the bill that I got last week" does."""
    return not message.is_button and len(message.text.split()) > _ENOUGH


def is_only_contact(message: Message) -> bool:
    """A number or address after "leave your name and number", and no wish for an appointment."""
    found = contact.phone_in(message.text) or contact.email_in(message.text)
    return bool(found) and not _wishes_to_come(message)


def takes_up(message: Message) -> bool:
    """Whether somebody who was asked to leave name and number gives one of them alone."""
    listed = is_labelled(message.text) and not _wishes_to_come(message)
    return listed or is_only_contact(message) or is_only_name(message)


def is_only_name(message: Message) -> bool:
    """A name and nothing else, as far as anything was understood."""
    if message.is_button or message.entities or names.name_alone(message.text) is None:
        return False
    return message.intent in NOT_UNDERSTOOD or names.begins_with_known(message.text)


def holds_name(message: Message) -> bool:
    """Whether a name stands beside the number or address: "Ruth Lane 203 555 0151"."""
    rest = contact.without_contacts(message.text)
    return bool(names.introduced_name(rest) or names.name_beside(rest))


def adds_to_a_change(tracker: Tracker, message: Message) -> bool:
    """A day or a town, right behind the offer of a message about an appointment that stands."""
    about = (tracker.get_slot(WORDS) or {}).get("about")
    says = bool(message.of("date") or message.of("location")) and not message.is_button
    return says and about == CHANGE and tracker.get_slot("offer") == MESSAGE


def _wishes_to_come(message: Message) -> bool:
    dates_and_towns = (*message.of("date"), *message.of("location"))
    return wants_appointment(message.text) or bool(dates_and_towns)


def wants_appointment(text: str) -> bool:
    return bool(_APPOINTMENT.search(text))


def opened(
    tracker: Tracker, known_as: str | None = None, words: dict[str, Any] | None = None
) -> Events:
    """The slots of a message that begins, with the number or address if it was given before.

    `words`: those of the slot, where this turn adds to them.
    """
    known = words or tracker.get_slot(WORDS) or {}
    said, dangers = known.get("said", []), known.get("dangers", [])
    way = "phone" if (known_as or "").startswith("+") else "email"
    ways = {way: known_as, _OTHER_WAY[way]: NOT_GIVEN} if known_as else {}
    name = known.get("name") or tracker.get_slot("name")
    return [
        *(SlotSet(slot, value) for slot, value in ways.items()),
        SlotSet("name", name),
        SlotSet("kind", known.get("about") or MESSAGE),
        SlotSet("location", towns.EITHER),
        SlotSet("preferred", []),
        SlotSet("health_note", NOT_GIVEN),
        SlotSet("concern", joined([*(words for _, words in dangers), *said]) or None),
        SlotSet("booking_flags", with_flags(tracker, [f"danger:{kind}" for kind, _ in dangers])),
        *(SlotSet(slot, None) for slot in (*_NOT_FOR_A_MESSAGE, "confirmed")),
    ]


def joined(said: list[str]) -> str:
    return phrases.shortened(BETWEEN.join(said), LONGEST)


def added(tracker: Tracker, text: str, *, first: bool = False) -> Events:
    """The message with something more behind it, or before it; it is read back again."""
    said = [tracker.get_slot("concern") or "", _ADDING.sub("", text).strip() or ""]
    said = said[::-1] if first else said
    return [
        SlotSet("concern", joined([each for each in said if each]) or None),
        SlotSet("confirmed", None),
    ]


def read_for_team(message: Message, requested: str | None, known: dict[str, Any]) -> Reading:
    """The answer to one of the few questions; whatever else is said belongs to the message."""
    text = message.text
    if requested == "concern" and phrases.is_yes(text):
        return Reading(problem="utter_booking_tell_more", known=known)
    if requested == "concern" and not message.is_button:
        said = NOT_GIVEN if phrases.is_refusal(text) else phrases.shortened(text, LONGEST)
        return Reading(found={"concern": said}, known=known)
    reading = read(message, requested, known)
    if _is_what_it_is_about(message, requested, reading):
        reading.problem = None
    reading.found = {
        slot: value
        for slot, value in reading.found.items()
        if slot in ("name", "phone", "email", "reach_note", "confirmed")
        or (slot == "concern" and value is None)
    }
    if requested == "confirmed" and _answers_nothing(message):
        reading.problem, reading.only_others = None, False
    if reading.problem == "utter_booking_what_to_change":
        reading.problem = "utter_message_what_to_change"
    for way, other in _OTHER_WAY.items():
        if reading.found.get(way) and not known.get(other):
            reading.found.setdefault(other, NOT_GIVEN)
    return reading


def asks_to_cancel(kind: str | None, text: str) -> bool:
    """ "Cancel my appointment" in a message about a request is what the team should do."""
    return kind == CHANGE and bool(_CANCEL.match(text))


def is_more(message: Message, requested: str | None, reading: Reading, kind: str) -> bool:
    """Whether something is added, beside the questions or while the message is read back.

    A day or a town belongs to it where another appointment is wished for.
    """
    if message.is_button:
        return False
    when_or_where = bool(message.of("date") or message.of("location"))
    wishes = kind == CHANGE and when_or_where and not is_question(message)
    if wishes and requested != "confirmed" and not reading.found:
        return True
    if not reading.gives_nothing:
        return False
    if requested == "confirmed":
        return message.intent not in _UNTOLD - {"booking_request", "affirm", "deny"}
    return message.intent == COMPLAINT or _is_what_it_is_about(message, requested, reading)


def _is_what_it_is_about(message: Message, requested: str | None, reading: Reading) -> bool:
    """ "Its about my bill", said instead of a name while nothing was said yet."""
    if requested != "name" or message.is_button or reading.known.get("concern"):
        return False
    tells = len(message.text.split()) >= _TELLS and not reading.found
    return tells and not is_question(message) and not phrases.is_refusal(message.text)


def _answers_nothing(message: Message) -> bool:
    """While it is read back, all is more to tell but a yes, a no and what is to change."""
    text = message.text
    if phrases.is_refusal(text):
        return phrases.is_about_contact(text)
    if consent.says_no_more(text) or consent.is_ambiguous(text):
        return False
    no = message.intent == "deny" or bool(_SAYS_NO.match(text))
    return len(text.split()) > _SHORT_ANSWER or not (no or consent.says_yes(text))
