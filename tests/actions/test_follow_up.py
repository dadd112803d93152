"""What is asked again of another concern, place or skin."""

from __future__ import annotations

from typing import Any

import pytest

from actions.follow_up import ASKED, NO_TIME, followed_up, remembered, time_asked_for
from actions.message import Message

COUNT, SUITS, SKIN = "faq/session_count", "faq/concern_suitability", "faq/skin_type"


class _Tracker:
    sender_id = "conversation"

    def __init__(self, asked: list[str], text: str, topics: list[str], entity: str | None) -> None:
        self._asked = asked
        self.latest_message: dict[str, Any] = {"text": text, "topics": topics}
        if entity:
            self.latest_message["entities"] = [{"entity": entity, "value": "x", "text": "x"}]

    def get_slot(self, name: str) -> list[str]:
        assert name == ASKED
        return self._asked


def _followed_up(
    text: str, topics: list[str], *, asked: list[str], entity: str | None = "concern"
) -> list[str]:
    tracker = _Tracker(asked, text, topics, entity)
    return followed_up(tracker, Message(tracker))  # type: ignore[arg-type]


def test_the_question_before_is_asked_again():
    assert _followed_up("and for acne scars", [SUITS], asked=[COUNT]) == [COUNT]
    assert _followed_up("and on my back?", [], asked=[COUNT], entity="body_area") == [COUNT]


def test_what_has_an_answer_of_its_own_is_answered_as_well():
    said = _followed_up("what about sensitive skin", [SKIN], asked=[COUNT], entity=None)
    assert said == [COUNT, SKIN]


@pytest.mark.parametrize(
    ("text", "topics"),
    [
        ("do you treat acne scars", [SUITS]),
        ("and how long until acne scars fade", ["faq/results_when"]),
        ("and does it work on acne scars", [SUITS]),
        ("and botox?", ["faq/combination"]),
        ("and for acne scars that I have had since I was fourteen years old", [SUITS]),
    ],
)
def test_a_question_of_its_own_is_none_again(text: str, topics: list[str]):
    assert _followed_up(text, topics, asked=[COUNT]) == []


def test_what_cannot_be_asked_again_is_left_alone():
    assert remembered(["greet"])["value"] is None
    assert _followed_up("and for acne scars", [SUITS], asked=["faq/who_performs", COUNT]) == [COUNT]
    assert _followed_up("and for acne scars", [SUITS], asked=["faq/who_performs"]) == []
    assert _followed_up("and for acne scars", [SUITS], asked=[]) == []


def _time(text: str, asked: list[str]) -> str | None:
    tracker = _Tracker(asked, text, ["faq/session_frequency"], None)
    return time_asked_for(tracker, Message(tracker))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text",
    [
        "for how long?", "how long should i wait", "so a week?", "is 6 months right?",
        "and when it's gone?", "how many days before", "when is it safe", "How long does it stay",
        "how long will it burn", "ok and after two weeks?", "how soon", "so how many weeks then",
        "for how many days", "once they're healed?",
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    "topic", ["faq/pregnancy_or_medication", "faq/aftercare", "faq/combination"]
)
def test_the_clinics_pace_is_no_time_to_wait(text: str, topic: str):
    assert _time(text, [topic]) == NO_TIME


@pytest.mark.parametrize(
    "text",
    [
        "how long is a session", "how long between sessions", "how many weeks apart are sessions",
        "two weeks ago i had a peel at your place", "when is my appointment", "when are you open",
        "how long does the treatment take", "is it safe",
    ],
)  # fmt: skip
def test_what_says_itself_of_what_is_answered_as_it_stands(text: str):
    assert _time(text, ["faq/pregnancy_or_medication"]) is None


def test_how_long_behind_the_results_asks_whether_they_last():
    assert _time("for how long?", ["faq/results_what"]) == "utter_faq/maintenance"
    assert _time("for how long?", [COUNT]) is None
    assert _time("for how long?", []) is None
