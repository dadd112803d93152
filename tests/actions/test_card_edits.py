"""What is put right at the read-back is put right as it was said, and no more is lost with it."""

from __future__ import annotations

from typing import Any

import pytest

from actions.booking.consent import is_clear, sends
from actions.booking.reading import read
from tests.actions.said import message

MONDAY = {"said": "monday 2pm", "date": "2026-11-30"}
KNOWN = {
    "name": "Mona Lime", "phone": "+12035550103", "email": "mona@example.com",
    "location": "Stamford", "concern": "scars", "health_note": "", "preferred": [MONDAY],
}  # fmt: skip


def _found(text: str, requested: str = "confirmed", **known: Any) -> dict[str, Any]:
    return read(message(text), requested, KNOWN | known).found


@pytest.mark.parametrize(
    ("text", "town"),
    [
        ("anything but stamford", "Norwalk"),
        ("not stamford", "Norwalk"),
        ("do it in norwalk", "Norwalk"),
        ("norwalk instead", "Norwalk"),
        ("norwalk works too", "either"),
        ("norwalk is fine as well", "either"),
    ],
)
def test_the_town_is_changed_as_it_was_said(text: str, town: str):
    assert _found(text) == {"location": town}


def test_a_town_that_was_not_noted_is_turned_down_without_another_being_taken():
    assert "location" not in _found("not norwalk")
    assert "location" not in _found("not stamford", "name", location=None, name=None)


@pytest.mark.parametrize(
    ("text", "wished"),
    [
        ("not 2pm, 4", ["monday 4pm"]),
        ("no not 2pm, make it 4:30 please", ["monday 4:30pm"]),
        ("make it later, like 5", ["monday at 5"]),
        ("and friday", ["monday 2pm", "friday"]),
        ("add thursday", ["monday 2pm", "thursday"]),
        ("friday the 4th also ok", ["monday 2pm", "friday the 4th"]),
        ("yes and friday too", ["monday 2pm", "friday"]),
        ("mornings no, anything else", ["monday 2pm, mornings no, anything else"]),
        ("make it friday", ["friday 2pm"]),
        ("instead of 2pm, 4pm", ["monday 4pm"]),
        ("wait, friday also works", ["monday 2pm", "friday"]),
        ("drop monday", ["monday 2pm, drop monday"]),
        ("can you make it later that day", ["monday 2pm, later that day"]),
    ],
)
def test_times_are_changed_and_added_as_they_were_said(text: str, wished: list[str]):
    assert [each["said"] for each in _found(text)["preferred"]] == wished


def test_a_third_time_pushes_none_out():
    two = [MONDAY, {"said": "friday", "date": "2026-11-27"}]
    (first, second) = _found("and wednesday", preferred=two)["preferred"]
    assert first == MONDAY
    assert second == {"said": "friday / wednesday", "date": None}


def test_a_day_that_is_dropped_goes():
    two = [MONDAY, {"said": "friday", "date": "2026-11-27"}]
    assert [each["said"] for each in _found("drop monday", preferred=two)["preferred"]] == [
        "friday"
    ]


def test_another_day_of_a_week_that_was_dated_stays_in_its_words():
    dated = [{"said": "Tuesday dec 8 after 4pm", "date": "2026-12-08"}]
    (wish,) = _found("actually make it wednesday", preferred=dated)["preferred"]
    assert wish == {
        "said": "Tuesday dec 8 after 4pm, actually make it wednesday",
        "date": None,
    }
    (near,) = _found(
        "actually make it wednesday", preferred=[{"said": "dec 1 at 4pm", "date": "2026-12-01"}]
    )["preferred"]
    assert near == {"said": "wednesday at 4pm", "date": "2026-12-02"}


def test_the_half_of_the_day_is_left_open_where_it_is():
    early = [{"said": "monday 11am", "date": "2026-11-30"}]
    (wish,) = _found("not 11am, 2", preferred=early)["preferred"]
    assert wish["said"] == "monday at 2"


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("actually remove the email", {"email": ""}),
        ("drop the phone number", {"phone": ""}),
        ("remove phone", {"phone": ""}),
        ("take my number out please", {"phone": ""}),
        ("can you delete my email", {"email": ""}),
        ("take out my phone, use al@roe.com", {"phone": "", "email": "al@roe.com"}),
        ("dont put my last name", {"name": "Mona"}),
        ("my last name is Lee sorry", {"name": "Mona Lee"}),
    ],
)
def test_a_detail_is_taken_out(text: str, left: dict[str, str]):
    assert _found(text) == left


@pytest.mark.parametrize(
    "text",
    ["how do i remove my email", "don't use my number at work", "remove the phone note",
     "don't send me an email", "please don't share my number with anyone",
     "dont give my number out", "don't use my email for marketing",
     "remove my email from your mailing list"],
)  # fmt: skip
def test_what_takes_no_detail_out_leaves_them(text: str):
    found = _found(text)
    assert "phone" not in found and "email" not in found


@pytest.mark.parametrize(
    "text",
    [
        "oh wait no its all good, send it",
        "wait yes",
        "ok go",
        "now",
        "yes",
        "do it",
        "wait, send it",
    ],
)
def test_a_yes_behind_a_moment_sends(text: str):
    assert sends(text)


@pytest.mark.parametrize(
    "text",
    ["wait", "wait no", "wait ok", "yes wait", "not now", "now?", "ok not now", "ok go back",
     "wait no yes", "wait yes but tuesday", "no wait", "right now", "go on", "wait send it later"],
)  # fmt: skip
def test_a_doubtful_one_does_not(text: str):
    assert not sends(text)


def test_now_is_a_yes_to_nothing_but_sending():
    assert not is_clear("now")
