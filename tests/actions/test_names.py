"""Names that are words as well, and words that are no names."""

from __future__ import annotations

from typing import Any

import pytest

from actions.booking import names
from actions.booking.for_team import is_only_name
from actions.booking.reading import read
from actions.message import Message
from tests.actions.said import message as said_to_form


class _Tracker:
    sender_id = "conversation"

    def __init__(self, text: str, **parsed: Any) -> None:
        self.latest_message = {"text": text, "message_id": "m1", **parsed}


def _answered(text: str, intent: str | None) -> str | None:
    message = Message(_Tracker(text, intent={"name": intent}))
    return read(message, "name", {}).found.get("name")


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("Will", "Will"),
        ("WILL SMITH", "WILL SMITH"),
        ("Can Yilmaz", "Can Yilmaz"),
        ("May", "May"),
        ("Summer Day", "Summer Day"),
        ("My name is Summer Day", "Summer Day"),
        ("Ms. Day", "Ms. Day"),
        ("can smoke", None),
        ("any day", None),
        ("its urgent", None),
        ("im nervous", None),
        ("sorry im driving", None),
        ("name", None),
        ("idc", None),
        ("anything else", None),
        ("everything but mondays", None),
        ("all others", None),
        ("Else Berg", "Else Berg"),
    ],
)
def test_a_name_may_be_a_word_and_a_word_no_name(said: str, name: str | None):
    assert names.name_as_answer(said) == name


def test_a_time_where_the_name_is_asked_for_leaves_no_name():
    for said in (
        "mornings no, anything else",
        "mornings no, everything else",
        "friday no, others ok",
    ):
        found = read(said_to_form(said, "booking_request"), "name", {}).found
        assert list(found) == ["preferred"], said


@pytest.mark.parametrize("said", ["Will", "Will Smith", "WILL SMITH", "Can Yilmaz", "will smith"])
@pytest.mark.parametrize("intent", ["faq", "booking_request", None])
def test_a_name_that_begins_like_a_question_is_taken(said: str, intent: str | None):
    assert _answered(said, intent) == said


@pytest.mark.parametrize(
    "said", ["Will it hurt", "WILL IT HURT", "will hurt", "Can I smoke", "can"]
)
def test_what_asks_is_no_name(said: str):
    assert _answered(said, "faq") is None


@pytest.mark.parametrize(
    "name",
    [
        "Juan de la Cruz", "Ludwig van der Rohe", "Oscar de la Renta Fiallo", "juan de la cruz",
        "Ana Maria Lopez y Garcia", "Jo", "Ana Ruiz",
    ],
)  # fmt: skip
@pytest.mark.parametrize("said", ["{}", "My name is {}", "hi, this is {}", "me llamo {}"])
def test_a_name_is_the_same_in_every_way_of_saying_it(said: str, name: str):
    assert names.name_as_answer(said.format(name)) == name


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("hey can u book me its Sara Lind my cell is", "Sara Lind"),
        ("Hi, I'm Jess and I'd like an appointment", "Jess"),
        ("hi its kayla i want an appointment", "kayla"),
        ("my sister Jane told me about you", None),
        ("ask for Maria", None),
        ("Maria told me to book", None),
    ],
)
def test_the_writers_own_name_is_found_among_other_words(said: str, name: str | None):
    assert names.name_in_passing(said) == name


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("Dana Cole", "Dana Cole"),
        ("it's sara", "sara"),
        ("my name is tiff", "tiff"),
        ("this is ridiculous", None),
        ("Refund", None),
        ("acne scars", None),
        ("Can I come", None),
    ],
)
def test_a_name_that_nobody_asked_for_stands_alone(said: str, name: str | None):
    assert names.name_alone(said) == name


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("my name is Ana Ruiz and I want to book", "Ana Ruiz"),
        ("my name is Ana de", "Ana"),
        ("me llamo Ana y necesito una cita", "Ana"),
    ],
)
def test_an_introduced_name_ends_with_a_name(said: str, name: str):
    assert names.introduced_name(said) == name


@pytest.mark.parametrize(
    ("said", "intent", "only_name"),
    [
        ("Tiff Lane", "nlu_fallback", True),
        ("Sara Lind", "faq", True),
        ("Schedule Visit", "booking_request", False),
        ("Thank You", "thanks", False),
    ],
)
def test_what_was_understood_is_no_name_unless_it_is_a_known_one(
    said: str, intent: str, only_name: bool
):
    assert is_only_name(Message(_Tracker(said, intent={"name": intent}))) == only_name
