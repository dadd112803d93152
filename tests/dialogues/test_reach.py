"""How somebody wants to be reached is read back, kept, shown to staff, and put right."""

from __future__ import annotations

from tests.dialogues.matrix import EVERYTHING, has, heard
from tests.dialogues.sent import as_it_is_now
from tests.dialogues.stored import bookings_of
from tests.live import LiveServer
from tests.visitor import Visitor

LABEL = "**To reach you:**"


def _answer(visitor: Visitor, *lines: str) -> str:
    for line in lines:
        said = visitor.say(line)
    return heard(said)


def test_a_wish_beside_the_number_is_read_back_and_sent(visitor: Visitor, live_server: LiveServer):
    visitor.say("book")
    visitor.say("Lea Mint")
    said = visitor.say("(203)555-0190 ext 4, call after 6 and don't leave a voicemail")
    assert has(said, "utter_booking_noted") and has(said, "utter_ask_booking_form_email")
    text = _answer(visitor, "skip", "stamford", "next tuesday", "acne", "no")
    note = "ext 4, call after 6 and don't leave a voicemail"
    assert f"{LABEL} {note}" in text
    visitor.say("yes")
    (booking,) = bookings_of(live_server, visitor.conversation)
    assert (booking.phone, booking.reach_note) == ("+12035550190", note)
    assert [time["said"] for time in booking.preferred] == ["next tuesday"]


def test_a_wish_at_the_read_back_is_added_taken_out_and_said_anew(
    visitor: Visitor, live_server: LiveServer
):
    visitor.say("I'd like to book an appointment")
    assert LABEL not in _answer(visitor, EVERYTHING)
    assert f"{LABEL} don't call me at work" in _answer(visitor, "yes but don't call me at work")
    said = visitor.press("To reach you")
    assert has(said, "utter_ask_booking_form_reach_note"), heard(said)
    assert f"{LABEL} Mornings only" in _answer(visitor, "Mornings only")
    visitor.press("To reach you")
    assert LABEL not in _answer(visitor, "skip")
    visitor.say("yes")
    (booking,) = bookings_of(live_server, visitor.conversation)
    assert booking.reach_note is None


def test_a_wish_after_sending_is_added_to_the_request(visitor: Visitor, live_server: LiveServer):
    _answer(visitor, "I'd like to book an appointment", EVERYTHING, "please text only", "yes")
    (booking,) = bookings_of(live_server, visitor.conversation)
    assert booking.reach_note == "please text only"
    for line in ("please don't leave a voicemail", "call me after 5 only"):
        said = visitor.say(line)
        assert has(said, "utter_change_amended"), heard(said)
    changed = as_it_is_now(live_server, booking)
    assert changed.reach_note == (
        "please text only / please don't leave a voicemail / call me after 5 only"
    )
    assert changed.wish is None and changed.preferred == booking.preferred


def test_a_later_wish_takes_the_place_of_one_that_it_contradicts(visitor: Visitor):
    visitor.say("I'd like to book an appointment")
    visitor.say("Grace Kim")
    visitor.say("203-555-0153, call me after 5")
    visitor.say("no calls please, text")
    for text in ("norwalk", "friday at 3", "acne", "none"):
        said = visitor.say(text)
    assert "**To reach you:** no calls please, text\n" in said[-1]["text"], heard(said)
    said = visitor.say("actually you can call me")
    assert "**To reach you:** actually you can call me\n" in said[-1]["text"], heard(said)


def test_which_way_to_use_is_heard_at_the_read_back(visitor: Visitor, live_server: LiveServer):
    visitor.say("I'd like to book an appointment")
    assert "bea@example.com" in _answer(visitor, EVERYTHING)
    said = visitor.say("no phone calls please")
    assert f"{LABEL} no phone calls please" in heard(said)
    assert not has(said, "utter_booking_what_to_change")
    text = _answer(visitor, "use my phone not my email")
    assert "bea@example.com" not in text and "(475) 555-0177" in text, text
    visitor.say("yes")
    (booking,) = bookings_of(live_server, visitor.conversation)
    assert (booking.phone, booking.email) == ("+14755550177", None)
    assert booking.reach_note == "no phone calls please"


def test_the_way_to_use_that_was_left_out_is_asked_for(visitor: Visitor):
    _answer(visitor, "book", "Lea Mint", "skip", "lea@example.com", "stamford", "friday", "acne")
    assert "lea@example.com" in _answer(visitor, "no")
    said = visitor.say("use my phone not my email")
    assert has(said, "utter_ask_booking_form_phone"), heard(said)
    text = _answer(visitor, "203 555 0190")
    assert "lea@example.com" not in text and "555-0190" in text, text
