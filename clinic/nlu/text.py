"""A message in the spelling that the classifier was trained on."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from rapidfuzz import fuzz, process

from clinic.nlu.lexicon import lexicon

TREATMENT = "microdermabrasion"
LONGEST = 2000  # characters that are read; the chat API takes no more
_CLOSE_ENOUGH = 86  # of 100; below that a repair changes more than it mends
_SHORTEST_REPAIRED = 6
_WORD = re.compile(r"[\w'/]+|[^\s\w]")
_LINES = re.compile(r"(?<=\w)\s*\n\s*(?=\S)")  # a new line ends a sentence
_QUOTES = str.maketrans("’‘`´“”–—", "''''" + '""--')


def clean(text: str) -> str:
    """The same words without what no reader sees: control characters, lone surrogates, NUL."""
    text = text[:LONGEST]
    if text.isascii() and text.isprintable():
        return text.translate(_QUOTES)
    text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    text = unicodedata.normalize("NFC", text).translate(_QUOTES)
    return "".join(
        " " if unicodedata.category(letter) in ("Cc", "Cs", "Co", "Cn") else letter
        for letter in text
    )


def small(text: str) -> str:
    """The text in small letters, each where it stood: "İ" would become two."""
    lower = text.lower()
    if len(lower) == len(text):
        return lower
    return "".join(low if len(low := letter.lower()) == 1 else letter for letter in text)


@lru_cache(maxsize=16)  # the classifier and the rules read the same message
def normalise(text: str) -> str:
    """Lower case, slang written out, the treatment's name and the clinic's words repaired."""
    text = unicodedata.normalize("NFKC", clean(_LINES.sub(". ", text))).lower().strip()
    text = re.sub(r"(.)\1{2,}", r"\1\1", text)
    text = _treatment_name().sub(TREATMENT, text)
    words = [_repaired(_slang().get(word, word)) for word in _WORD.findall(folded(text))]
    return re.sub(r"\s+([?.!,;:])", r"\1", " ".join(words)).strip()


def folded(text: str) -> str:
    """Without accents, as the encoder and most visitors write."""
    if text.isascii():
        return text
    apart = unicodedata.normalize("NFD", text.replace("ł", "l"))
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


@lru_cache(maxsize=8192)
def _repaired(word: str) -> str:
    if len(word) < _SHORTEST_REPAIRED or not word.isalpha() or word in _known():
        return word
    found = process.extractOne(word, _known_list(), scorer=fuzz.ratio, score_cutoff=_CLOSE_ENOUGH)
    return found[0] if found and found[0][0] == word[0] else word


@lru_cache(maxsize=1)
def _slang() -> dict[str, str]:
    return {str(word): meaning for word, meaning in lexicon("spelling")["slang"].items()}


@lru_cache(maxsize=1)
def _known_list() -> list[str]:
    return [*lexicon("spelling")["repaired"], TREATMENT]


@lru_cache(maxsize=1)
def _known() -> frozenset[str]:
    return frozenset(_known_list())


@lru_cache(maxsize=1)
def _treatment_name() -> re.Pattern[str]:
    ways = "|".join(lexicon("spelling")["treatment"])
    return re.compile(rf"\b(?:{ways})(?:\s?-?\s?abras?i?t?ion\w*)?\b")
