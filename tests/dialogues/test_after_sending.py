"""What is said after a request was sent is about that request."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from clinic.store.bookings import Booking
from tests.dialogues.matrix import EVERYTHING, has, heard
from tests.dialogues.sent import (
    SOON,
    as_it_is_now,
    offer_times_for,
    show_request,
)
from tests.dialogues.stored import bookings_of, opened_store
from tests.live import LiveServer
from tests.visitor import Visitor


def _just_sent(server: LiveServer, visitor: Visitor) -> Booking:
    for text in ("I'd like to book an appointment", EVERYTHING, "yes"):
        visitor.say(text)
    return bookings_of(server, visitor.conversation)[-1]


@pytest.mark.parametrize(
    ("text", "slot", "value"),
    [
        ("actually make it Norwalk", "location", "Norwalk"),
        ("oh sorry I meant Norwalk", "location", "Norwalk"),
        ("wrong number, it should be 203-555-0144", "phone", "+12035550144"),
        ("sorry, my name is Bea Rizzo", "name", "Bea Rizzo"),
        ("and my email is tess@moore.org", "email", "tess@moore.org"),
        ("and my phone is 2035550152 not 51", "phone", "+12035550152"),
        ("2035550109 is my right number", "phone", "+12035550109"),
    ],
)
def test_a_detail_is_put_right_after_sending(
    visitor: Visitor, live_server: LiveServer, text: str, slot: str, value: str
):
    booking = _just_sent(live_server, visitor)
    said = visitor.say(text)
    assert has(said, "utter_change_amended"), heard(said)
    changed = as_it_is_now(live_server, booking)
    assert getattr(changed, slot) == value and changed.state == "received"
    assert bookings_of(live_server, visitor.conversation) == [changed]


@pytest.mark.parametrize(
    ("text", "flag"),
    [
        ("also forgot to say im breastfeeding", "status:breastfeeding"),
        ("i also take warfarin", "medication:warfarin"),
    ],
)
def test_what_is_told_of_health_after_sending_is_added(
    visitor: Visitor, live_server: LiveServer, text: str, flag: str
):
    booking = _just_sent(live_server, visitor)
    said = visitor.say(text)
    assert has(said, "utter_change_add_health"), heard(said)
    asked = as_it_is_now(live_server, booking)
    assert "needs_clinician_review" in asked.flags and flag not in asked.flags
    said = visitor.say("yes")
    assert has(said, "utter_change_amended"), heard(said)
    changed = as_it_is_now(live_server, booking)
    assert changed.health_note == " / ".join(filter(None, (booking.health_note, text)))
    assert {flag, "needs_clinician_review"} <= set(changed.flags)
    assert not has(visitor.say(text), "utter_change_add_health")  # it is known
    with opened_store(live_server) as store:
        assert store.bookings.history(booking.id)[-1].why == "changed: health_note"
    said = visitor.say("can you take that off again")
    assert has(said, "utter_change_health_out"), heard(said)
    changed = as_it_is_now(live_server, booking)
    assert changed.health_note == booking.health_note and flag not in changed.flags
    visitor.say("actually remove the health thing please")
    assert "needs_clinician_review" in as_it_is_now(live_server, booking).flags


def test_what_may_be_somebody_elses_health_is_not_added_unasked(
    visitor: Visitor, live_server: LiveServer
):
    booking = _just_sent(live_server, visitor)
    visitor.say("now my husband wants to ask something")
    said = visitor.say("i have a pacemaker")
    assert has(said, "utter_change_add_health"), heard(said)
    visitor.say("no")
    now = as_it_is_now(live_server, booking)
    assert now.health_note == booking.health_note
    assert not any(flag.startswith("condition") for flag in now.flags)


@pytest.mark.parametrize(
    "wish",
    [
        "can you change it to saturday",
        "can we do 5 instead",
        "actually january is too late, do you have anything sooner",
    ],
)
def test_a_time_said_after_sending_is_asked_for_at_once(
    visitor: Visitor, live_server: LiveServer, wish: str
):
    booking = _just_sent(live_server, visitor)
    said = visitor.say(wish)
    assert has(said, "utter_change_other_said"), heard(said)
    with opened_store(live_server) as store:
        assert store.bookings.history(booking.id)[-1].why == wish


@pytest.mark.parametrize(
    ("answer", "state"), [("yes", "cancelled"), ("no", "received"), ("[No, keep it]", "received")]
)
def test_cancel_after_sending_is_asked_once(
    visitor: Visitor, live_server: LiveServer, answer: str, state: str
):
    booking = _just_sent(live_server, visitor)
    said = visitor.say("cancel it please")
    assert has(said, "utter_change_cancel_sure"), heard(said)
    visitor.press(answer[1:-1]) if answer.startswith("[") else visitor.say(answer)
    assert as_it_is_now(live_server, booking).state == state


def test_a_new_request_that_is_stopped_does_not_deny_the_one_that_was_sent(
    visitor: Visitor, live_server: LiveServer
):
    booking = _just_sent(live_server, visitor)
    visitor.say("I'd like to book another appointment for my sister")
    said = visitor.say("stop")
    assert has(said, "utter_booking_stopped_other"), heard(said)
    assert booking.reference in said[-1]["text"]
    assert has(visitor.press("Change or cancel that one"), "utter_change_received")


def test_the_number_alone_shows_the_request_that_was_sent(
    visitor: Visitor, live_server: LiveServer
):
    _just_sent(live_server, visitor)
    said = visitor.say("4755550177")
    assert has(said, "utter_change_received"), heard(said)


def test_a_confirmed_appointment_stands_while_another_town_is_wished_for(
    visitor: Visitor, live_server: LiveServer
):
    booking = _just_sent(live_server, visitor)
    with opened_store(live_server) as store:
        store.bookings.confirm(booking.id, SOON, "dr@example.com", datetime.now(UTC))
    said = visitor.say("actually make it Norwalk instead")
    assert has(said, "utter_change_kept_said"), heard(said)
    now = as_it_is_now(live_server, booking)
    assert (now.location, now.state, now.appointment) == (booking.location, "confirmed", SOON)
    assert now.wish == "Norwalk"


@pytest.mark.parametrize(
    "said",
    [
        "Would it be possible to come on Friday instead? If not, I keep my time.",
        "I need to move my appointment to Friday instead",
    ],
)
def test_a_question_about_another_time_gives_no_appointment_up(
    visitor: Visitor, live_server: LiveServer, said: str
):
    booking = _just_sent(live_server, visitor)
    with opened_store(live_server) as store:
        store.bookings.confirm(booking.id, SOON, "dr@example.com", datetime.now(UTC))
    answer = visitor.say(said)
    assert has(answer, "utter_change_kept_said"), heard(answer)
    now = as_it_is_now(live_server, booking)
    assert (now.state, now.appointment, now.wish) == ("confirmed", SOON, said)


def test_who_turns_up_after_no_reply_can_still_wish_for_the_offered_time(
    visitor: Visitor, booking: Booking, live_server: LiveServer
):
    offer_times_for(live_server, booking)
    show_request(visitor, booking)
    with opened_store(live_server) as store:
        store.bookings.no_reply(booking.id, "dr@example.com", datetime.now(UTC))
    said = visitor.press(visitor.buttons()[0])
    assert has(said, "utter_change_time_wished"), heard(said)
    now = as_it_is_now(live_server, booking)
    assert now.state == "received" and now.wish


def test_another_conversation_puts_nothing_right_without_the_reference(
    visitor: Visitor, booking: Booking, live_server: LiveServer
):
    visitor.say("actually make it Norwalk")
    assert as_it_is_now(live_server, booking) == booking


def test_a_reference_alone_opens_it_and_the_wish_is_kept(
    visitor: Visitor, booking: Booking, live_server: LiveServer
):
    said = visitor.say(f"hi my ref is {booking.reference}")
    assert has(said, "utter_ask_change_form_change_contact"), heard(said)
    said = visitor.say("friday afternoon instead")
    assert has(said, "utter_change_contact_noted"), heard(said)
    said = visitor.say("bea@example.com")
    assert has(said, "utter_change_other_said"), heard(said)
    with opened_store(live_server) as store:
        assert store.bookings.history(booking.id)[-1].why == "friday afternoon instead"


def test_the_wish_of_the_opening_message_is_kept(
    visitor: Visitor, booking: Booking, live_server: LiveServer
):
    visitor.say("I need to cancel my appointment")
    said = visitor.say("bea@example.com")
    assert has(said, "utter_change_contact_noted"), heard(said)
    said = visitor.say(booking.reference)
    assert has(said, "utter_change_cancel_sure"), heard(said)
    assert has(visitor.say("yes, cancel it"), "utter_change_cancelled_now")
    assert as_it_is_now(live_server, booking).state == "cancelled"


def test_without_a_reference_contact_and_wish_become_a_message(
    visitor: Visitor, live_server: LiveServer
):
    visitor.say("i want to move it to friday")
    visitor.say("bea@example.com")
    said = visitor.say("i don't have it")
    assert has(said, "utter_ask_booking_form_name"), heard(said)
    said = visitor.say("Bea Ruiz")
    assert has(said, "utter_message_read_back"), heard(said)
    assert "i want to move it to friday" in said[-1]["text"]
    visitor.say("yes")
    (sent,) = bookings_of(live_server, visitor.conversation)
    assert (sent.email, sent.flags) == ("bea@example.com", ["change"])


def test_an_address_given_after_it_keeps_the_wish_to_cancel(
    visitor: Visitor, live_server: LiveServer
):
    visitor.say("i need to cancel my appointment")
    visitor.say("i dont have it")
    visitor.say("bea@example.com")
    visitor.say("Bea Ruiz")
    said = visitor.say("cancel it")
    assert has(said, "utter_message_added"), heard(said)
    assert has(visitor.say("yes"), "utter_message_sent")
    (sent,) = bookings_of(live_server, visitor.conversation)
    assert "i need to cancel my appointment" in sent.concern and sent.flags == ["change"]


def test_a_message_that_the_team_has_dealt_with_says_so_and_offers_nothing(
    visitor: Visitor, live_server: LiveServer
):
    visitor.say("can I talk to a real person")
    visitor.press("Leave my details")
    visitor.say("Bea Ruiz, 475-555-0177")
    visitor.say("my bill is wrong")
    visitor.say("yes")
    (message,) = bookings_of(live_server, visitor.conversation)
    with opened_store(live_server) as store:
        store.bookings.finish(message.id, "dr@example.com", datetime.now(UTC))
    with Visitor(live_server.url).open() as later:
        said = show_request(later, message)
        assert has(said, "utter_change_done") and message.reference in said[0]["text"], heard(said)
        assert not said[0].get("buttons")
    assert as_it_is_now(live_server, message).state == "done"


def test_what_is_asked_of_the_treatment_takes_nothing_out(
    visitor: Visitor, live_server: LiveServer
):
    for text in ("book", "Bea Ruiz", "203-555-0153", "skip", "stamford", "monday", "scars"):
        visitor.say(text)
    visitor.say("I have rosacea")
    visitor.say("yes")
    for text in ("does it remove blackheads?", "can it remove acne scars with rosacea?"):
        said = visitor.say(text)
        assert not has(said, "utter_change_health_out"), heard(said)
    (booking,) = bookings_of(live_server, visitor.conversation)
    assert "rosacea" in (booking.health_note or "")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("sorry, last name is now Baker", "Bea Baker"),
        ("last name Baker", "Bea Baker"),
        ("my name is spelled Bee Ruiz", "Bee Ruiz"),
        ("i spelled my name wrong, it's Bee Ruiz", "Bee Ruiz"),
        ("sorry my name is misspelled, it's Ruis", "Bea Ruis"),
    ],
)
def test_a_name_is_put_right_after_sending(
    visitor: Visitor, live_server: LiveServer, text: str, name: str
):
    for line in ("I'd like to book an appointment", EVERYTHING, "yes"):
        visitor.say(line)
    said = visitor.say(text)
    assert has(said, "utter_change_amended") and f"**Name:** {name}" in heard(said), heard(said)
    (booking,) = bookings_of(live_server, visitor.conversation)
    assert booking.name == name


@pytest.mark.parametrize(
    "text",
    ["my last name is hard to spell, is that ok", "i spelled my name wrong, it's fine though"],
)
def test_a_remark_on_the_name_changes_nothing(visitor: Visitor, live_server: LiveServer, text: str):
    for line in ("I'd like to book an appointment", EVERYTHING, "yes", text):
        said = visitor.say(line)
    assert not has(said, "utter_change_amended"), heard(said)
    (booking,) = bookings_of(live_server, visitor.conversation)
    assert booking.name == "Bea Ruiz"


def test_whoever_takes_a_wish_for_settled_hears_that_it_is_not(visitor: Visitor):
    for line in ("I'd like to book an appointment", EVERYTHING, "yes"):
        visitor.say(line)
    said = visitor.say("so you'll see me friday?")
    assert has(said, "utter_booking_is_request"), heard(said)
