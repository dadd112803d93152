"""Which words agree to the whole read-back, and that they are told at once."""

from __future__ import annotations

import pytest

from actions.booking.consent import is_ambiguous, is_clear, says_no_more


@pytest.mark.parametrize(
    "said",
    ["yes", "yes, have a good night", "that is all correct, thank you kindly", "good, send it",
     "i am fine, please send it", "ok good to go"],
)  # fmt: skip
def test_a_yes_with_politeness_is_clear(said: str):
    assert is_clear(said)


@pytest.mark.parametrize(
    "said",
    ["have a good night", "thank you so much, have a great day", "i am good", "I am good, thanks",
     "good bye", "good evening", "you are good"],
)  # fmt: skip
def test_a_farewell_or_a_word_on_oneself_agrees_to_nothing(said: str):
    assert not is_clear(said)


@pytest.mark.parametrize("said", ["that is fine " * 40 + "x", "i guess that is fine " * 40 + "x"])
def test_long_messages_are_read_at_once(said: str):
    """Patterns that try every way of reading a text would take for ever here."""
    assert not (is_clear(said) or is_ambiguous(said) or says_no_more(said))
