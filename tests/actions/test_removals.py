"""A detail is taken out of a request in the visitor's own words, also a way to be reached."""

from __future__ import annotations

from typing import Any

import pytest

from actions.booking.team_note import read_with_note
from tests.actions.said import message

KNOWN = {"name": "Lea Mint", "phone": "+12035550190", "email": "lea@example.com"}


def _found(text: str, requested: str = "confirmed", **known: Any) -> dict[str, Any]:
    return read_with_note(message(text), requested, {**KNOWN, **known}).found


@pytest.mark.parametrize(
    ("said", "slot"),
    [
        ("use my phone not my email", "email"),
        ("yes but use my phone, not the email", "email"),
        ("please just use my cell instead of my e-mail, thanks", "email"),
        ("can you use my work number rather than my email?", "email"),
        ("use my email not my phone", "phone"),
        ("use email and not my phone number please", "phone"),
        ("no email please", "email"),
        ("actually no phone", "phone"),
        ("don't use my email", "email"),
    ],
)
@pytest.mark.parametrize("requested", ["confirmed", "concern"])
def test_a_way_that_is_turned_down_is_taken_out(said: str, slot: str, requested: str):
    assert _found(said, requested) == {slot: ""}


@pytest.mark.parametrize(
    "said",
    [
        "should you use my phone not my email?",
        "that's not my email",
        "my number is not my email",
        "use my phone, I'm not good with this",
    ],
)
def test_what_only_sounds_like_it_takes_nothing_out(said: str):
    assert not {"phone", "email"} & _found(said).keys()


def test_a_wish_for_some_days_takes_nothing_out():
    said = "use my phone not my email on weekends"
    assert _found(said) == {"reach_note": said}


def test_the_way_that_is_to_be_used_is_asked_for_where_it_was_left_out():
    assert _found("use my phone not my email", phone="") == {"email": "", "phone": None}
    assert _found("use my email not my phone", phone="") == {}
    assert _found("no email please", phone="") == {}


def test_to_the_question_for_the_other_way_it_is_a_no():
    assert _found("use my phone not my email", "email", email=None) == {"email": ""}


@pytest.mark.parametrize(
    "said",
    [
        "no phone calls please",
        "no phone call",
        "please don't call, text me",
        "text me please",
        "oh just call me",
        "e-mail me please",
        "i prefer phone",
        "reach me by phone only",
        "use my phone instead",
    ],
)
def test_a_wish_how_to_be_reached_at_the_read_back_is_kept(said: str):
    reading = read_with_note(message(said), "confirmed", KNOWN)
    assert (reading.found, reading.problem) == ({"reach_note": said}, None)


def test_a_way_that_is_not_known_is_no_wish():
    assert _found("text me please", phone="") == {}
    assert _found("e-mail me please", email="") == {}


def test_no_phone_calls_leaves_the_number_to_be_asked_for():
    assert _found("no phone calls please", "name", name=None, phone=None, email=None) == {
        "reach_note": "no phone calls please"
    }
