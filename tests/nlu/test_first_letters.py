"""Patterns that are tried only at words that begin as they do find what they find everywhere."""

from __future__ import annotations

import json
import re

import pytest

from clinic.nlu.descriptions import _described
from clinic.nlu.first_letters import ByFirstLetter, first_letters
from clinic.nlu.safety import KINDS, _all_patterns
from clinic.nlu.text import normalise, small
from tests.sources import ROOT

ODD = ["", " ", "…", "¿qué?", "a  b", "\n\nx", "'s", "no-no", "9 911", "ötzi", "_a a"]


@pytest.mark.parametrize(
    ("pattern", "letters"),
    [
        ("cat|dog", "cd"),
        ("(?:my |the )?cat", "mtc"),
        ("(?:my )*cat", "mc"),
        ("[a-c]x", "abc"),
        (r"\bcat", "c"),
        ("(?!cow)c(?:at|ow)", "c"),
        ("(?P<name>x)y?", "x"),
        ("(?:a?b?)c", "abc"),
        ("(?:a|b)+?", "ab"),
        ("(?>ab|c)", "ac"),
        (r"\w+", None),
        (".", None),
        ("[^a]", None),
        ("a?", None),
        ("a?.", None),
        ("(a)?(?(1)b|c)", None),
    ],
)
def test_the_letters_that_a_match_can_begin_with(pattern: str, letters: str | None) -> None:
    assert first_letters(pattern) == (None if letters is None else set(letters))


def _messages() -> list[str]:
    said = list(ODD)
    for path in sorted(ROOT.glob("tests/evaluation/*.jsonl")) + sorted(
        ROOT.glob("tests/red_flags/*.jsonl")
    ):
        rows = map(json.loads, path.read_text(encoding="utf-8").splitlines())
        said += [row["text"] for row in rows if "text" in row]
    assert len(said) > 3000
    return said


MESSAGES = _messages()
TAUGHT = {**{kind: _all_patterns(kind)[0] for kind in KINDS}, "described": _described()[0]}


@pytest.mark.parametrize("name", TAUGHT)
def test_what_is_found_is_what_one_pattern_of_all_finds(name: str) -> None:
    fast: ByFirstLetter = TAUGHT[name]
    at_once = "|".join(each for each, _ in fast._alternatives)
    slow = re.compile(rf"(?<!\w)(?:{at_once})")
    found = 0
    for text in {spelling(each) for each in MESSAGES for spelling in (normalise, small)}:
        wanted = [(each.span(), each.lastgroup) for each in slow.finditer(text)]
        assert [(each.span(), each.lastgroup) for each in fast.finditer(text)] == wanted, text
        assert fast.is_in(text) == bool(wanted)
        found += len(wanted)
    assert found > 50


@pytest.mark.parametrize("kind", KINDS)
def test_languages_whose_words_have_no_bounds_are_looked_for_in_their_own_letters_alone(
    kind: str,
) -> None:
    letters = first_letters(_all_patterns(kind)[1].pattern)
    assert letters
    assert not any(letter.isascii() for letter in letters)
