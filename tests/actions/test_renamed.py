"""A name that is put right, in the form and after sending."""

from __future__ import annotations

import pytest

from actions.booking.renamed import corrected_name, respelt, surname_in


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("sorry, last name is now Baker", "Baker"),
        ("last name Baker", "Baker"),
        ("my surname should be O'Neill-Smith", "O'Neill-Smith"),
        ("is my last name required", None),
        ("what last name do you have", None),
        ("last name is wrong", None),
    ],
)
def test_the_last_name_is_what_follows(text: str, last: str | None):
    assert surname_in(text) == last
    assert corrected_name(text, "Grace Kim") == (f"Grace {last}" if last else None)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("i spelled my name wrong, it's Grace Kym", "Grace Kym"),
        ("my name is misspelled, it should be Grace Kym", "Grace Kym"),
        ("my name is spelled Graice Kim", "Graice Kim"),
        ("my name is wrong", None),
    ],
)
def test_a_name_is_spelled_again(text: str, name: str | None):
    assert respelt(text) == name
    assert corrected_name(text, "Grace Kim") == name
