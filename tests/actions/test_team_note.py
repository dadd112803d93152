"""What the team should know is kept in the visitor's words, and is no part of another answer."""

from __future__ import annotations

from typing import Any

import pytest

from actions.booking.team_note import note_in
from actions.message import Message


class _Tracker:
    sender_id = "c1"

    def __init__(self, text: str, **parsed: Any) -> None:
        self.latest_message = {"text": text, "entities": [], **parsed}


def _note(text: str, requested: str | None = "name", **parsed: Any) -> tuple[str, str]:
    note = note_in(Message(_Tracker(text, **parsed)), requested)
    return note.said, " ".join(note.rest.text.split())


@pytest.mark.parametrize(
    "said",
    [
        "I'd like a female aesthetician",
        "can i have a woman do it please",
        "could I get someone who speaks Spanish",
        "quisiera que me atienda una mujer",
        "I use a wheelchair",
        "I'm hard of hearing",
        "I'm deaf",
        "I can't do stairs",
        "i will come with my service dog",
        "please ring the back bell",
        "use the side entrance",
        "I'm bringing my baby",
        "my husband will wait for me",
        "please tell the team that I get nervous around needles, and faint",
        "note to the team: the gate is locked after 6",
        "emergency contact is my husband Joe 203 555 0188",
        "in case of emergency call Ann Wu, 203-555-0188",
    ],
)
def test_a_note_is_kept_whole(said: str):
    assert _note(said) == (said, "")


@pytest.mark.parametrize(
    ("text", "said", "rest"),
    [
        ("Lea Mint, I use a wheelchair", "I use a wheelchair", "Lea Mint,"),
        ("yes, and please ring the back bell", "please ring the back bell", "yes,"),
        ("203 555 0142, use the side entrance. thanks", "use the side entrance",
         "203 555 0142, . thanks"),
        ("My emergency contact is Joe, 203 555 0188, my number is 475 555 0177",
         "My emergency contact is Joe, 203 555 0188", ", my number is 475 555 0177"),
        ("I'm deaf, text only", "I'm deaf", ", text only"),
    ],
)  # fmt: skip
def test_what_stands_beside_it_stays(text: str, said: str, rest: str):
    assert _note(text) == (said, rest)


def test_a_clause_with_another_detail_stays_in_the_message_as_well():
    text = "I want a female therapist in Norwalk"
    town = {"entity": "location", "value": "Norwalk", "text": "Norwalk", "start": 29, "end": 36}
    assert _note(text, entities=[town]) == (text, text)


@pytest.mark.parametrize(
    "text",
    [
        "Lea Mint",
        "do you have a wheelchair ramp?",
        "is the aesthetician female?",
        "which door do I use",
        "I'm a woman of 40",
        "what happens in case of emergency?",
        "no health conditions",
    ],
)
def test_a_question_or_another_answer_is_no_note(text: str):
    assert _note(text)[0] == ""


@pytest.mark.parametrize("requested", ["health_note", "team_note"])
def test_an_answer_that_is_kept_whole_anyway_stays_one(requested: str):
    assert _note("I use a wheelchair", requested) == ("", "I use a wheelchair")
