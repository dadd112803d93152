"""What the team should know is read back, kept, shown to staff, and put right."""

from __future__ import annotations

import pytest

from tests.dialogues.matrix import EVERYTHING, asked, has, heard
from tests.dialogues.sent import as_it_is_now
from tests.dialogues.stored import bookings_of
from tests.live import LiveServer
from tests.visitor import Visitor

LABEL = "**For the team:**"
BOOK = "I'd like to book an appointment"


def _answer(visitor: Visitor, *lines: str) -> str:
    for line in lines:
        said = visitor.say(line)
    return heard(said)


def test_a_note_beside_any_answer_is_read_back_and_sent(visitor: Visitor, live_server: LiveServer):
    visitor.say("book")
    said = visitor.say("Lea Mint, I use a wheelchair")
    assert has(said, "utter_booking_noted") and asked(said) == "phone", heard(said)
    text = _answer(visitor, "203 555 0190, please ring the back bell", "skip", "stamford")
    text = _answer(visitor, "next tuesday", "i'd like a female aesthetician", "acne", "no")
    note = "I use a wheelchair / please ring the back bell / i'd like a female aesthetician"
    assert f"{LABEL} {note}" in text
    visitor.say("yes")
    (booking,) = bookings_of(live_server, visitor.conversation)
    assert (booking.name, booking.phone, booking.team_note) == ("Lea Mint", "+12035550190", note)
    assert [time["said"] for time in booking.preferred] == ["next tuesday"]
    assert (booking.concern, booking.health_note, booking.reach_note) == ("acne", None, None)


def test_a_note_at_the_read_back_is_added_put_right_and_taken_out(
    visitor: Visitor, live_server: LiveServer
):
    assert LABEL not in _answer(visitor, BOOK, EVERYTHING)
    assert f"{LABEL} use the side entrance" in _answer(visitor, "yes, and use the side entrance")
    visitor.press("For the team")
    assert has(visitor.events[-1:], "utter_ask_booking_form_team_note"), heard(visitor.events)
    assert f"{LABEL} I come with my service dog" in _answer(visitor, "I come with my service dog")
    visitor.press("For the team")
    assert LABEL not in _answer(visitor, "skip")
    visitor.say("yes")
    (booking,) = bookings_of(live_server, visitor.conversation)
    assert booking.team_note is None


@pytest.mark.parametrize(
    "text",
    [
        "emergency contact is my husband Joe 203 555 0188",
        "can i have a woman do it please",
        "I'm bringing my baby",
        "please tell the staff that I get nervous",
    ],
)
def test_what_was_lost_at_the_read_back_is_kept(
    visitor: Visitor, live_server: LiveServer, text: str
):
    assert f"{LABEL} {text}" in _answer(visitor, BOOK, EVERYTHING, text)
    visitor.say("yes")
    (booking,) = bookings_of(live_server, visitor.conversation)
    assert (booking.team_note, booking.phone) == (text, "+14755550177")


def test_how_to_be_reached_and_a_note_are_two_things(visitor: Visitor, live_server: LiveServer):
    text = _answer(visitor, BOOK, EVERYTHING, "I'm deaf, text only")
    assert f"{LABEL} I'm deaf" in text and "**To reach you:** text only" in text


def test_health_in_a_note_is_health(visitor: Visitor, live_server: LiveServer):
    _answer(visitor, BOOK, EVERYTHING, "please tell the team that I have epilepsy")
    visitor.say("yes")
    (booking,) = bookings_of(live_server, visitor.conversation)
    assert booking.team_note == "please tell the team that I have epilepsy"
    assert "needs_clinician_review" in booking.flags
    assert any(flag.startswith("condition:") for flag in booking.flags)


def test_a_note_after_sending_is_added_to_the_request(visitor: Visitor, live_server: LiveServer):
    _answer(visitor, BOOK, EVERYTHING, "yes")
    (booking,) = bookings_of(live_server, visitor.conversation)
    for line in ("I use a wheelchair", "my emergency contact is Joe Ruiz, 203 555 0188"):
        said = visitor.say(line)
        assert has(said, "utter_change_amended"), heard(said)
    changed = as_it_is_now(live_server, booking)
    note = "I use a wheelchair / my emergency contact is Joe Ruiz, 203 555 0188"
    assert (changed.team_note, changed.phone) == (note, booking.phone)


def test_in_a_message_for_the_team_it_is_part_of_the_message(
    visitor: Visitor, live_server: LiveServer
):
    _answer(visitor, "I want to leave a message for the team about my bill from last week please")
    visitor.say("yes")
    text = _answer(visitor, "Lea Mint", "203 555 0190", "also I use a wheelchair")
    assert "wheelchair" in text and LABEL not in text, text
