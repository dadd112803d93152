"""Which language a message is in, on the evidence of its script or its words."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from functools import lru_cache

from clinic.nlu.lexicon import lexicon
from clinic.nlu.text import clean

ENGLISH = "en"
_SCRIPTS = {
    "CYRILLIC": "ru", "ARABIC": "ar", "HEBREW": "he", "CJK": "zh", "HIRAGANA": "ja",
    "KATAKANA": "ja", "HANGUL": "ko", "DEVANAGARI": "hi", "GREEK": "el", "THAI": "th",
    "BENGALI": "bn", "GURMUKHI": "pa", "GUJARATI": "gu", "TAMIL": "ta",
}  # fmt: skip
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_SHARE = 0.5  # of the words must show the language, unless a letter of its own does …
_SHARE_OF_SEVERAL = 0.25  # … or several do, and no more of them are English
# Letters that English does not have and that few other languages here share.
_LETTERS = {"es": "ñ¿¡", "pt": "ãõ", "pl": "ąęłśźżń", "fr": "çœ", "de": "ßäöü"}


def language_of(text: str) -> str:
    """ISO 639-1 code; "en" where nothing shows another language."""
    text = clean(text).lower()
    script = _script(text)
    if script:
        return script
    words = _WORD.findall(text)
    if not words:
        return ENGLISH
    english = sum(word in _words("english") for word in words)
    scores = dict.fromkeys(_codes(), 0)
    for word in words:
        for code in _codes_of().get(word, ()):
            scores[code] += 1
    best = max(scores, key=lambda code: (scores[code] + 2 * _letters(code, text), scores[code]))
    shown = scores[best]
    if _letters(best, text) and shown >= 1 and shown >= english:
        return best
    if shown <= english or _is_shared(words):
        return ENGLISH
    share = shown / len(words)
    several = shown >= 2 and share >= _SHARE_OF_SEVERAL and shown >= 2 * english
    return best if several or share >= _SHARE else ENGLISH


def asks_for_appointment(text: str, language: str) -> bool:
    """Whether a message in another language asks for an appointment."""
    words = set(_WORD.findall(clean(text).lower()))
    return bool(words & set(lexicon("languages").get(language, {}).get("booking", [])))


def has_words(text: str) -> bool:
    """Whether there is a single letter or digit: emoji and "???" are no language."""
    return any(letter.isalnum() for letter in text)


def _is_shared(words: list[str]) -> bool:
    """One short word alone ("no", "la", "se") shows nothing."""
    return len(words) == 1 and len(words[0]) < 4


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


def _letters(code: str, text: str) -> bool:
    return not text.isascii() and any(letter in text for letter in _LETTERS.get(code, ""))


@lru_cache(maxsize=1)
def _codes() -> list[str]:
    return [code for code in lexicon("languages") if code != "english"]


@lru_cache(maxsize=1)
def _codes_of() -> dict[str, list[str]]:
    """The languages, English aside, that a word shows."""
    codes: dict[str, list[str]] = defaultdict(list)
    for code in _codes():
        for word in _words(code):
            codes[word].append(code)
    return dict(codes)


@lru_cache(maxsize=16)
def _words(code: str) -> frozenset[str]:
    entry = lexicon("languages")[code]
    words = entry if code == "english" else entry["words"]
    return frozenset(str(word) for word in words)
