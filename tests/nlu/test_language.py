"""A message is in another language only on the evidence of its script or its words."""

from __future__ import annotations

import pytest

from clinic.nlu.language import asks_for_appointment, has_words, language_of


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("does it hurt", "en"),
        ("¿cuánto cuesta el tratamiento?", "es"),
        ("cuanto cuesta", "es"),
        ("quanto custa a sessão", "pt"),
        ("ile to kosztuje", "pl"),
        ("konbyen sa koute", "ht"),
        ("сколько это стоит", "ru"),
        ("多少钱", "zh"),
        ("combien ça coûte", "fr"),
        ("ok", "en"),
        ("no", "en"),
        ("???", "en"),
        ("😀😀", "en"),
        ("aaaa", "en"),
        ("la roche posay ok after?", "en"),
        ("", "en"),
    ],
)
def test_a_language_is_recognised(text: str, code: str):
    assert language_of(text) == code


def test_a_wish_for_an_appointment_is_understood_in_other_languages():
    assert asks_for_appointment("quiero una cita", "es")
    assert not asks_for_appointment("¿duele?", "es")


@pytest.mark.parametrize(
    ("text", "words"), [("hi", True), ("5", True), ("?!", False), ("👍", False)]
)
def test_emoji_and_punctuation_are_no_words(text: str, words: bool):
    assert has_words(text) is words
