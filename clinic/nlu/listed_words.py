"""The words that are found whole, and which of them a misspelt one is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from clinic.nlu.lexicon import lexicon
from clinic.nlu.real_words import is_real_word

# The lists whose words are found whole; others of the same files have a way of their own.
KINDS = (
    "condition", "health_sign", "medicine", "status", "concern", "treatment", "device", "body_area",
    "location",
)  # fmt: skip
_SHORTEST_FUZZY = 6  # letters; shorter words have too many neighbours
_LONG = 11  # letters, from which a word may be misspelt twice


def listed_words() -> Iterator[tuple[str, str, list[str]]]:
    """(entity, canonical value, the words for it)."""
    for name in ("health", "entities"):
        for kind, values in lexicon(name).items():
            if kind not in KINDS:
                continue
            for value, words in values.items():
                yield kind, str(value), [str(word) for word in words]


@lru_cache(maxsize=8192)
def misspelt(word: str) -> tuple[str, str] | None:
    """(entity, value) of the listed word that this one nearly is, and that is no word itself."""
    if len(word) < _SHORTEST_FUZZY or not word.isalpha() or is_real_word(word, _whole_words()):
        return None
    alike = [
        listed
        for length in (len(word) - 1, len(word), len(word) + 1)
        for listed in _single_words().get((word[0], length), ())
    ]
    slips = 1 if len(word) < _LONG else 2
    near = process.extractOne(word, alike, scorer=OSA.distance, score_cutoff=slips)
    if near:
        return _single_words_meaning()[near[0]]
    return misspelt(word[:-1]) if word.endswith("s") else None  # "migranes"


@lru_cache(maxsize=1)
def _single_words_meaning() -> dict[str, tuple[str, str]]:
    return {
        word: (kind, value)
        for kind, value, words in listed_words()
        for word in words
        if len(word) >= _SHORTEST_FUZZY and word.isalpha()
    }


@lru_cache(maxsize=1)
def _whole_words() -> frozenset[str]:
    return frozenset(word for _, _, words in listed_words() for word in words)


@lru_cache(maxsize=1)
def _single_words() -> dict[tuple[str, int], list[str]]:
    """Words by first letter and length: who misspells a word still begins it right."""
    grouped: dict[tuple[str, int], list[str]] = defaultdict(list)
    for word in _single_words_meaning():
        grouped[word[0], len(word)].append(word)
    return grouped
