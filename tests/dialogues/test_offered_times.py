"""While times are offered, or one is set, what the visitor says is about these."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from clinic.store.bookings import Booking
from tests.dialogues.matrix import EVERYTHING, has, heard
from tests.dialogues.sent import TIMES, as_it_is_now, offer_times_for
from tests.dialogues.stored import bookings_of, opened_store
from tests.live import LiveServer
from tests.visitor import Visitor

ZONE = ZoneInfo("America/New_York")
FIRST, SECOND = (f"{each.astimezone(ZONE):%A}".lower() for each in TIMES)
DAYS = {
    "monday": "lunes", "tuesday": "martes", "wednesday": "miércoles", "thursday": "jueves",
    "friday": "viernes", "saturday": "sábado", "sunday": "domingo",
}  # fmt: skip


def _sent(server: LiveServer, visitor: Visitor) -> Booking:
    for text in ("I'd like to book an appointment", EVERYTHING, "yes"):
        visitor.say(text)
    return bookings_of(server, visitor.conversation)[-1]


def _offered(server: LiveServer, visitor: Visitor) -> Booking:
    booking = _sent(server, visitor)
    offer_times_for(server, booking)
    return booking


def _confirmed(server: LiveServer, visitor: Visitor) -> Booking:
    booking = _sent(server, visitor)
    with opened_store(server) as store:
        store.bookings.confirm(booking.id, TIMES[0], "dr@example.com", datetime.now(UTC))
    return booking


@pytest.mark.parametrize("text", ["i can't do {}", "{} doesn't work for me", "el {es} no puedo"])
def test_a_refused_day_is_not_set_and_the_other_one_is_asked_for(
    visitor: Visitor, live_server: LiveServer, text: str
):
    booking = _offered(live_server, visitor)
    said = visitor.say(text.format(FIRST, es=DAYS[FIRST]))
    assert has(said, "utter_change_take_sure"), heard(said)
    assert as_it_is_now(live_server, booking).state == "times_offered"
    said = visitor.say("yes")
    assert has(said, "utter_change_accepted"), heard(said)
    assert as_it_is_now(live_server, booking).appointment == TIMES[1]


@pytest.mark.parametrize("text", ["{} works", "i'll take {}", "el {es} está bien", "the first one"])
def test_a_plain_acceptance_sets_it(visitor: Visitor, live_server: LiveServer, text: str):
    booking = _offered(live_server, visitor)
    said = visitor.say(text.format(FIRST, es=DAYS[FIRST]))
    assert has(said, "utter_change_accepted"), heard(said)
    assert as_it_is_now(live_server, booking).appointment == TIMES[0]


def test_what_is_asked_beside_an_acceptance_is_answered(visitor: Visitor, live_server: LiveServer):
    booking = _offered(live_server, visitor)
    said = visitor.say(f"{FIRST} please. does it hurt?")
    assert has(said, "utter_faq/pain") and has(said, "utter_change_accepted"), heard(said)
    assert as_it_is_now(live_server, booking).appointment == TIMES[0]


def test_another_hour_is_a_wish_and_a_no_to_the_question_asks_when(
    visitor: Visitor, live_server: LiveServer
):
    booking = _offered(live_server, visitor)
    said = visitor.say(f"ok {FIRST} if my boss lets me")
    assert has(said, "utter_change_take_sure"), heard(said)
    said = visitor.say("no")
    assert has(said, "utter_ask_change_form_change_said"), heard(said)
    said = visitor.say(f"{FIRST} at 3:17 am")
    assert has(said, "utter_change_other_said"), heard(said)
    now = as_it_is_now(live_server, booking)
    assert (now.state, now.appointment, now.wish) == ("received", None, f"{FIRST} at 3:17 am")


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("is my appointment still on {}", "utter_change_confirmed"),
        ("{} right?", "utter_change_confirmed"),
        ("what time was it again", "utter_change_confirmed"),
        ("i'll be 10 minutes late", "utter_change_late"),
        ("is there a fee if i cancel", "utter_change_about_cancelling"),
        ("how do i cancel if i need to", "utter_change_about_cancelling"),
    ],
)
def test_a_question_about_an_appointment_is_answered_and_wishes_nothing(
    visitor: Visitor, live_server: LiveServer, text: str, answer: str
):
    booking = _confirmed(live_server, visitor)
    said = visitor.say(text.format(FIRST))
    assert has(said, answer), heard(said)
    visitor.say("ok thanks")
    visitor.say("great")
    now = as_it_is_now(live_server, booking)
    assert (now.state, now.appointment, now.wants_other_time) == ("confirmed", TIMES[0], False)


def test_somebody_elses_request_is_not_ones_own(
    booking: Booking, visitor: Visitor, live_server: LiveServer
):
    own = _sent(live_server, visitor)
    said = visitor.say("my mom wants to cancel hers")
    assert has(said, "utter_ask_change_form_change_reference"), heard(said)
    visitor.say("stop")
    visitor.say("i want to change my appointment")
    said = visitor.say(f"cancel {booking.reference}")
    assert has(said, "utter_ask_change_form_change_contact"), heard(said)
    said = visitor.say("475-555-0177")
    assert has(said, "utter_change_cancel_sure") and booking.reference in said[-1]["text"]
    visitor.say("yes")
    assert as_it_is_now(live_server, booking).state == "cancelled"
    assert as_it_is_now(live_server, own).state == "received"


def test_a_wish_for_another_time_is_taken_back(visitor: Visitor, live_server: LiveServer):
    booking = _confirmed(live_server, visitor)
    said = visitor.say("i need to move it to next month")
    assert has(said, "utter_change_kept_said"), heard(said)
    assert as_it_is_now(live_server, booking).wants_other_time
    said = visitor.say("no wait leave it")
    assert has(said, "utter_change_accepted"), heard(said)
    now = as_it_is_now(live_server, booking)
    assert (now.state, now.appointment, now.wants_other_time) == ("confirmed", TIMES[0], False)


def test_a_wish_beside_a_question_is_kept(visitor: Visitor, live_server: LiveServer):
    booking = _confirmed(live_server, visitor)
    said = visitor.say(f"does it hurt? and can i move it to {SECOND}")
    assert has(said, "utter_faq/pain") and has(said, "utter_change_kept_said"), heard(said)
    assert as_it_is_now(live_server, booking).wants_other_time


def test_a_day_that_is_named_for_something_else_wishes_nothing(
    visitor: Visitor, live_server: LiveServer
):
    booking = _confirmed(live_server, visitor)
    visitor.say("what time was it again")
    said = visitor.say("my birthday is saturday, can i wear makeup")
    assert not has(said, "utter_change_kept_said"), heard(said)
    assert not as_it_is_now(live_server, booking).wants_other_time


def test_the_concern_is_put_right(visitor: Visitor, live_server: LiveServer):
    booking = _sent(live_server, visitor)
    said = visitor.say("wait it says scars but i meant melasma")
    assert has(said, "utter_change_amended"), heard(said)
    assert as_it_is_now(live_server, booking).concern == "melasma"


def test_an_offered_time_can_be_taken_after_another_was_asked_for(
    visitor: Visitor, live_server: LiveServer
):
    booking = _offered(live_server, visitor)
    wish = "the second one works but can it be 5 instead"
    said = visitor.say(wish)
    assert has(said, "utter_change_other_said"), heard(said)
    assert as_it_is_now(live_server, booking).wish == wish
    assert not has(visitor.say("ok thanks"), "utter_change_time_wished")
    assert as_it_is_now(live_server, booking).wish == wish
    said = visitor.say(f"ok fine i'll take the {SECOND} one")
    assert has(said, "utter_change_time_wished"), heard(said)
    now = as_it_is_now(live_server, booking)
    assert (now.state, now.appointment) == ("received", None)  # it may be another's by now
    assert SECOND in now.wish.lower()


def test_what_was_offered_before_is_not_taken_for_another_hour_of_that_day(
    visitor: Visitor, live_server: LiveServer
):
    booking = _offered(live_server, visitor)
    said = visitor.say("can it be later instead")
    assert has(said, "utter_change_other_sure") and "can it be later" in said[-1]["text"]
    visitor.say("yes")
    said = visitor.say(f"{SECOND} at 3:17 am would work")
    assert has(said, "utter_change_other_said"), heard(said)
    assert as_it_is_now(live_server, booking).wish == f"{SECOND} at 3:17 am would work"
