"""Spelling is repaired before a message is classified, and nothing in it can do harm."""

from __future__ import annotations

import pytest

from clinic.nlu.text import LONGEST, clean, normalise, small


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("Does MicroDerm hurt??", "does microdermabrasion hurt??"),
        ("mircodermabrasion", "microdermabrasion"),
        ("micro derm abrasion", "microdermabrasion"),
        ("u open tmrw", "you open tomorrow"),
        ("sooooo good", "soo good"),
        ("café", "cafe"),
        ("isn’t it", "isn't it"),
        ("isn`t it", "isn't it"),
        ("two\tcups\x7f", "two cups"),
        ("swolen lips", "swollen lips"),
        ("", ""),
    ],
)
def test_a_message_is_read_in_one_spelling(typed: str, read: str):
    assert normalise(typed) == read


@pytest.mark.parametrize("bad", ["\ud800", "a\x00b", "\u202e", "\ufdd0", "x" * 5000, "😀" * 50])
def test_anything_can_be_cleaned(bad: str):
    cleaned = clean(bad)
    cleaned.encode("utf-8")
    assert "\x00" not in cleaned
    assert len(cleaned) <= LONGEST
    normalise(bad)


@pytest.mark.parametrize("text", ["Monday at NOON", "İ have ROSACEA", "ﬁne ẞ"])
def test_small_letters_stand_where_the_others_stood(text: str):
    assert len(small(text)) == len(text)
    assert small(text)[1:] == text[1:].lower()
