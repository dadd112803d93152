"""Plays a booking dialogue: sends the turn that fits what the assistant has just asked for."""

from __future__ import annotations

import re
from typing import Any

from tests.approved import is_response
from tests.visitor import Event, Visitor

# What a visitor says to a question that the dialogue has no turn for.
OTHERWISE = {
    "name": "Sam",
    "phone": "skip",
    "email": "skip",
    "location": "either",
    "preferred": "any day",
    "concern": "skip",
    "health": "no",
    "confirm": "yes",
}
ASKED_BY = {
    "utter_ask_booking_form_name": "name",
    "utter_ask_booking_form_phone": "phone",
    "utter_ask_booking_form_email": "email",
    "utter_ask_guardian_phone": "phone",
    "utter_ask_guardian_email": "email",
    "utter_ask_booking_form_location": "location",
    "utter_ask_booking_form_preferred": "preferred",
    "utter_ask_booking_form_concern": "concern",
    "utter_ask_booking_form_health_note": "health",
    "utter_booking_health_mentioned": "health",
    "utter_booking_read_back": "confirm",
}
# Turns that answer no question: they are sent when their place in the dialogue has come.
UNASKED = re.compile(
    r"greet|intent|all\b|faq|cancel|stop|injection|privacy|.*_correction|.*_odd|pause|person|"
    r"emergency|continue|confirmed|talk|back|people"
)
PRESSED = re.compile(r"\[(?P<title>.+)\]")  # a turn in brackets is the press of that button
MOST_TURNS = 40


def play(visitor: Visitor, dialogue: dict[str, Any]) -> list[Event]:
    """Send every turn in its place; returns all that was said."""
    waiting = list(zip(dialogue["turns"], dialogue["turn_tags"], strict=True))
    asked: str | None = None
    for _ in range(MOST_TURNS):
        text = _next(waiting, asked)
        if text is None:
            return visitor.events
        pressed = PRESSED.fullmatch(text)
        asked = _asked(visitor.press(pressed["title"]) if pressed else visitor.say(text))
    raise AssertionError(f"{dialogue['id']} does not come to an end")


def _next(waiting: list[tuple[str, str]], asked: str | None) -> str | None:
    if waiting and (asked is None or UNASKED.match(waiting[0][1])):
        return waiting.pop(0)[0]
    if asked is None:
        return None
    for place, (text, tags) in enumerate(waiting):
        if any(_fits(tag, asked) for tag in tags.split("+")):
            waiting.pop(place)
            return text
    return OTHERWISE[asked]


def _fits(tag: str, asked: str) -> bool:
    return tag == asked or tag.startswith(f"{asked}_")


def _asked(said: list[Event]) -> str | None:
    """Which detail the last of these messages asks for, by the approved wording that it is."""
    for event in reversed(said):
        for response, detail in ASKED_BY.items():
            if is_response(response, event["text"]):
                return detail
    return None
