"""What is denied or only asked about stays no part of a request's health."""

from __future__ import annotations

from tests.dialogues.matrix import asked, has, heard
from tests.dialogues.sent import as_it_is_now
from tests.dialogues.stored import bookings_of
from tests.live import LiveServer
from tests.visitor import Visitor

DETAILS = "Bea Ruiz, 475-555-0177, bea@example.com, Stamford, Monday at noon"


def test_a_condition_denied_after_sending_is_put_right_for_the_team(
    visitor: Visitor, live_server: LiveServer
):
    for text in ("I'd like to book", f"{DETAILS}, dry patches", "I have eczema", "yes"):
        visitor.say(text)
    (booking,) = bookings_of(live_server, visitor.conversation)
    assert "condition:eczema" in booking.flags
    denial = "no wait it's not eczema, just dry"
    said = visitor.say(denial)
    assert has(said, "utter_change_amended"), heard(said)
    changed = as_it_is_now(live_server, booking)
    assert changed.health_note == f"I have eczema / {denial}"
    assert "condition:eczema" not in changed.flags
    assert "needs_clinician_review" in changed.flags


def test_a_question_is_no_answer_about_health(visitor: Visitor):
    visitor.say("I'd like to book")
    assert asked(visitor.say(f"{DETAILS}, dry patches")) == "health"
    said = visitor.say("what is dermatosis")
    assert has(said, "utter_ask_booking_form_health_note"), heard(said)
    said = visitor.say("no")
    assert asked(said) == "confirm" and "dermatosis" not in heard(said), heard(said)


def test_the_scar_of_a_bite_is_a_concern(visitor: Visitor):
    visitor.say("I'd like to book")
    visitor.say(DETAILS)
    said = visitor.say("uneven skin tone and a scar from a dog bite")
    assert asked(said) == "health", heard(said)
