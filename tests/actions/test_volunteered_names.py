"""Names that are said before, behind or beside what is asked."""

from __future__ import annotations

from typing import Any

import pytest

from actions.booking import volunteered_names as volunteered
from actions.booking.reading import read
from actions.message import Message


class _Tracker:
    sender_id = "conversation"

    def __init__(self, text: str, **parsed: Any) -> None:
        self.latest_message = {"text": text, "message_id": "m1", **parsed}


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("please book Dee Park dee.park@example.com in stamford", "Dee Park"),
        ("book. Kay Poe 203 555 0144", "Kay Poe"),
        ("Can I book? Joy Park 203 555 0157 norwalk tuesday", "Joy Park"),
        ("book me in, Ann O'Neill", "Ann O'Neill"),
        ("Book Dr. Smith", None),
        ("book for my brother", None),
        ("please book two appointments", None),
        ("I read the Book Of Skin at home", None),
    ],
)
def test_a_name_behind_the_wish_to_book_is_the_writers(said: str, name: str | None):
    assert volunteered.name_booked(said) == name


def test_a_treatment_there_is_no_name():
    said = "book Hydra Facial at 5"
    found = {"entity": "treatment", "value": "hydrafacial", "text": "Hydra Facial", "start": 5,
             "end": 17}  # fmt: skip
    assert read(Message(_Tracker(said)), None, {}).found.get("name") == "Hydra Facial"
    assert read(Message(_Tracker(said, entities=[found])), None, {}).found.get("name") is None


@pytest.mark.parametrize(
    ("said", "known", "name"),
    [("Jo Hartman", "Jo", "Jo Hartman"), ("Jo", "Jo", None), ("Ann Poe", "Jo", None)],
)
def test_a_name_in_full_takes_the_place_of_its_beginning(said: str, known: str, name: str | None):
    assert volunteered.fuller_name(said, known) == name


def test_a_name_is_well_known_by_one_of_its_parts():
    assert volunteered.is_well_known("Tom Reyes")
    assert not volunteered.is_well_known("Glowing Skin")
    assert not volunteered.is_well_known("tom")


def test_an_area_is_no_name():
    said = "Thursday mornings work best, Norwalk area, 203 555 0133"
    assert read(Message(_Tracker(said)), None, {}).found.get("name") is None
