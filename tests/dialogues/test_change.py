"""A request that was sent is shown, changed and cancelled by whoever has its reference."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest

from clinic.settings import load_settings
from clinic.store import Store
from clinic.store.bookings import Booking
from clinic.store.database import Database
from tests.dialogues.matrix import EVERYTHING, asked, has, heard
from tests.dialogues.stored import bookings_of
from tests.live import LiveServer
from tests.visitor import Visitor

SOON = datetime.now(UTC).replace(minute=0, second=0, microsecond=0) + timedelta(days=5)
TIMES = [SOON, SOON + timedelta(days=2)]


@contextmanager
def _store(server: LiveServer) -> Iterator[Store]:
    settings = load_settings(database_url=server.environment["DATABASE_URL"], _env_file=None)
    database = Database(settings.database_url)
    try:
        yield Store(database)
    finally:
        database.dispose()


def _book(server: LiveServer) -> Booking:
    with Visitor(server.url).open() as visitor:
        visitor.say("I'd like to book an appointment")
        assert asked(visitor.say(EVERYTHING)) == "confirm"
        visitor.say("yes")
        (booking,) = bookings_of(server, visitor.conversation)
    return booking


def _now(server: LiveServer, booking: Booking) -> Booking:
    with _store(server) as store:
        return store.bookings.find(booking.id)


def _offer(server: LiveServer, booking: Booking) -> None:
    with _store(server) as store:
        store.bookings.offer_times(booking.id, TIMES, "dr@example.com", datetime.now(UTC))


@pytest.fixture
def booking(live_server: LiveServer) -> Booking:
    return _book(live_server)


@pytest.fixture
def visitor(live_server: LiveServer) -> Iterator[Visitor]:
    with Visitor(live_server.url).open() as someone:
        yield someone


def _show(visitor: Visitor, booking: Booking, known_as: str = "475-555-0177") -> list[dict]:
    said = visitor.say("I want to change my appointment")
    if not has(said, "utter_ask_change_form_change_reference"):
        return said  # whose it is was said before
    (question,) = said
    assert has([question], "utter_ask_change_form_change_reference"), heard(said)
    said = visitor.say(booking.reference.lower().replace("-", " "))
    assert has(said, "utter_ask_change_form_change_contact"), heard(said)
    return visitor.say(known_as)


@pytest.mark.parametrize("known_as", ["475-555-0177", "bea@example.com"])
def test_the_state_is_shown_to_who_has_the_reference_and_the_way_to_be_reached(
    visitor: Visitor, booking: Booking, known_as: str
):
    said = _show(visitor, booking, known_as)
    assert has(said, "utter_change_received"), heard(said)
    assert booking.reference in said[-1]["text"]
    assert visitor.buttons() == ["Ask for another time", "Cancel my request", "Leave it as it is"]


def test_a_wrong_guess_is_told_the_same_whether_there_is_such_a_request_or_not(
    visitor: Visitor, booking: Booking, live_server: LiveServer
):
    wrong = _show(visitor, booking, "203-555-0999")
    with Visitor(live_server.url).open() as other:
        other.say("I want to change my appointment")
        other.say("AAAA-2222")
        unknown = other.say("475-555-0177")
    assert has(wrong, "utter_change_unknown"), heard(wrong)
    assert [event["text"] for event in wrong] == [event["text"] for event in unknown]


def test_after_too_many_wrong_guesses_the_right_one_is_told_the_same(
    visitor: Visitor, booking: Booking
):
    for last in range(5):
        assert has(_show(visitor, booking, f"203-555-018{last}"), "utter_change_unknown")
    assert has(_show(visitor, booking), "utter_change_unknown")


@pytest.mark.parametrize("said", ["[Cancel my request]", "cancel it please"])
def test_a_request_is_cancelled_by_its_visitor(
    visitor: Visitor, booking: Booking, live_server: LiveServer, said: str
):
    _show(visitor, booking)
    answer = visitor.press(said.strip("[]")) if said.startswith("[") else visitor.say(said)
    assert has(answer, "utter_change_cancelled_now"), heard(answer)
    assert _now(live_server, booking).state == "cancelled"
    assert has(_show(visitor, booking), "utter_change_cancelled")


def test_another_time_is_asked_for_in_the_visitors_words(
    visitor: Visitor, booking: Booking, live_server: LiveServer
):
    _show(visitor, booking)
    said = visitor.press("Ask for another time")
    assert has(said, "utter_ask_change_form_change_said"), heard(said)
    said = visitor.say("thursday after 5 would be better")
    assert has(said, "utter_change_other_said"), heard(said)
    with _store(live_server) as store:
        steps = store.bookings.history(booking.id)
    assert steps[-1].why == "thursday after 5 would be better"


def test_an_offered_time_is_taken_by_its_button(
    visitor: Visitor, booking: Booking, live_server: LiveServer
):
    _offer(live_server, booking)
    said = _show(visitor, booking)
    assert has(said, "utter_change_times_offered"), heard(said)
    said = visitor.press(visitor.buttons()[0])
    assert has(said, "utter_change_accepted"), heard(said)
    now = _now(live_server, booking)
    assert (now.state, now.appointment) == ("confirmed", TIMES[0])
    assert has(_show(visitor, booking), "utter_change_confirmed")


def test_a_question_in_between_is_answered_and_nothing_changes(
    visitor: Visitor, booking: Booking, live_server: LiveServer
):
    visitor.say("I want to change my appointment")
    said = visitor.say("does it hurt?")
    assert has(said, "utter_faq/pain") and has(said, "utter_ask_change_form_change_reference")
    said = visitor.say(f"{booking.reference}, bea@example.com")
    assert has(said, "utter_change_received"), heard(said)
    said = visitor.say("is there any downtime?")
    assert has(said, "utter_faq/downtime") and has(said, "utter_change_received"), heard(said)
    said = visitor.press("Leave it as it is")
    assert has(said, "utter_change_stopped"), heard(said)
    assert _now(live_server, booking).state == "received"


def test_who_has_no_reference_is_pointed_to_the_team(visitor: Visitor):
    visitor.say("I want to change my appointment")
    said = visitor.say("i don't have it")
    assert has(said, "utter_change_no_reference"), heard(said)
    assert visitor.buttons() == ["Leave a message for the team"]


def test_while_a_request_is_put_together_an_older_one_waits(visitor: Visitor):
    visitor.say("I'd like to book an appointment")
    said = visitor.say("I want to change my appointment")
    assert has(said, "utter_booking_change") and asked(said) == "name", heard(said)


def test_an_emergency_ends_the_form_and_asks_nothing(visitor: Visitor):
    visitor.say("I want to change my appointment")
    said = visitor.say("I can't breathe and my face is swelling")
    assert [has([event], "utter_safety_emergency") for event in said] == [True], heard(said)
    said = visitor.say("hi")
    assert not has(said, "utter_offer_continue"), heard(said)


def test_who_asks_how_the_request_stands_hears_that_it_is_one(live_server: LiveServer):
    with Visitor(live_server.url).open() as visitor:
        for text in ("I'd like to book an appointment", EVERYTHING, "yes"):
            visitor.say(text)
        for text in ("so it's confirmed?", "so i'm all set then?", "when will they call me?"):
            said = visitor.say(text)
            assert has(said, "utter_booking_is_request"), heard(said)


@pytest.mark.parametrize("other", [False, True])
def test_times_that_staff_offer_come_into_the_chat_with_a_button_for_each(
    live_server: LiveServer, visitor: Visitor, other: bool
):
    for text in ("I'd like to book an appointment", EVERYTHING, "yes"):
        visitor.say(text)
    (booking,) = bookings_of(live_server, visitor.conversation)
    _offer(live_server, booking)
    for _ in range(6):
        visitor._read(wait=5)
        if "Another time" in visitor.buttons():
            break
    if other:
        said = visitor.press("Another time")
        assert has(said, "utter_ask_change_form_change_said"), heard(said)
        assert has(visitor.say("only after 6 pm"), "utter_change_other_said")
        assert _now(live_server, booking).state == "received"
        return
    button = visitor.button(visitor.buttons()[1])
    assert has(visitor.answers(visitor.send(button=button)), "utter_change_accepted")
    assert _now(live_server, booking).appointment == TIMES[1]
    again = visitor.answers(visitor.send(button=button))
    assert has(again, "utter_change_accepted"), heard(again)  # it is set already


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
    changed = _now(live_server, booking)
    assert getattr(changed, slot) == value and changed.state == "received"
    assert bookings_of(live_server, visitor.conversation) == [changed]


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
    with _store(live_server) as store:
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
    assert _now(live_server, booking).state == state


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
    with _store(live_server) as store:
        store.bookings.confirm(booking.id, SOON, "dr@example.com", datetime.now(UTC))
    said = visitor.say("actually make it Norwalk instead")
    assert has(said, "utter_change_kept_said"), heard(said)
    now = _now(live_server, booking)
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
    with _store(live_server) as store:
        store.bookings.confirm(booking.id, SOON, "dr@example.com", datetime.now(UTC))
    answer = visitor.say(said)
    assert has(answer, "utter_change_kept_said"), heard(answer)
    now = _now(live_server, booking)
    assert (now.state, now.appointment, now.wish) == ("confirmed", SOON, said)


def test_who_turns_up_after_no_reply_can_still_wish_for_the_offered_time(
    visitor: Visitor, booking: Booking, live_server: LiveServer
):
    _offer(live_server, booking)
    _show(visitor, booking)
    with _store(live_server) as store:
        store.bookings.no_reply(booking.id, "dr@example.com", datetime.now(UTC))
    said = visitor.press(visitor.buttons()[0])
    assert has(said, "utter_change_time_wished"), heard(said)
    now = _now(live_server, booking)
    assert now.state == "received" and now.wish


def test_another_conversation_puts_nothing_right_without_the_reference(
    visitor: Visitor, booking: Booking, live_server: LiveServer
):
    visitor.say("actually make it Norwalk")
    assert _now(live_server, booking) == booking


def test_a_reference_alone_opens_it_and_the_wish_is_kept(
    visitor: Visitor, booking: Booking, live_server: LiveServer
):
    said = visitor.say(f"hi my ref is {booking.reference}")
    assert has(said, "utter_ask_change_form_change_contact"), heard(said)
    said = visitor.say("friday afternoon instead")
    assert has(said, "utter_change_contact_noted"), heard(said)
    said = visitor.say("bea@example.com")
    assert has(said, "utter_change_other_said"), heard(said)
    with _store(live_server) as store:
        assert store.bookings.history(booking.id)[-1].why == "friday afternoon instead"


def test_the_wish_of_the_opening_message_is_kept(
    visitor: Visitor, booking: Booking, live_server: LiveServer
):
    visitor.say("I need to cancel my appointment")
    said = visitor.say("bea@example.com")
    assert has(said, "utter_change_contact_noted"), heard(said)
    said = visitor.say(booking.reference)
    assert has(said, "utter_change_cancelled_now"), heard(said)
    assert _now(live_server, booking).state == "cancelled"


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
    with _store(live_server) as store:
        store.bookings.finish(message.id, "dr@example.com", datetime.now(UTC))
    with Visitor(live_server.url).open() as later:
        said = _show(later, message)
        assert has(said, "utter_change_done") and message.reference in said[0]["text"], heard(said)
        assert not said[0].get("buttons")
    assert _now(live_server, message).state == "done"
