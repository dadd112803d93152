"""Whom a request is for: what follows from it for the questions, and what is said about it."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import mentions
from actions.booking import contact, names, remarks
from actions.booking.answers import Reading
from actions.booking.draft import NOT_GIVEN
from actions.booking.people import (
    FOR_CHILD,
    FOR_OTHER,
    FOR_TWO,
    MINOR,
    flags_of_people,
    guardian_named,
    is_for_me,
    is_of_a_guardian,
    is_of_oneself,
    relation_in,
    speaks_of_others,
)
from actions.booking.same_as_before import another_in
from actions.booking.volunteered_names import name_of_another
from actions.message import Message
from actions.say import say

OTHERS = {FOR_TWO, FOR_OTHER, FOR_CHILD}  # somebody beside the writer is to be treated
CONTACTS = ("phone", "email")
GUARDIAN = "guardian"  # the slot of the name of a minor's guardian
OWN = {slot: f"own_{slot}" for slot in CONTACTS}  # a minor's, while a guardian's is awaited
NO_GUARDIAN = "guardian_not_given"  # the flag of a request with a minor's own number


def people_before(tracker: Tracker, message: Message) -> list[str]:
    """Whom a request that begins now is for, and whether they are under 18, from what was said."""
    known = _known(tracker)
    people = flags_of_people(message, known)
    if tracker.get_slot("sent") and another_in(message):
        people = _alone(message, people)
    if not OTHERS & {*known, *people} and not is_for_me(message.text):
        remembered = mentions.person_remembered(tracker, message)
        people += [remembered] if remembered else []
    minor = mentions.says_a_minor(mentions.applying(tracker, [*known, *people]))
    if minor and MINOR not in (*known, *people):
        people.append(MINOR)
    return people


def _alone(message: Message, people: list[str]) -> list[str]:
    """For one more behind a request that was sent, which is the writer's own."""
    people = [FOR_OTHER if each == FOR_TWO else each for each in people]
    relation = None if OTHERS & set(people) else relation_in(message.text)
    return [*people, relation] if relation else people


def says_only_who(message: Message, requested: str | None) -> bool:
    """ "my sister would like one too" is no answer to when, where or what."""
    short = len(message.text.split()) <= remarks.MOST_WORDS
    return requested != "name" and short and not message.topics and not message.of("date")


def take_name(tracker: Tracker, message: Message, people: list[str], reading: Reading) -> Reading:
    """Takes the full name of whom it is for as well, where the writer's own is known.

    That of one more request, behind one that was sent, is theirs alone; with a child's goes an
    adult's, which is asked for.
    """
    other, known = name_of_another(message.text), tracker.get_slot("name")
    if not other or not OTHERS & set(people) or reading.found.get("name"):
        return reading
    if known and other not in known:
        joined = f"{known} {'and' if FOR_TWO in people else 'for'} {other}"
        if len(joined) <= names.LONGEST_NAME:
            reading.found["name"] = joined
    elif known is None and FOR_OTHER in people and tracker.get_slot("sent") and another_in(message):
        reading.found["name"] = other
    return reading


def guardian_asked(
    tracker: Tracker, message: Message, people: list[str], found: dict[str, Any]
) -> dict[str, Any]:
    """Somebody under 18 who writes for themselves is asked for a way to reach an adult: what
    they gave before, or say of themselves with it, is none, and is put aside."""
    if MINOR not in people or not needs_guardian([*_known(tracker), *people]):
        return {}
    kept = set(found) if is_of_a_guardian(message.text) else set()
    given = {slot: found.get(slot, tracker.get_slot(slot)) for slot in CONTACTS if slot not in kept}
    given = {slot: value for slot, value in given.items() if value is not None}
    aside = {OWN[slot]: value for slot, value in given.items() if value}
    return {**dict.fromkeys(given), **aside}


def heed_guardian(tracker: Tracker, message: Message, reading: Reading) -> None:
    """Where a guardian's number is awaited, the minor's own one is put aside; the guardian's name
    is not taken for the minor's."""
    if not needs_guardian(_known(tracker)):
        return
    _heed_name(tracker, message, reading)
    own = [slot for slot in CONTACTS if reading.found.get(slot)]
    theirs = {slot: contact.anothers(slot, message.text) for slot in own}
    if not any(theirs.values()) and not is_of_oneself(message.text):
        return
    for slot in own:
        if theirs[slot] != reading.found[slot]:
            reading.found[OWN[slot]] = reading.found.pop(slot)
        if theirs[slot]:
            reading.found[slot] = theirs[slot]
    if own and not any(theirs.values()):
        reading.problem = "utter_booking_guardian"


def _heed_name(tracker: Tracker, message: Message, reading: Reading) -> None:
    guardian = guardian_named(message.text)
    if guardian is None and tracker.get_slot("requested_slot") in CONTACTS:
        at = contact.phone_at(message.text)
        guardian = names.name_by_number(message.text, at) if at is not None else None
    if guardian is None:
        return
    reading.found[GUARDIAN] = guardian
    name = reading.found.get("name") or ""
    if name.endswith(guardian.rpartition(": ")[2]) and not speaks_of_others(name):
        del reading.found["name"]


def with_guardian(name: str, guardian: str | None) -> str:
    """ "Mia Park (mom: Grace Park)", as the request carries both."""
    if not guardian or guardian.rpartition(": ")[2] in name:
        return name
    return f"{name} ({guardian})"


def own_contact_back(tracker: Tracker, reading: Reading) -> None:
    """Where no guardian's number is given, what was put aside is better than nothing."""
    if not needs_guardian(_known(tracker)):
        return
    for slot in CONTACTS:
        own = tracker.get_slot(OWN[slot])
        if own and reading.found.get(slot) == NOT_GIVEN:
            reading.found[slot] = own
            reading.flags = [NO_GUARDIAN, *(set(reading.flags) - {f"{slot}_refused"})]


def say_who(
    dispatcher: CollectingDispatcher, people: list[str], found: dict[str, Any], tracker: Tracker
) -> None:
    if MINOR in people:
        say(dispatcher, "utter_booking_guardian")
    known = tracker.get_slot("name") is not None
    if not OTHERS & set(people) or (found.get("name") and not known):
        return
    say(dispatcher, "utter_booking_noted" if known else "utter_booking_both_names")


def needs_guardian(flags: list[str]) -> bool:
    return MINOR in flags and not OTHERS & set(flags)


def _known(tracker: Tracker) -> list[str]:
    return tracker.get_slot("booking_flags") or []
