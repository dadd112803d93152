"""Of wishes how to be reached that contradict each other the later one counts."""

from __future__ import annotations

import pytest

from actions.booking.reach_contrary import contradicts, noted


@pytest.mark.parametrize(
    ("earlier", "wish", "contrary"),
    [
        ("call me after 5", "no calls please, text", True),
        ("no calls please", "call me after 5", True),
        ("only text", "you can call me", True),
        ("text only", "calls are fine", True),
        ("text me", "no texts", True),
        ("please call my cell only", "no calls", True),
        ("don't call me at work", "call me after 5", False),
        ("no calls after 9", "call me at 7", False),
        ("don't leave a voicemail", "call me after 5", False),
        ("call me after 6", "text me before noon", False),
        ("no calls please", "text me", False),
        ("ext 4", "no calls", False),
    ],
)
def test_only_the_same_way_is_contradicted(earlier: str, wish: str, contrary: bool):
    assert contradicts(earlier, wish) == contrary


@pytest.mark.parametrize(
    ("known", "said", "text", "left"),
    [
        ("no calls please", "", "actually you can call me", "actually you can call me"),
        ("ext 4 / no calls please", "", "call me", "ext 4 / call me"),
        ("no calls please", "", "can you call me?", None),
        (None, "", "call me", None),
        (None, "call me after 5 / no calls please", "", "no calls please"),
        ("ext 4", "no calls", "no calls", "ext 4 / no calls"),
        ("no calls", "no calls", "no calls", None),
    ],
)
def test_what_is_left_of_them(known: str | None, said: str, text: str, left: str | None):
    assert noted(known, said, text) == left
