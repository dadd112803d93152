"""How somebody wants to be reached is kept in their words, and is no part of another answer."""

from __future__ import annotations

from typing import Any

import pytest

from actions.booking import reach
from actions.booking.answers import Reading
from actions.booking.reading import read
from actions.message import Message

NUMBER = "+12035550142"


class _Tracker:
    sender_id = "c1"

    def __init__(self, text: str, **parsed: Any) -> None:
        self.latest_message = {"text": text, "entities": [], **parsed}


def _read(text: str, requested: str | None, known: dict[str, Any] | None = None) -> Reading:
    return read(Message(_Tracker(text)), requested, known or {})


@pytest.mark.parametrize(
    ("said", "note"),
    [
        ("text only please dont call me at work before 5, 2035550142",
         "text only please dont call me at work before 5"),
        ("2035550142, call after 6 and don't leave a voicemail",
         "call after 6 and don't leave a voicemail"),
        ("(203)555-0142 ext 4", "ext 4"),
        ("2035550142 pero no me hablen al trabajo", "no me hablen al trabajo"),
        ("203-555-0142 x4", "x4"),
        ("203.555.0142 or 203.555.0190 after 6", "or 203.555.0190 after 6"),
        ("203 555 0142 (cell), 203 555 0190 (work)", "203 555 0190 (work)"),
        ("dont call my house, only cell 203 555 0142 dont leave voicemail",
         "dont call my house, only cell / dont leave voicemail"),
        ("203 555 0142 not before 5", "not before 5"),
        ("203 555 0142 (evenings only)", "evenings only"),
        ("2035550142 i work nights so call before 9 a.m. or after 5 p.m. please",
         "i work nights so call before 9 a.m. or after 5 p.m. please"),
        ("2035550142, that's my work phone, so don't say where you're calling from",
         "that's my work phone, so don't say where you're calling from"),
        ("2035550142, please ask for Maria", "please ask for Maria"),
        ("llámenme después de las 5, 2035550142", "llámenme después de las 5"),
    ],
)  # fmt: skip
def test_a_number_is_kept_with_what_is_said_beside_it(said: str, note: str):
    assert _read(said, "phone").found == {"phone": NUMBER, "reach_note": note}


@pytest.mark.parametrize(
    ("said", "note"),
    [
        ("don't leave a voicemail please", "don't leave a voicemail please"),
        ("only text, don't call me at work", "only text, don't call me at work"),
        ("yes but can they call after 5", "can they call after 5"),
        ("can you text me instead", "can you text me instead"),
        ("please don't leave a voicemail, my husband listens to it",
         "please don't leave a voicemail, my husband listens to it"),
        ("also 2035550199", "also 2035550199"),
        ("my second number is 203 555 0199", "my second number is 203 555 0199"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("requested", ["email", "location", "confirmed"])
def test_a_wish_by_itself_changes_no_other_detail(said: str, note: str, requested: str):
    reading = _read(said, requested, {"name": "Lea Mint", "phone": NUMBER})
    assert reading.found == {"reach_note": note}
    assert reading.problem is None


@pytest.mark.parametrize(
    ("said", "requested"),
    [
        ("when will they call me?", "confirmed"),
        ("can you call me?", "confirmed"),
        ("i'll call you after 5", "confirmed"),
        ("can i call after 5?", "confirmed"),
        ("nobody called me back last time", "concern"),
        ("i left a voicemail yesterday", "concern"),
        ("don't call me Robert, it's Bob", "name"),
        ("do you call or text?", "phone"),
        ("no calls please", "phone"),
        ("call 203 555 0142 not 203 555 0190", "phone"),
        ("my number is 2035550142 sorry 2035550143", "phone"),
        ("i don't have an email", "name"),
        ("what is the best way to reach you", None),
        ("after 6", "preferred"),
        ("mondays after 5", "email"),
    ],
)
def test_what_only_sounds_like_a_wish_is_none(said: str, requested: str | None):
    message = Message(_Tracker(said))
    assert reach.wishes_in(message, requested, NUMBER).said == ""


def test_an_answer_beside_a_wish_is_taken_without_it():
    reading = _read("acne scars, and please text only", "concern", {"phone": NUMBER})
    assert reading.found == {"concern": "acne scars", "reach_note": "please text only"}
    reading = _read("no thanks, just call me after 5", "email", {"phone": NUMBER})
    assert reading.found == {"email": "", "reach_note": "just call me after 5"}


def test_a_refusal_with_a_limit_is_a_wish_and_refuses_no_number():
    assert _read("no calls at work please", "phone").found == {
        "reach_note": "no calls at work please"
    }
    assert _read("no calls please", "phone").found == {"phone": ""}


def test_wishes_are_kept_one_behind_the_other_and_none_twice():
    assert reach.added("after 6", "no voicemail") == "after 6 / no voicemail"
    assert reach.added("after 6", "After 6") is None
    assert reach.added(None, "") is None


def test_long_wishes_end_where_a_clause_does():
    long = "call after 6, " + "and never before noon, " * 20
    kept = reach.capped(long)
    assert len(kept) <= reach.LONGEST and kept.endswith("never before noon")
    assert len(reach.capped("x" * 400)) <= reach.LONGEST


def test_what_is_asked_for_again_is_taken_whole():
    known = {"phone": NUMBER, "reach_note": None}
    assert _read("Tuesdays, 203 555 0199 in Norwalk", "reach_note", known).found == {
        "reach_note": "Tuesdays, 203 555 0199 in Norwalk"
    }
    assert _read("skip", "reach_note", known).found == {"reach_note": ""}
