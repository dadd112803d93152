"""Whom a request is for: what follows from it for the questions, and what is said about it."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import mentions
from actions.booking import contact, names, remarks
from actions.booking.answers import Reading
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
    speaks_of_others,
)
from actions.message import Message
from actions.say import say

OTHERS = {FOR_TWO, FOR_OTHER, FOR_CHILD}  # somebody beside the writer is to be treated
CONTACTS = ("phone", "email")
GUARDIAN = "guardian"  # the slot of the name of a minor's guardian


def people_before(tracker: Tracker, message: Message) -> list[str]:
    """Whom a request that begins now is for, and whether they are under 18, from what was said."""
    known = _known(tracker)
    people = flags_of_people(message, known)
    if not OTHERS & {*known, *people} and not is_for_me(message.text):
        remembered = mentions.person_remembered(tracker, message)
        people += [remembered] if remembered else []
    minor = mentions.says_a_minor(mentions.applying(tracker, [*known, *people]))
    if minor and MINOR not in (*known, *people):
        people.append(MINOR)
    return people


def says_only_who(message: Message, requested: str | None) -> bool:
    """ "my sister would like one too" is no answer to when, where or what."""
    short = len(message.text.split()) <= remarks.MOST_WORDS
    return requested != "name" and short and not message.topics and not message.of("date")


def guardian_asked(
    tracker: Tracker, message: Message, people: list[str], found: dict[str, Any]
) -> dict[str, Any]:
    """Somebody under 18 who writes for themselves is asked for a way to reach an adult: what
    they gave before, or say of themselves with it, is none."""
    if MINOR not in people or not needs_guardian([*_known(tracker), *people]):
        return {}
    kept = set(found) if is_of_a_guardian(message.text) else set()
    given = [slot for slot in CONTACTS if slot in found or tracker.get_slot(slot) is not None]
    return {slot: None for slot in given if slot not in kept}


def heed_guardian(tracker: Tracker, message: Message, reading: Reading) -> None:
    """Where a guardian's number is awaited, the minor's own one is not taken for it; the
    guardian's name is not taken for the minor's."""
    if not needs_guardian(_known(tracker)):
        return
    _heed_name(tracker, message, reading)
    if not is_of_oneself(message.text):
        return
    own = [slot for slot in CONTACTS if reading.found.get(slot)]
    for slot in own:
        del reading.found[slot]
    if own:
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


def say_who(
    dispatcher: CollectingDispatcher, people: list[str], found: dict[str, Any], tracker: Tracker
) -> None:
    if MINOR in people:
        say(dispatcher, "utter_booking_guardian")
    if not OTHERS & set(people) or found.get("name"):
        return
    known = tracker.get_slot("name") is not None
    say(dispatcher, "utter_booking_noted" if known else "utter_booking_both_names")


def needs_guardian(flags: list[str]) -> bool:
    return MINOR in flags and not OTHERS & set(flags)


def _known(tracker: Tracker) -> list[str]:
    return tracker.get_slot("booking_flags") or []
