"""What another question asks for is no answer to the one that is open."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from actions.booking.reading import Reading, read
from actions.message import Message
from clinic.nlu.entities import entities_in

TODAY = date(2026, 3, 4)
KNOWN = {"location": "Stamford", "phone": "+12035550199", "email": ""}


class _Tracker:
    sender_id = "conversation"

    def __init__(self, text: str, **parsed: Any) -> None:
        entities = entities_in(text, TODAY)
        self.latest_message = {"text": text, "message_id": "m1", "entities": entities, **parsed}


def _read(text: str, requested: str, known: dict[str, Any]) -> Reading:
    return read(Message(_Tracker(text)), requested, known)


@pytest.mark.parametrize(
    "said",
    [
        "STAMFORD", "norwlak", "stamford works best", "yes, stamford", "tuesday mornings",
        "friday 3pm or monday", "203 555 0199", "ana@example.com", "I DONT HAVE EMAIL", "no phone",
        "acne scars", "Norwalk on friday",
    ],
)  # fmt: skip
@pytest.mark.parametrize("known", [{}, KNOWN])
def test_another_detail_is_no_name(said: str, known: dict[str, Any]):
    reading = _read(said, "name", known)
    assert "name" not in reading.found
    assert not reading.problem and not reading.gives_nothing


@pytest.mark.parametrize(
    ("said", "requested"),
    [
        ("Stanford", "preferred"),
        ("yes Stamford", "preferred"),
        ("Norwalk is closer to work but stamford is closer to home", "preferred"),
        ("my number is 203 555 0199", "preferred"),
        ("stamford", "concern"),
        ("stamford please", "health_note"),
    ],
)
def test_a_detail_said_once_more_is_no_answer_in_own_words(said: str, requested: str):
    reading = _read(said, requested, KNOWN)
    assert not reading.found
    assert not reading.problem and not reading.gives_nothing


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("May", "May"),
        ("April", "April"),
        ("Amy Stanford", "Amy Stanford"),
        ("Kim. stamford", "Kim"),
        ("Stamford, Kim", "Kim"),
        ("Ana Ruiz, friday", "Ana Ruiz"),
    ],
)
@pytest.mark.parametrize("known", [{}, KNOWN])
def test_a_name_beside_another_detail_is_taken(said: str, name: str, known: dict[str, Any]):
    assert _read(said, "name", known).found["name"] == name


def test_an_email_refused_before_it_is_asked_for_is_remembered():
    assert _read("i don't have an email", "name", {}).found == {"email": ""}
    assert _read("no email", "preferred", KNOWN).found == {}


def test_a_time_that_names_the_town_stays_a_time():
    reading = _read("whenever stamford is quiet", "preferred", KNOWN)
    assert reading.found["preferred"] == [{"said": "whenever stamford is quiet", "date": None}]


def test_a_question_about_a_town_is_left_to_its_answer():
    assert _read("stamford?", "name", KNOWN).gives_nothing
