"""Whether a word is plain English, and so no misspelt medicine or illness: "emergency"."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from clinic.nlu.encoder.sentence import shared_encoder
from clinic.nlu.lexicon import lexicon

_SHORTEST_STEM = 4  # letters
# Endings, and what may have stood there before: "differing", "scaled", "studies".
_ENDINGS = {
    "ies": ("y",), "es": ("", "e"), "s": ("",), "ied": ("y",), "ed": ("", "e"), "ing": ("", "e"),
    "er": ("", "e"), "ers": ("", "e"), "ly": ("", "le"), "ness": ("",), "able": ("", "e"),
}  # fmt: skip


def is_real_word(word: str, but_of: frozenset[str] = frozenset()) -> bool:
    """Whether the word is one, or made of one that is none of `but_of`."""
    return _is_known(word) or any(stem not in but_of and _is_known(stem) for stem in _stems(word))


def _is_known(word: str) -> bool:
    """Whether it is in the encoder's vocabulary (the thirty thousand commonest pieces of English),
    or in the list of names and rarer words."""
    return word in _listed() or shared_encoder().knows(word)


def _stems(word: str) -> Iterator[str]:
    for ending, instead in _ENDINGS.items():
        stem = word.removesuffix(ending)
        if stem == word or len(stem) < _SHORTEST_STEM:
            continue
        yield from (stem + letters for letters in instead)
        if stem[-1] == stem[-2] and "e" in instead:
            yield stem[:-1]  # "stopping"


@lru_cache(maxsize=1)
def _listed() -> frozenset[str]:
    spelling = lexicon("spelling")
    return frozenset((*spelling["real"], *spelling["names"]))
