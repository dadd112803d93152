"""The form's own few words are understood with a slip in them; other words are left alone."""

from __future__ import annotations

from typing import Any

import pytest

from actions.booking.heard import heard
from actions.booking.reading import Reading, read
from actions.booking.slips import mended


class _Tracker:
    sender_id = "conversation"

    def __init__(self, text: str, requested: str) -> None:
        self.latest_message = {"text": text, "intent": {"name": "nlu_fallback"}}
        self._requested = requested

    def get_slot(self, name: str) -> str | None:
        return self._requested if name == "requested_slot" else None


def _read(text: str, requested: str, **known: Any) -> Reading:
    return read(heard(_Tracker(text, requested)), requested, known)


@pytest.mark.parametrize(
    ("said", "requested", "found"),
    [
        ("no emial", "email", ""),
        ("N", "email", ""),
        ("no mail", "email", ""),
        ("skp", "email", ""),
        ("stam", "location", "Stamford"),
        ("eihter", "location", "either"),
        ("acen", "concern", "acen"),
        ("noen", "health_note", ""),
        ("-", "health_note", ""),
        ("\N{NO ENTRY SIGN}", "concern", ""),
    ],
)
def test_a_slip_answers_the_open_question(said: str, requested: str, found: str):
    assert _read(said, requested, phone="+12035550210").found == {requested: found}


def test_days_with_a_slip_are_times():
    wished = _read("thrusday aftrnoon or firday", "preferred").found["preferred"]
    assert [each["said"] for each in wished] == ["thursday afternoon", "friday"]
    assert all(each["date"] for each in wished)


@pytest.mark.parametrize("said", ["yse", "yse please"])
def test_a_slip_is_no_consent(said: str):
    reading = _read(said, "confirmed")
    assert "confirmed" not in reading.found
    assert reading.problem == "utter_booking_yes_or_no"


@pytest.mark.parametrize("said", ["noen", "nothin", "-"])
def test_a_no_with_a_slip_sends_nothing(said: str):
    reading = _read(said, "confirmed")
    assert reading.found == {} and reading.problem == "utter_booking_what_to_change"


def test_a_name_is_never_mended():
    assert _read("Noen", "name").found == {"name": "Noen"}


@pytest.mark.parametrize(
    "said",
    [
        "now", "nine", "nose", "numb", "hives", "tursday", "my spot", "line", "noraml skin", "male",
        "I'm on acutane", "yes", "203 555 0122", "i had a stork last year",
    ],
)  # fmt: skip
def test_other_words_are_left_alone(said: str):
    assert mended(said) == said
