"""A danger that is told in pieces gets the alarm that it would get whole."""

from __future__ import annotations

import pytest

from tests.dialogues.matrix import has, heard
from tests.visitor import Visitor


@pytest.mark.parametrize(
    "said", [("my face", "its big"), ("my heart", "racing"), ("my arm", "is numb")]
)
def test_two_pieces_raise_the_alarm(visitor: Visitor, said: tuple[str, str]):
    first, second = said
    assert not has(visitor.say(first), "utter_safety_emergency")
    replies = visitor.say(second)
    assert has(replies, "utter_safety_emergency"), heard(replies)


def test_pieces_in_the_middle_of_a_form_raise_it_too(visitor: Visitor):
    visitor.say("book")
    visitor.say("my face")
    replies = visitor.say("its big")
    assert has(replies, "utter_safety_emergency"), heard(replies)


def test_ordinary_short_messages_stay_what_they_are(visitor: Visitor):
    for text in ("hi", "price", "my face", "acne", "thanks"):
        replies = visitor.say(text)
        assert not has(replies, "utter_safety_emergency"), heard(replies)
