"""What the team should know, said before a request is begun, is in the request."""

from __future__ import annotations

import pytest

from tests.dialogues.matrix import EVERYTHING, asked, has, heard
from tests.dialogues.stored import bookings_of
from tests.live import LiveServer
from tests.visitor import Visitor

LABEL = "**For the team:**"
KEPT = "utter_booking_note_kept"


def _book(visitor: Visitor, server: LiveServer, *lines: str) -> str | None:
    said = [visitor.say(line) for line in (*lines, EVERYTHING)][-1]
    assert asked(said) == "confirm", heard(said)
    visitor.say("yes")
    note = bookings_of(server, visitor.conversation)[-1].team_note
    assert (LABEL in heard(said)) == bool(note)
    return note


@pytest.mark.parametrize(
    "text", ["I use a wheelchair", "please have somebody who speaks Spanish, I need that"]
)
def test_it_is_promised_read_back_and_sent(visitor: Visitor, live_server: LiveServer, text: str):
    said = visitor.say(text)
    assert has(said, KEPT), heard(said)
    assert _book(visitor, live_server, "yes") == text.split(",")[0]
    assert _book(visitor, live_server, "book another one for friday please") is None


def test_all_that_was_said_is_kept_once(visitor: Visitor, live_server: LiveServer):
    visitor.say("I'm deaf")
    visitor.say("how much does it cost?")
    visitor.say("I'm deaf")
    note = _book(visitor, live_server, "I'd like to book, please ring the back bell")
    assert note == "I'm deaf / please ring the back bell"


@pytest.mark.parametrize(
    "text",
    [
        "can I talk to someone who speaks Spanish",
        "is there wheelchair access?",
        "tell the team that I loved it",
        "please tell them to call me",
    ],
)
def test_a_question_and_the_wish_for_a_person_are_replied_to(visitor: Visitor, text: str):
    assert not has(visitor.say(text), KEPT)


def test_danger_beside_it_comes_first(visitor: Visitor):
    said = visitor.say("I use a wheelchair and my tongue is swelling")
    assert "911" in heard(said) and not has(said, KEPT)


@pytest.mark.parametrize(
    ("lines", "is_kept"),
    [
        (["actually no, forget that"], False),
        (["don't note that"], False),
        (["how much is it?", "please remove the note"], False),
        (["how much is it?", "never mind"], True),
        (["no"], True),
    ],
)
def test_it_is_taken_out_when_that_is_said_of_it(
    visitor: Visitor, live_server: LiveServer, lines: list[str], is_kept: bool
):
    visitor.say("I use a wheelchair")
    for line in lines:
        said = visitor.say(line)
    assert has(said, "utter_booking_taken_out") != is_kept, heard(said)
    note = _book(visitor, live_server, "I'd like to book an appointment")
    assert note == ("I use a wheelchair" if is_kept else None)


def test_the_health_of_somebody_else_is_in_it(visitor: Visitor, live_server: LiveServer):
    said = visitor.say("my daughter uses a wheelchair and has epilepsy")
    assert not has(said, KEPT), heard(said)
    note = _book(visitor, live_server, "I'd like to book an appointment")
    assert note == "my daughter uses a wheelchair and has epilepsy"


def test_it_is_not_said_again_with_ones_own_health(visitor: Visitor, live_server: LiveServer):
    visitor.say("I'm allergic to latex and I use a wheelchair")
    visitor.say("I'd like to book an appointment")
    for line in ("Bea Ruiz", "475 555 0177", "skip", "Norwalk", "Monday", "acne", "yes", "yes"):
        visitor.say(line)
    (booking,) = bookings_of(live_server, visitor.conversation)
    assert booking.health_note == "I'm allergic to latex"
    assert booking.team_note == "I use a wheelchair"
