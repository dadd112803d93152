"""A part of a number is put right without saying all of it again."""

from __future__ import annotations

import pytest

from actions.booking.fields import named_field
from actions.booking.number_edits import edited

KNOWN = "+12035550210"


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("area code is 475", "+14755550210"),
        ("the area code should be 475 and it ends in 0211", "+14755550211"),
        ("the number ends in 0211", "+12035550211"),
        ("last digit is 1 not 0", "+12035550211"),
        ("the last two digits are 99", "+12035550299"),
        ("last digit is a 0", None),
        ("area code is 000", None),
        ("my scar ends in 2 spots", None),
        ("friday", None),
    ],
)
def test_a_part_of_it_is_put_right(said: str, number: str | None):
    assert edited(KNOWN, said) == number


def test_nothing_is_put_right_in_what_is_not_known():
    assert edited(None, "area code is 475") is None
    assert edited("", "area code is 475") is None


@pytest.mark.parametrize("said", ["my number is missing a digit", "the phone is one digit short"])
def test_a_number_that_is_incomplete_is_asked_for_again(said: str):
    assert named_field(said) == ("phone", None)
