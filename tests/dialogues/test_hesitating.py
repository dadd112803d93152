""" "Hm" and "um" are neither a yes nor a no: what was asked is still asked."""

from __future__ import annotations

import pytest

from tests.dialogues.matrix import EVERYTHING, has, heard
from tests.dialogues.sent import as_it_is_now
from tests.dialogues.stored import bookings_of
from tests.live import LiveServer
from tests.visitor import Visitor

SOUNDS = ("hm", "Hmm...", "um", "uh")
OPENED = "I'd like to book an appointment"


def test_no_question_of_the_form_is_answered_by_it(visitor: Visitor, live_server: LiveServer):
    visitor.say(OPENED)
    questions = ("name", "phone", "email", "location", "preferred", "concern", "health_note")
    answers = ("Lea Mint", "203 555 0190", "skip", "stamford", "friday", "acne", "no")
    for question, answer, sound in zip(questions, answers, SOUNDS * 2, strict=False):
        said = visitor.say(sound)
        assert has(said, f"utter_ask_booking_form_{question}"), (question, sound, heard(said))
        visitor.say(answer)
    for sound in SOUNDS:
        said = visitor.say(sound)
        assert has(said, "utter_booking_yes_or_no"), (sound, heard(said))
    assert not bookings_of(live_server, visitor.conversation)
    visitor.say("yes")
    (booking,) = bookings_of(live_server, visitor.conversation)
    assert (booking.name, booking.concern, booking.health_note) == ("Lea Mint", "acne", None)


def test_what_was_mentioned_of_health_waits_for_a_clear_answer(visitor: Visitor):
    for text in ("i have diabetes", OPENED, "Lea Mint", "203 555 0190", "skip", "stamford"):
        visitor.say(text)
    for text in ("friday", "acne"):
        said = visitor.say(text)
    assert has(said, "utter_booking_health_mentioned"), heard(said)
    for sound in SOUNDS:
        said = visitor.say(sound)
        assert has(said, "utter_booking_health_mentioned"), (sound, heard(said))


def test_health_told_after_sending_is_not_added_by_it(visitor: Visitor, live_server: LiveServer):
    for text in (OPENED, EVERYTHING, "yes"):
        visitor.say(text)
    (booking,) = bookings_of(live_server, visitor.conversation)
    visitor.say("i also have a pacemaker")
    for sound in SOUNDS:
        said = visitor.say(sound)
        assert has(said[-1:], "utter_change_add_health"), (sound, heard(said))
        assert "condition:pacemaker" not in as_it_is_now(live_server, booking).flags
    visitor.say("yes")
    assert "condition:pacemaker" in as_it_is_now(live_server, booking).flags


def test_nothing_that_is_offered_is_taken_by_it(visitor: Visitor, live_server: LiveServer):
    assert has(visitor.say("can i talk to a person"), "utter_human_handoff")
    for sound in SOUNDS:
        said = visitor.say(sound)
        assert not has(said, "utter_ask_booking_form_name"), (sound, heard(said))
    assert has(visitor.say("yes please"), "utter_ask_booking_form_name")


@pytest.mark.parametrize("sound", SOUNDS)
def test_a_request_is_neither_cancelled_nor_kept_by_it(
    visitor: Visitor, live_server: LiveServer, sound: str
):
    for text in (OPENED, EVERYTHING, "yes"):
        visitor.say(text)
    (booking,) = bookings_of(live_server, visitor.conversation)
    asks = heard(visitor.say("cancel it please"))
    assert heard(visitor.say(sound)) == asks
    assert heard(visitor.say(sound)) == asks
    visitor.say("yes, cancel it")
    assert as_it_is_now(live_server, booking).state == "cancelled"
