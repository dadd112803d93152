"""A time that is said alone at the read-back is asked about, and never lost."""

from __future__ import annotations

import pytest

from tests.dialogues.matrix import EVERYTHING, asked, has, heard
from tests.dialogues.stored import bookings_of
from tests.live import LiveServer
from tests.visitor import Visitor

ASKED = "utter_booking_time_for_what"


def _read_back(visitor: Visitor) -> None:
    visitor.say("I'd like to book an appointment")
    assert asked(visitor.say(EVERYTHING)) == "confirm"


@pytest.mark.parametrize(
    ("answer", "reach", "times", "note"),
    [
        ("calls please", "not before 5", "Monday at noon", None),
        ("about when they call me", "not before 5", "Monday at noon", None),
        ("the appointment", None, "Monday not before 5", None),
        ("both", "not before 5", "Monday not before 5", None),
        ("yes", None, "Monday at noon", "not before 5"),
    ],
)
def test_it_is_asked_what_it_is_about(
    visitor: Visitor, live_server: LiveServer, answer: str, reach: str, times: str, note: str
):
    _read_back(visitor)
    said = visitor.say("not before 5")
    assert has(said, ASKED) and "**For the team:** not before 5" in heard(said), heard(said)
    said = visitor.say(answer)
    if answer != "yes":
        assert asked(said) == "confirm", heard(said)
        assert "For the team" not in heard(said)
        visitor.say("yes")
    (booking,) = bookings_of(live_server, visitor.conversation)
    assert (booking.reach_note, booking.team_note) == (reach, note)
    assert [each["said"] for each in booking.preferred] == [times]


@pytest.mark.parametrize("text", ["after 4 instead", "not Monday, Tuesday", "make it 5 pm"])
def test_what_is_clear_is_not_asked(visitor: Visitor, text: str):
    _read_back(visitor)
    said = visitor.say(text)
    assert not has(said, ASKED) and "**For the team:**" not in heard(said), heard(said)


def test_what_names_calls_is_not_asked(visitor: Visitor):
    _read_back(visitor)
    said = visitor.say("no calls before 5")
    assert not has(said, ASKED) and "**To reach you:** no calls before 5" in heard(said)


@pytest.mark.parametrize(
    "text",
    ["change my phone number to 203 555 0111", "change the appointment to tuesday",
     "yes send it, call me anytime"],
)  # fmt: skip
def test_what_goes_on_with_the_request_is_no_answer_to_it(
    visitor: Visitor, live_server: LiveServer, text: str
):
    _read_back(visitor)
    visitor.say("not before 5")
    said = heard(visitor.say(text))
    for column in ("To reach you:** not before 5", "Monday at noon, not before 5"):
        assert column not in said
    if "0111" in text:
        assert "555-0111" in said, said
    if "tuesday" in text:
        assert "tuesday" in said.lower(), said
