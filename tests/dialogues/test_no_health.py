"""What is no health is not noted as such, whatever is asked just then."""

from __future__ import annotations

import pytest

from tests.dialogues.matrix import asked, has, heard
from tests.visitor import Visitor

NOTED = "**Health:** {}"


def _asked_for_health(visitor: Visitor, concern: str = "skip") -> None:
    visitor.say("I'd like to book an appointment")
    for text in ("Grace Kim, 203 555 0188, norwalk, friday at 3", "skip", concern):
        said = visitor.say(text)
    assert asked(said) == "health", heard(said)


@pytest.mark.parametrize(
    "text",
    ["just nervous", "nothing serious", "my doctor said it's fine", "my derm says I'm ok",
     "none that i know of", "solo nerviosa"],
)  # fmt: skip
def test_nothing_is_told_by_it(visitor: Visitor, text: str):
    _asked_for_health(visitor)
    said = visitor.say(text)
    assert asked(said) == "confirm" and NOTED.format("not given") in heard(said), heard(said)


def test_what_shall_be_treated_is_the_concern(visitor: Visitor):
    _asked_for_health(visitor)
    said = visitor.say("dullness")
    assert has(said, "utter_booking_noted") and asked(said) == "health", heard(said)
    said = heard(visitor.say("just acne"))
    assert "**Concern:** dullness, acne" in said and NOTED.format("not given") in said


def test_the_concern_once_more_is_a_no(visitor: Visitor):
    _asked_for_health(visitor, "acne")
    said = visitor.say("just acne")
    assert asked(said) == "confirm" and NOTED.format("not given") in heard(said), heard(said)


@pytest.mark.parametrize(
    "text",
    ["nothing serious, just diabetes", "my doctor said my diabetes is fine", "acne and eczema",
     "scars from surgery last month"],
)  # fmt: skip
def test_health_beside_it_is_noted(visitor: Visitor, text: str):
    _asked_for_health(visitor)
    said = visitor.say(text)
    assert asked(said) == "confirm" and NOTED.format(text) in heard(said), heard(said)
