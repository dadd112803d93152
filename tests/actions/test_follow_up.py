"""What is asked again of another concern, place or skin."""

from __future__ import annotations

from typing import Any

import pytest

from actions.follow_up import ASKED, followed_up, remembered
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
    assert remembered(["faq/who_performs", COUNT])["value"] == [COUNT]
    assert remembered(["faq/who_performs"])["value"] is None
    assert _followed_up("and for acne scars", [SUITS], asked=[]) == []
