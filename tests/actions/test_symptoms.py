"""Who has a symptom is told what to do about it, before any reassurance."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from actions.message import Message
from actions.symptoms import SIDE_EFFECTS, tells_of_a_symptom


def _message(text: str, topic: str = SIDE_EFFECTS) -> Message:
    said = {"text": text, "topics": [topic], "intent": {"name": "faq"}}
    return Message(SimpleNamespace(latest_message=said, sender_id="visitor"))


@pytest.mark.parametrize(
    "text",
    [
        "my cheeks feel tight since the session, is that normal",
        "i'm a bit red today, ok?",
        "pink two hours after, thats normal right",
        "my skin is peeling",
        "can it itch? my chin is itchy",
    ],
)
def test_a_symptom_of_ones_own_is_told(text: str):
    assert tells_of_a_symptom(_message(text))


@pytest.mark.parametrize(
    "text",
    [
        "what are the side effects",
        "will my face be red the day after",
        "is redness normal",
        "can it cause breakouts",
        "does my skin peel after two days",
    ],
)
def test_what_may_come_is_none(text: str):
    assert not tells_of_a_symptom(_message(text))


def test_beside_another_topic_it_changes_nothing():
    assert not tells_of_a_symptom(_message("my skin is peeling", "faq/price"))
