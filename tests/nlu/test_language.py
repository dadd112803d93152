"""A message is in another language only on the evidence of its script or its words."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from clinic.name_words import FAMILY_NAMES, GIVEN_NAMES
from clinic.nlu.language import asks_for_appointment, has_words, language_of
from clinic.nlu.safety import language_of_red_flag
from tests.sources import ROOT

EVALUATION = ROOT / "tests/evaluation"


def read_jsonl(path: Path) -> Iterator[dict[str, Any]]:
    return map(json.loads, path.read_text(encoding="utf-8").splitlines())


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("does it hurt", "en"),
        ("can i book", "en"),
        ("¿cuánto cuesta el tratamiento?", "es"),
        ("cuanto cuesta", "es"),
        ("hola", "es"),
        ("estoy mejor, quiero seguir", "es"),
        ("quanto custa a sessão", "pt"),
        ("ile to kosztuje", "pl"),
        ("konbyen sa koute", "ht"),
        ("сколько это стоит", "ru"),
        ("多少钱", "zh"),
        ("combien ça coûte", "fr"),
    ],
)
def test_a_language_is_recognised(text: str, code: str):
    assert language_of(text) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("no puedo respirar", "es"),
        ("labios hinchados", "es"),
        ("mi hija no respira", "es"),
        ("no veo bien de un ojo desde el tratamiento", "es"),
        ("me arde el ojo y veo borroso", "es"),
        ("dolor en el pecho", "es"),
        ("fiebre desde ayer", "es"),
        ("ya no quiero vivir", "es"),
        ("nao consigo respirar", "pt"),
        ("minha boca esta inchando", "pt"),
        ("febre desde ontem", "pt"),
        ("pa ka respire", "ht"),
        ("figi m anfle", "ht"),
        ("nie moge oddychac", "pl"),
        ("spuchly mi usta", "pl"),
    ],
)
def test_the_language_of_a_danger_is_recognised(text: str, code: str):
    assert language_of(text) == code


@pytest.mark.parametrize(
    "text",
    [
        "Al Green", "Se Jin", "Ann Li", "Kim Lo", "Tom Con", "Mia Las", "Mi Cha", "Ka Lee",
        "Li Wei", "Pa Vang", "Po Chen", "Yo Han", "Ho Nguyen", "Jean Est", "Dia Roy", "Cara Jones",
        "Maria de la Cruz", "Juan de los Santos", "Rosa del Carmen Peña", "José Ángel",
        "Uma", "Irma", "Jodi",
    ],
)  # fmt: skip
def test_a_name_shows_no_language(text: str):
    assert language_of(text) is None


def test_no_given_or_family_name_is_another_language_s_own_word():
    names = GIVEN_NAMES | FAMILY_NAMES
    assert {name for name in names if language_of(name) not in (None, "en")} == set()


@pytest.mark.parametrize(
    "text",
    ["", "ok", "no", "si", "???", "😀😀", "aaaa", "2035550110", "san jose", "Norwalk", "monday"],
)
def test_what_is_said_alike_everywhere_shows_no_language(text: str):
    assert language_of(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "la roche posay ok after?",
        "my abuela wants to come with me",
        "is it ok after la mer",
        "do u do los angeles too",
        "hola how much is it",
        "the el pollo loco next to you",
        "any time after 10am EST on mon",
    ],
)
def test_english_with_words_from_elsewhere_stays_english(text: str):
    assert language_of(text) in (None, "en")


def test_no_english_message_is_taken_for_another_language():
    taken = {
        row["text"]
        for name in ("questions", "validation", "sealed")
        for row in read_jsonl(EVALUATION / f"{name}.jsonl")
        if row["topic"] != "other_language" and language_of(row["text"]) not in (None, "en")
    }
    assert taken == {"buenas"}  # which is a greeting in Spanish


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("no puedo respirar", "es"),
        ("dor no peito", "pt"),
        ("pa ka respire", "ht"),
        ("nie moge oddychac", "pl"),
        ("pus", None),  # in several languages
        ("i can't breathe", None),
    ],
)
def test_a_rule_for_dangers_knows_its_language(text: str, code: str | None):
    assert language_of_red_flag(text) == code


def test_a_wish_for_an_appointment_is_understood_in_other_languages():
    assert asks_for_appointment("quiero una cita", "es")
    assert not asks_for_appointment("¿duele?", "es")


@pytest.mark.parametrize(
    ("text", "words"), [("hi", True), ("5", True), ("?!", False), ("👍", False)]
)
def test_emoji_and_punctuation_are_no_words(text: str, words: bool):
    assert has_words(text) is words
