"""What is told before a request of health and age is held out, noted and flagged with it."""

from __future__ import annotations

import pytest

from clinic.store.bookings import Booking
from tests.dialogues.matrix import asked, has, heard
from tests.dialogues.stored import bookings_of
from tests.live import LiveServer
from tests.visitor import Event, Visitor

BOOK = "I'd like to book an appointment"
DETAILS = "Bea Ruiz, 475-555-0177, bea@example.com, Stamford, Monday at noon, acne scars"
PACE = "utter_faq/session_frequency"
REVIEW = "needs_clinician_review"


def _sent(server: LiveServer, visitor: Visitor) -> Booking:
    return bookings_of(server, visitor.conversation)[-1]


def _to_health(visitor: Visitor, opening: str = BOOK) -> list[Event]:
    visitor.say(opening)
    said = visitor.say(DETAILS)
    assert asked(said) == "health", heard(said)
    return said


@pytest.mark.parametrize(
    "asked_then", ["ok how long do i have to wait", "how long do i have to wait after i stop"]
)
def test_how_long_to_wait_with_a_medicine_is_not_answered_by_the_pace_of_sessions(
    visitor: Visitor, asked_then: str
):
    visitor.say("i'm on accutane")
    said = visitor.say(asked_then)
    assert [has(said, each) for each in ("utter_caveat_medicine", PACE)] == [True, False]
    assert has(visitor.say("how long between sessions"), PACE)


@pytest.mark.parametrize(
    ("told", "answer", "note", "flag"),
    [
        ("I'm diabetic, can I have it?", "yes", "I'm diabetic", "condition:diabetes"),
        ("I'm pregnant, 12 weeks", "nothing new", "I'm pregnant, 12 weeks", "status:pregnant"),
        ("im pregnant", "already told you", "im pregnant", "status:pregnant"),
        ("im pregnant", "[Yes, note it]", "im pregnant", "status:pregnant"),
    ],
)
def test_a_fact_told_before_is_held_out_noted_and_flagged(
    visitor: Visitor, live_server: LiveServer, told: str, answer: str, note: str, flag: str
):
    visitor.say(told)
    said = _to_health(visitor)
    assert has(said, "utter_booking_health_mentioned") and note in said[-1]["text"], heard(said)
    said = visitor.press(answer[1:-1]) if answer.startswith("[") else visitor.say(answer)
    assert asked(said) == "confirm" and note in said[-1]["text"], heard(said)
    visitor.say("yes")
    booking = _sent(live_server, visitor)
    assert note in booking.health_note
    assert {flag, REVIEW} <= set(booking.flags)


def test_who_is_asked_for_by_any_word_counts_with_their_health(
    visitor: Visitor, live_server: LiveServer
):
    visitor.say("book for my grandma, shes 81, thin skin, takes coumadin")
    said = visitor.say(DETAILS)  # said with the wish, it is noted at once
    assert asked(said) == "confirm", heard(said)
    visitor.say("yes")
    booking = _sent(live_server, visitor)
    assert {"for_other", "medication:warfarin", REVIEW} <= set(booking.flags)
    assert "takes coumadin" in booking.health_note


@pytest.mark.parametrize("answer", ["no", "[Leave it out]"])
def test_what_is_left_out_is_neither_noted_nor_named(
    visitor: Visitor, live_server: LiveServer, answer: str
):
    visitor.say("I'm diabetic, can I have it?")
    _to_health(visitor)
    said = visitor.press(answer[1:-1]) if answer.startswith("[") else visitor.say(answer)
    assert asked(said) == "confirm", heard(said)
    visitor.say("yes")
    booking = _sent(live_server, visitor)
    assert not booking.health_note
    assert REVIEW in booking.flags and "condition:diabetes" not in booking.flags


def test_more_is_added_to_what_was_told(visitor: Visitor, live_server: LiveServer):
    visitor.say("im pregnant")
    _to_health(visitor)
    assert asked(visitor.say("also I take blood thinners")) == "confirm"
    visitor.say("yes")
    booking = _sent(live_server, visitor)
    assert "im pregnant" in booking.health_note and "blood thinners" in booking.health_note


def test_a_danger_told_in_the_form_is_flagged(visitor: Visitor, live_server: LiveServer):
    _to_health(visitor)
    visitor.say("my face is swelling")
    visitor.say("im ok now it was a joke")
    said = visitor.press("Continue my request")
    assert asked(said) == "health", heard(said)
    visitor.say("no")
    visitor.say("yes")
    assert "danger:emergency" in _sent(live_server, visitor).flags


def test_a_part_is_removed_at_the_read_back(visitor: Visitor, live_server: LiveServer):
    visitor.say("i had a stroke last year and im on warfarin")
    _to_health(visitor)
    assert asked(visitor.say("yes")) == "confirm"
    said = visitor.say("remove the part about the stroke please")
    assert has(said, "utter_booking_taken_out") and asked(said) == "health", heard(said)
    assert "stroke" not in said[-1]["text"] and "warfarin" in said[-1]["text"], heard(said)
    visitor.say("yes")
    visitor.say("yes")
    booking = _sent(live_server, visitor)
    assert "stroke" not in booking.health_note + " ".join(booking.flags)
    assert "medication:warfarin" in booking.flags


