"""The language of the answers follows what the visitor shows, and nothing less."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.language import ActionExtractLanguage
from clinic.nlu.language import language_of


def language_after(text: str, known: str | None, asked: str | None = None, **parsed: Any) -> Any:
    said = {"text": text, "intent": {"name": "deny"}, "language": language_of(text), **parsed}
    slots = {"language": known, "requested_slot": asked}
    tracker = Tracker("conversation", slots, said, [], False, None, {}, None)
    events = asyncio.run(ActionExtractLanguage().run(CollectingDispatcher(), tracker, {}))
    return events[-1]["value"] if events else known


@pytest.mark.parametrize("text", ["no", "ok", "2035550110", "Norwalk", "Al Green", "a las 10"])
def test_a_message_without_evidence_keeps_the_language(text: str):
    assert language_after(text, "es") == "es"
    assert language_after(text, None) is None


def test_what_is_said_in_a_language_is_answered_in_it():
    assert language_after("no puedo respirar bien", None) == "es"
    assert language_after("does it hurt", "es") == "en"


@pytest.mark.parametrize("name", ["Que Tran", "Ana Arde", "Jess Ayer"])
def test_a_name_that_is_a_word_elsewhere_changes_nothing(name: str):
    assert language_after(name, None, asked="name") is None


def test_a_danger_or_a_wish_for_a_language_in_place_of_a_name_does():
    assert language_after("ya no quiero vivir", None, asked="name", safety="self_harm") == "es"
    assert language_after("en español por favor", None, asked="name") == "es"
    assert language_after("po polsku prosze", None, asked="name") == "pl"


def test_english_words_in_an_unknown_language_change_nothing():
    text = "kitne din baad you can have it"
    assert language_after(text, "es", intent={"name": "other_language"}) == "es"
