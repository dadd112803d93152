"""A bare cry for help is told of the emergency number, and asked what it is about."""

from __future__ import annotations

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import urgent_help
from actions.message import Message


def _said(text: str) -> list[str]:
    last = {"text": text, "message_id": "m1", "intent": {"name": "chat_help"}}
    tracker = Tracker("c", {}, last, [], False, None, {}, "action_listen")
    dispatcher = CollectingDispatcher()
    urgent_help.heard(dispatcher, tracker, Message(tracker))
    return [each["response"] for each in dispatcher.messages]


@pytest.mark.parametrize(
    "text",
    [
        "i need help now",
        "help me please",
        "Help!! Now",
        "please help me",
        "it's urgent",
        "help!!",
        "HELP! !",
        "help help help",
    ],
)
def test_a_cry_for_help_hears_where_help_is(text: str):
    assert _said(text) == [urgent_help.HELP_NOW]


@pytest.mark.parametrize(
    "text",
    [
        "help",
        "i need help with my request",
        "what can you help me with",
        "can it help me",
        "urgent care",
    ],
)
def test_a_question_about_the_chat_is_none(text: str):
    assert not _said(text)
