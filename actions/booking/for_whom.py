"""Whom a request is for: what follows from it for the questions, and what is said about it."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import mentions
from actions.booking import remarks
from actions.booking.people import (
    FOR_CHILD,
    FOR_OTHER,
    FOR_TWO,
    MINOR,
    flags_of_people,
    is_for_me,
)
from actions.message import Message
from actions.say import say

OTHERS = {FOR_TWO, FOR_OTHER, FOR_CHILD}  # somebody beside the writer is to be treated


def people_before(tracker: Tracker, message: Message) -> list[str]:
    """Whom a request that begins now is for, and whether they are under 18, from what was said."""
    known = tracker.get_slot("booking_flags") or []
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


def guardian_asked(tracker: Tracker, people: list[str]) -> dict[str, Any]:
    """Somebody under 18 who writes for themselves is asked for a way to reach an adult."""
    by_a_parent = FOR_CHILD in people or bool(OTHERS & set(tracker.get_slot("booking_flags") or []))
    if MINOR not in people or by_a_parent:
        return {}
    return {slot: None for slot in ("phone", "email") if tracker.get_slot(slot) is not None}


def say_who(
    dispatcher: CollectingDispatcher, people: list[str], found: dict[str, Any], tracker: Tracker
) -> None:
    if MINOR in people:
        say(dispatcher, "utter_booking_guardian")
    if not OTHERS & set(people) or found.get("name"):
        return
    known = tracker.get_slot("name") is not None
    say(dispatcher, "utter_booking_noted" if known else "utter_booking_both_names")
