"""A plain English word is no misspelt medicine or illness; a misspelt one still is that."""

from __future__ import annotations

import pytest

from clinic.nlu.listed_words import misspelt
from clinic.nlu.real_words import is_real_word


@pytest.mark.parametrize(
    "word",
    "emergency stating fearing operate operated grades discord lyrics differing interfering heroic "
    "expresses candid mediated buffering scaled poking appendix transitioning herein thrust cortex "
    "clarinet omegas waking needing gentleman physics varies grapes".split(),
)
def test_a_word_of_english_is_no_misspelt_one(word: str):
    assert is_real_word(word)
    assert misspelt(word) is None


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("migranes", "migraine"),
        ("rosacia", "rosacea"),
        ("eloquis", "apixaban"),
        ("accutaine", "isotretinoin"),
        ("diabetis", "diabetes"),
        ("ezcema", "eczema"),
        ("wrinkels", "wrinkles"),
        ("roacutan", "isotretinoin"),
        ("allergys", "allergies"),
    ],
)
def test_a_misspelt_word_is_the_listed_one(word: str, meant: str):
    found = misspelt(word)
    assert found and found[1] == meant
