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
