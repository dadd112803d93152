"""Questions about the open form are told from answers and from questions about the treatment."""

from __future__ import annotations

from typing import Any

import pytest
from rasa_sdk.executor import CollectingDispatcher

from actions.booking import about_form
from actions.booking.reading import read
from actions.message import Message

GIVEN = {"name": "Eva Hart", "phone": "+12035550144", "concern": "melasma", "form": "f1"}


class _Tracker:
    sender_id = "c1"

    def __init__(self, text: str) -> None:
        self.latest_message = {"text": text, "entities": []}

    def get_slot(self, name: str) -> Any:
        return GIVEN.get(name)


def _said(text: str, requested: str) -> tuple[bool, list[str]]:
    dispatcher, tracker = CollectingDispatcher(), _Tracker(text)
    handled = about_form.reply(dispatcher, tracker, Message(tracker), requested)  # type: ignore[arg-type]
    return handled, [each["response"] for each in dispatcher.messages]


@pytest.mark.parametrize(
    ("said", "requested", "response"),
    [
        ("why do you need that", "phone", "utter_booking_why_phone"),
        ("why", "email", "utter_booking_why_email"),
        ("whats the email for?", "location", "utter_booking_why_email"),
        ("whats that for", "health_note", "utter_booking_why_health_note"),
        ("why do you need to know when", "preferred", "utter_booking_why_preferred"),
        ("do i have to say that", "health_note", "utter_booking_why_health_note"),
        ("is the phone number required?", "name", "utter_booking_why_phone"),
        ("what should i put here", "concern", "utter_booking_why_concern"),
        ("why", "confirmed", "utter_booking_why_confirmed"),
        ("what did i put for time", "confirmed", "utter_booking_given"),
        ("is the phone right?", "email", "utter_booking_given"),
        ("which email did i give", "location", "utter_booking_given"),
        ("same number", "confirmed", "utter_booking_given"),
        ("what did you understand", "concern", "utter_booking_so_far"),
        ("how many more questions", "location", "utter_booking_left"),
        ("hold on my kid is crying", "email", "utter_booking_hold"),
        ("one sec, someone's at the door", "email", "utter_booking_hold"),
        ("ok back", "email", "utter_booking_back"),
        ("hi im back", "email", "utter_booking_back"),
    ],
)
def test_each_question_about_the_form_has_its_answer(said: str, requested: str, response: str):
    assert _said(said, requested) == (True, [response])


@pytest.mark.parametrize(
    "said", ["what was the question", "sorry what did you ask", "say that again", "huh?", "what"]
)
def test_the_question_alone_is_asked_again(said: str):
    assert _said(said, "email") == (True, [])


@pytest.mark.parametrize(
    "said",
    [
        "why does it hurt",
        "why is it so expensive",
        "why do i need 5 sessions",
        "what is it for",
        "what is your phone number",
        "what's the phone number",
        "what time do you open",
        "is it necessary to do 5 sessions",
        "how much longer do results last",
        "do i have to say anything to my doctor",
        "wait my number is wrong",
        "wait i'm diabetic",
        "hold on, i meant tuesday",
        "can i skip this",
        "skip",
        "next tuesday",
    ],
)
def test_what_is_about_something_else_is_left_alone(said: str):
    assert _said(said, "phone") == (False, [])


@pytest.mark.parametrize(
    ("said", "concern"),
    [
        ("add acne to the concern", "melasma, acne"),
        ("concern is scars not melasma", "scars"),
        ("i mean my concern is on my back", "melasma, on my back"),
    ],
)
def test_a_concern_that_is_called_by_its_name_is_put_right(said: str, concern: str):
    assert read(Message(_Tracker(said)), "confirmed", GIVEN).found == {"concern": concern}  # type: ignore[arg-type]


@pytest.mark.parametrize("said", ["n", "no emial", "nah thx"])
def test_a_short_no_leaves_out_the_second_way_to_be_reached(said: str):
    assert read(Message(_Tracker(said)), "email", GIVEN).found == {"email": ""}  # type: ignore[arg-type]
