"""Fear is heard, where it is told and not denied."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from actions.message import Message
from actions.worries import is_only_worried, is_worried


def _message(text: str) -> Message:
    return Message(SimpleNamespace(latest_message={"text": text}, sender_id="visitor"))


@pytest.mark.parametrize(
    "text",
    [
        "ok im scared",
        "should i worry",
        "kinda nervous never done this before",
        "i'm freaking out",
        "a bit anxious about tomorrow, what will they do first and what comes after that",
    ],
)
def test_a_fear_is_heard(text: str):
    assert is_worried(_message(text))


@pytest.mark.parametrize(
    "text",
    ["not worried at all", "less nervous now thx", "i'm afraid i can't come", "does it hurt"],
)
def test_what_is_no_fear_is_not(text: str):
    assert not is_worried(_message(text))


def test_a_fear_alone_is_about_what_was_said_before():
    assert is_only_worried(_message("im getting really scared"))
    assert not is_only_worried(_message("im scared that it will leave a mark on my left cheek"))
