"""An operation is a treatment for whom wants it, and health for whom has had it."""

from __future__ import annotations

import pytest

from clinic.nlu.lexicon import lexicon
from clinic.nlu.listed_words import KINDS
from clinic.nlu.operations import OPERATIONS, is_undergone


@pytest.mark.parametrize(
    "text", ["i had a facelift", "facelift in june", "getting a facelift soon", "my facelift scar"]
)
def test_an_operation_that_is_told(text: str):
    start = text.index("facelift")
    assert is_undergone(text, start, start + len("facelift"))


@pytest.mark.parametrize(
    "text", ["can i get a facelift", "facelift", "how much is a facelift in june", "facelift price"]
)
def test_an_operation_that_is_wanted(text: str):
    start = text.index("facelift")
    assert not is_undergone(text, start, start + len("facelift"))


def test_each_operation_is_a_treatment_of_the_lexicon():
    assert "treatment" in KINDS
    assert set(lexicon("entities")["treatment"]) >= OPERATIONS
