"""Which language a message is in, on the evidence of its script or its words."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from functools import lru_cache
from typing import NamedTuple

from clinic.nlu.lexicon import lexicon
from clinic.nlu.text import clean, folded

ENGLISH = "en"
_SCRIPTS = {
    "CYRILLIC": "ru", "ARABIC": "ar", "HEBREW": "he", "CJK": "zh", "HIRAGANA": "ja",
    "KATAKANA": "ja", "HANGUL": "ko", "DEVANAGARI": "hi", "GREEK": "el", "THAI": "th",
    "BENGALI": "bn", "GURMUKHI": "pa", "GUJARATI": "gu", "TAMIL": "ta",
}  # fmt: skip
_WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")
_LONG = 6  # letters of a word whose ending is looked at
_SHARE = 0.5  # of the words must show the language …
_SHARE_OF_SEVERAL = 0.25  # … or several of its own do, and half as many are English
_FAINT_ALONE, _SHARE_OF_FAINT = 3, 0.75  # where no word is its own
_ENGLISH_WORDS, _SHARE_OF_ENGLISH = 2, 0.3


class _Evidence(NamedTuple):
    """The languages that a word shows, by how much; English beside them."""

    own: frozenset[str]
    faint: frozenset[str]
    english: bool


def language_of(text: str) -> str | None:
    """ISO 639-1 code; None where nothing shows a language: a name, a number, "ok"."""
    text = clean(text).lower()
    script = _script(text)
    if script:
        return script
    words = [_evidence(word) for word in dict.fromkeys(_WORD.findall(text))]
    if not words:
        return None
    best = _likeliest(words, text)
    if best and _is_shown(best, words, text):
        return best
    english = sum(word.english and not word.own and not word.faint for word in words)
    enough = english >= _ENGLISH_WORDS and english >= _SHARE_OF_ENGLISH * len(words)
    return ENGLISH if enough else None


def asks_for_appointment(text: str, language: str) -> bool:
    """Whether a message in another language asks for an appointment."""
    words = {folded(word) for word in _WORD.findall(clean(text).lower())}
    return bool(words & set(lexicon("languages").get(language, {}).get("booking", [])))


def has_words(text: str) -> bool:
    """Whether there is a single letter or digit: emoji and "???" are no language."""
    return any(letter.isalnum() for letter in text)


def _likeliest(words: list[_Evidence], text: str) -> str | None:
    """The language with the most evidence, however little that is."""
    weights: dict[str, int] = defaultdict(int)
    for word in words:
        for code in word.own:
            weights[code] += 2
        for code in word.faint:
            weights[code] += 1
    for code in weights:
        weights[code] += 3 * _has_letter(code, text)
    return max(_codes(), key=lambda code: weights.get(code, 0)) if weights else None


def _is_shown(code: str, words: list[_Evidence], text: str) -> bool:
    own = sum(code in word.own for word in words)
    shown = own + sum(code in word.faint for word in words)
    english = sum(word.english and code not in word.faint for word in words)
    share, letter = shown / len(words), _has_letter(code, text)
    if not own and not letter:
        return shown >= _FAINT_ALONE and share >= _SHARE_OF_FAINT and not english
    if not own:
        return shown > english and share >= _SHARE
    if shown < english or (shown == english and not letter):
        return False
    several = own >= 2 and shown >= 2 * english and share >= _SHARE_OF_SEVERAL
    return several or letter or share >= _SHARE


def _script(text: str) -> str | None:
    letters = [letter for letter in text if letter.isalpha()]
    foreign = [code for letter in letters if (code := _script_of(letter))]
    if not foreign or len(foreign) * 2 < len(letters):
        return None
    return max(set(foreign), key=foreign.count)


@lru_cache(maxsize=4096)
def _script_of(letter: str) -> str | None:
    if letter.isascii():
        return None
    return _SCRIPTS.get(unicodedata.name(letter, "").split(" ")[0])


def _has_letter(code: str, text: str) -> bool:
    return not text.isascii() and any(letter in text for letter in _letters(code))


@lru_cache(maxsize=16)
def _letters(code: str) -> str:
    return lexicon("languages")[code]["letters"]


@lru_cache(maxsize=1)
def _codes() -> list[str]:
    return [code for code in lexicon("languages") if code != "english"]


@lru_cache(maxsize=8192)
def _evidence(word: str) -> _Evidence:
    word = folded(word)
    known = _known().get(word)
    if known is not None:
        return known
    if len(word) < _LONG:
        return _Evidence(frozenset(), frozenset(), False)
    languages = lexicon("languages")
    ends = (code for code in _codes() if word.endswith(tuple(languages[code]["endings"])))
    return _Evidence(frozenset(), frozenset(ends), False)


@lru_cache(maxsize=1)
def _known() -> dict[str, _Evidence]:
    """What every listed word shows."""
    own, faint = ({code: _words(code, kind) for code in _codes()} for kind in ("words", "faint"))
    english = frozenset(lexicon("languages")["english"])
    return {
        word: _Evidence(
            frozenset(code for code in _codes() if word in own[code]),
            frozenset(code for code in _codes() if word in faint[code]),
            word in english,
        )
        for word in english.union(*own.values(), *faint.values())
    }


def _words(code: str, kind: str) -> frozenset[str]:
    return frozenset(lexicon("languages")[code][kind])
