"""Everyday messages are understood once, and come out the same each time."""

from __future__ import annotations

import json

import pytest
from rasa.core.processor import MessageProcessor

from clinic.chat import understanding
from clinic.chat.understanding import Understanding
from clinic.nlu.parse import parse_message

EVERYDAY = [
    "does it hurt?",
    "hi",
    "how much is it and how long does it take",
    "asdf qwer",
    "how much is microdermabrasion",
    "does it help with acne scars on the back?",
    "where are you in norwalk",
]


@pytest.fixture
def runs(processor: MessageProcessor, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The messages for which the model was run."""
    seen: list[str] = []

    def parsed(model: MessageProcessor, text: str) -> object:
        seen.append(text)
        return parse_message(model, text)

    monkeypatch.setattr(understanding, "parse_message", parsed)
    return seen


@pytest.mark.parametrize("text", EVERYDAY)
def test_a_repeated_message_is_understood_without_the_model(
    processor: MessageProcessor, runs: list[str], text: str
) -> None:
    memory = Understanding(processor)
    first = memory.of(text)
    wanted = json.dumps(first)
    first["intent"]["name"] = "changed by an action"
    assert json.dumps(memory.of(text)) == wanted
    assert runs == [text]


@pytest.mark.parametrize("text", ["203-555-0142", "I take accutane", "tomorrow", "rosacia?"])
def test_a_message_with_particulars_is_understood_anew(
    processor: MessageProcessor, runs: list[str], text: str
) -> None:
    memory = Understanding(processor)
    memory.of(text)
    memory.of(text)
    assert runs == [text, text]


@pytest.mark.parametrize("name", ["Beltran", "Zelda"])
def test_nobodys_words_are_kept(processor: MessageProcessor, name: str) -> None:
    memory = Understanding(processor)
    memory.of(f"hi, my name is {name}")
    assert len(memory._known) == 1
    assert name.lower() not in repr(memory._known).lower()


def test_no_more_is_remembered_than_has_room(
    processor: MessageProcessor, runs: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(understanding, "MOST", 2)
    memory = Understanding(processor)
    for text in ["hi", "thanks", "bye", "hi"]:
        memory.of(text)
    assert runs == ["hi", "thanks", "bye", "hi"]