def test_a_denial_takes_back_what_was_told(visitor: Visitor, live_server: LiveServer):
    visitor.say("im pregnant")
    visitor.say("i'm not pregnant, that was a typo")
    said = _to_health(visitor)
    assert not has(said, "utter_booking_health_mentioned"), heard(said)
    visitor.say("no")
    visitor.say("yes")
    assert "status:pregnant" not in _sent(live_server, visitor).flags


def test_a_denial_at_the_read_back_takes_it_out(visitor: Visitor, live_server: LiveServer):
    visitor.say("im pregnant")
    _to_health(visitor)
    visitor.say("yes")
    said = visitor.say("i'm not pregnant")
    assert has(said, "utter_booking_taken_out") and asked(said) == "health", heard(said)
    visitor.say("no")
    visitor.say("yes")
    booking = _sent(live_server, visitor)
    assert not booking.health_note and "status:pregnant" not in booking.flags


def test_a_daughter_spoken_of_before_is_booked_for_with_what_she_has(
    visitor: Visitor, live_server: LiveServer
):
    visitor.say("Can my 15 year old daughter have it? She's on Accutane and has eczema")
    said = visitor.say("book for her please")
    assert has(said, "utter_booking_guardian"), heard(said)
    visitor.say("Bea Ruiz for Emma Ruiz")
    said = visitor.say(DETAILS.partition(", ")[2])
    assert has(said, "utter_booking_health_mentioned"), heard(said)
    assert asked(visitor.say("yes")) == "confirm"
    visitor.say("yes")
    booking = _sent(live_server, visitor)
    assert "Accutane" in booking.health_note
    wanted = {"for_child", "minor", "medication:isotretinoin", "condition:eczema", REVIEW}
    assert wanted <= set(booking.flags)
    # The next request is her mother's own.
    said = _to_health(visitor, "I'd like to book an appointment for me")
    assert has(said, "utter_ask_booking_form_health_note"), heard(said)
    visitor.say("no")
    visitor.say("yes")
    assert not {"for_child", "minor", REVIEW} & set(_sent(live_server, visitor).flags)


def test_what_is_said_at_the_read_back_is_noted_and_read_back_again(
    visitor: Visitor, live_server: LiveServer
):
    visitor.say("can my daughter get this shes 15")
    visitor.say("book it please")
    visitor.say("Bea Ruiz for Emma Ruiz")
    visitor.say(DETAILS.partition(", ")[2])
    said = visitor.say("no")
    assert asked(said) == "confirm", heard(said)
    said = visitor.say("she takes accutane")
    assert asked(said) == "confirm" and "accutane" in said[-1]["text"], heard(said)
    visitor.say("yes")
    booking = _sent(live_server, visitor)
    assert "accutane" in booking.health_note
    assert {"for_child", "minor", "medication:isotretinoin"} <= set(booking.flags)


def test_a_minor_told_before_has_a_guardian_asked_for(visitor: Visitor, live_server: LiveServer):
    visitor.say("im 16 can i book")
    said = visitor.say("yes")
    assert has(said, "utter_booking_guardian") and asked(said) == "name", heard(said)
    said = visitor.say(DETAILS)
    visitor.say("no")
    visitor.say("yes")
    assert "minor" in _sent(live_server, visitor).flags


def test_a_request_for_a_sister_does_not_inherit_the_writers_health(
    visitor: Visitor, live_server: LiveServer
):
    visitor.say("I'm diabetic")
    visitor.say("I'd like to book for my sister")
    visitor.say("Bea Ruiz for Ella Ruiz")
    said = visitor.say(DETAILS.partition(", ")[2])
    assert has(said, "utter_ask_booking_form_health_note"), heard(said)
    visitor.say("no")
    visitor.say("yes")
    booking = _sent(live_server, visitor)
    assert REVIEW not in booking.flags and not booking.health_note


@pytest.mark.parametrize(
    ("told", "question", "caveat"),
    [
        ("im pregnant", "is it safe", "utter_caveat_medicine"),
        ("im pregnant", "will it hurt the baby", "utter_faq/pregnancy_or_medication"),
        ("I have rosacea", "will it make it worse tho", "utter_caveat_condition"),
        ("I have rosacea", "can i still come", "utter_caveat_condition"),
    ],
)
def test_whether_it_is_safe_gets_the_caveat_first(
    visitor: Visitor, told: str, question: str, caveat: str
):
    visitor.say(told)
    said = visitor.say(question)
    assert has(said[:1], caveat), heard(said)


def test_without_a_health_fact_there_is_no_caveat(visitor: Visitor):
    said = visitor.say("is it safe")
    assert not has(said, "utter_caveat_medicine") and not has(said, "utter_caveat_condition")


def test_held_out_in_spanish(visitor: Visitor, live_server: LiveServer):
    visitor.say("hola, estoy embarazada")
    visitor.say("quiero pedir una cita por favor")
    for text in ("Ana Ruiz", "203-555-0150", "no", "Stamford", "el lunes por la mañana"):
        visitor.say(text)
    said = visitor.say("no")
    assert has(said, "utter_booking_health_mentioned") and "embarazada" in said[-1]["text"]
    assert "Usted mencionó" in said[-1]["text"], heard(said)


def test_what_is_asked_again_of_something_else_is_answered_as_before(visitor: Visitor):
    visitor.say("how many sessions for stretch marks")
    for text in ("and for acne scars?", "and on my back?"):
        said = visitor.say(text)
        assert has(said, "utter_faq/session_count") and len(said) == 1, heard(said)
