"""A wished time is put right as it is meant: one day for another, other hours on the same day."""

from __future__ import annotations

from typing import Any

import pytest

from actions.booking.reading import read
from tests.actions.said import message

KNOWN = {"name": "Lea Mint", "phone": "+12035550103", "email": "", "location": "Norwalk"}


def _read(text: str, requested: str, known: dict[str, Any]) -> dict[str, Any]:
    return read(message(text), requested, known).found


def _wished(*said: str) -> list[dict[str, Any]]:
    return _read(" or ".join(said), "preferred", KNOWN)["preferred"]


@pytest.mark.parametrize("requested", ["concern", "confirmed"])
@pytest.mark.parametrize(
    ("first", "then", "wished"),
    [
        (["next tues", "wed afternoon"], "wait change the wed to thursday",
         [("next tues", "2026-12-01"), ("thursday afternoon", "2026-12-03")]),
        (["mondays", "fridays"], "change monday to wednesday",
         [("wednesday", "2026-12-02"), ("fridays", None)]),
        (["next tuesday"], "and not tuesday but thursday", [("thursday", "2026-12-03")]),
        (["monday morning"], "friday instead of monday", [("friday morning", "2026-11-27")]),
        (["monday", "thursday 3pm"], "thursday doesn't work, friday instead",
         [("monday", "2026-11-30"), ("friday 3pm", "2026-11-27")]),
        (["after 4 on thursday"], "move it from thursday to friday",
         [("friday after 4", "2026-11-27")]),
        (["monday", "friday"], "not monday", [("friday", "2026-11-27")]),
        (["monday 3pm"], "make it 4pm", [("monday 4pm", "2026-11-30")]),
        (["monday 3pm"], "can we do 5 instead", [("monday at 5", "2026-11-30")]),
        (["monday 3pm"], "can it be in the morning", [("monday in the morning", "2026-11-30")]),
        (["monday"], "afternoon is better", [("monday afternoon", "2026-11-30")]),
        (["monday 3pm"], "actually tuesday", [("tuesday 3pm", "2026-12-01")]),
        (["monday 3pm"], "actually tuesday at noon", [("tuesday at noon", "2026-12-01")]),
        (["next week"], "it's good but i want evenings instead", [("next week evenings", None)]),
        (["monday 3pm"], "or saturday", [("monday 3pm", "2026-11-30"), ("saturday", "2026-11-28")]),
    ],
)  # fmt: skip
def test_a_time_is_put_right(
    first: list[str], then: str, wished: list[tuple[str, str | None]], requested: str
):
    health = {"concern": "scars", "health_note": ""} if requested == "confirmed" else {}
    found = _read(then, requested, {**KNOWN, **health, "preferred": _wished(*first)})
    assert [(each["said"], each["date"]) for each in found.pop("preferred")] == wished
    assert found == {}


@pytest.mark.parametrize(
    ("then", "wished"),
    [
        ("yes only if its not on friday", "next week, only if its not on friday"),
        ("looks good, but i can't do fridays", "next week, i can't do fridays"),
        ("yes if you have a friday", "next week, if you have a friday"),
        ("except wednesday", "next week, except wednesday"),
        ("yes as long as its before 5", "next week before 5"),
    ],
)
def test_a_condition_narrows_the_time_and_never_becomes_it(then: str, wished: str):
    known = {**KNOWN, "concern": "scars", "health_note": "", "preferred": _wished("next week")}
    found = _read(then, "confirmed", known)
    assert [each["said"] for each in found["preferred"]] == [wished]


def test_when_to_send_it_is_not_when_to_come():
    known = {**KNOWN, "concern": "scars", "health_note": "", "preferred": _wished("next week")}
    assert _read("send it tomorrow", "confirmed", known) == {}


def test_what_was_thought_of_last_counts():
    (wished,) = _wished("tuesday, no wait, wednesday")
    assert (wished["said"], wished["date"]) == ("wednesday", "2026-12-02")


@pytest.mark.parametrize("said", ["between dec 7 and dec 10", "dec 5 or 6", "mon-wed mornings"])
def test_a_range_stays_one_wish(said: str):
    assert _wished(said) == [{"said": said, "date": None}]


def test_times_said_to_another_question_are_times():
    said = "this saturday or sunday but if not then any weekday after 5"
    found = _read(said, "concern", {**KNOWN, "preferred": _wished("this saturday")})
    assert [each["said"] for each in found.pop("preferred")] == [
        "this saturday",
        "sunday but if not then any weekday after 5",
    ]
    assert found == {}


def test_the_day_of_an_event_is_no_wish():
    assert "preferred" not in _read("getting married dec 19 so soon please", "name", {})
