"""What leaves out what it is about is answered by what was said before it."""

from __future__ import annotations

import pytest

from tests.dialogues.matrix import has, heard
from tests.visitor import Visitor


@pytest.mark.parametrize(
    ("first", "then"),
    [
        ("I'm on accutane", "is 6 months right?"),
        ("I got botox last week, can i come?", "how long should I wait"),
        ("can i sunbathe afterwards", "for how long?"),
        ("I get cold sores", "and when it's gone?"),
    ],
)
def test_the_clinics_pace_is_no_time_to_wait(visitor: Visitor, first: str, then: str):
    visitor.say(first)
    for again in (then, "so a week?"):
        said = visitor.say(again)
        assert has(said, "utter_no_time_given"), heard(said)
        assert not has(said, "utter_faq/session_frequency"), heard(said)
    assert visitor.buttons() == ["Leave a message for the team"]


def test_how_long_behind_results_asks_whether_they_last(visitor: Visitor):
    visitor.say("what results can i expect")
    assert has(visitor.say("for how long?"), "utter_faq/maintenance")


def test_a_grown_up_is_not_sent_to_a_parent(visitor: Visitor):
    said = visitor.say("i'm 80, is it too late for me")
    assert not has(said, "utter_faq/age_minor"), heard(said)
