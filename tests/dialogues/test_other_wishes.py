"""A wish said in a word or two after sending reaches the request, and no offer goes unsaid."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.dialogues.matrix import has, heard
from tests.dialogues.sent import TIMES, as_it_is_now, offer_times_for
from tests.dialogues.stored import bookings_of, opened_store
from tests.dialogues.test_offered_times import FIRST, _offered, _sent
from tests.live import LiveServer
from tests.visitor import Visitor


@pytest.mark.parametrize(
    ("texts", "wish"),
    [
        (["saturday"], "saturday"),
        (["wednesday at 4", "or friday after 5"], "wednesday at 4 / or friday after 5"),
        (["what about saturday?"], "what about saturday?"),
        (["4pm is good"], "4pm is good"),
        (["el martes"], "el martes"),
    ],
)
def test_a_time_alone_is_a_wish_for_what_was_sent(
    visitor: Visitor, live_server: LiveServer, texts: list[str], wish: str
):
    booking = _sent(live_server, visitor)
    for text in texts:
        said = visitor.say(text)
        assert has(said, "utter_change_other_said"), heard(said)
    assert as_it_is_now(live_server, booking).wish == wish
    assert len(bookings_of(live_server, visitor.conversation)) == 1


def test_who_can_not_is_asked_when_and_the_answer_is_noted(
    visitor: Visitor, live_server: LiveServer
):
    booking = _sent(live_server, visitor)
    said = visitor.say("hm wait i can't on monday")
    assert has(said, "utter_ask_change_form_change_said"), heard(said)
    assert as_it_is_now(live_server, booking).wish == "hm wait i can't on monday"
    visitor.say("saturday")
    visitor.say("and norwalk please")
    changed = as_it_is_now(live_server, booking)
    assert (changed.wish, changed.location) == ("saturday", "Norwalk")


@pytest.mark.parametrize("answer", ["yes", "[Yes, take it]"])
def test_a_time_taken_in_another_town_is_kept_with_the_wish(
    visitor: Visitor, live_server: LiveServer, answer: str
):
    booking = _offered(live_server, visitor)
    said = visitor.say(f"{FIRST} works for me but can it be in norwalk?")
    assert has(said, "utter_change_take_sure_noting"), heard(said)
    assert as_it_is_now(live_server, booking).state == "times_offered"
    said = visitor.press(answer.strip("[]")) if answer[0] == "[" else visitor.say(answer)
    assert has(said, "utter_change_accepted") and has(said, "utter_change_kept_said"), heard(said)
    changed = as_it_is_now(live_server, booking)
    assert (changed.state, changed.appointment) == ("confirmed", TIMES[0])
    assert (changed.location, changed.wish) == ("Stamford", "Norwalk")


def test_a_question_for_something_earlier_gives_no_offer_up(
    visitor: Visitor, live_server: LiveServer
):
    booking = _offered(live_server, visitor)
    said = visitor.say("do you have anything earlier?")
    assert has(said, "utter_change_other_sure"), heard(said)
    assert as_it_is_now(live_server, booking).state == "times_offered"
    said = visitor.say("ok then the first")
    assert has(said, "utter_change_accepted"), heard(said)
    assert as_it_is_now(live_server, booking).appointment == TIMES[0]


def test_a_yes_asks_for_it(visitor: Visitor, live_server: LiveServer):
    booking = _offered(live_server, visitor)
    visitor.say("do you have anything earlier?")
    assert has(visitor.say("yes"), "utter_change_other_said")
    changed = as_it_is_now(live_server, booking)
    assert (changed.state, changed.wish) == ("received", "do you have anything earlier?")


def test_none_of_them_is_asked_when_and_can_be_left(visitor: Visitor, live_server: LiveServer):
    booking = _sent(live_server, visitor)
    offer_times_for(live_server, booking)
    said = visitor.say("i cant do any of those sorry")
    assert has(said, "utter_ask_change_form_change_said"), heard(said)
    assert has(visitor.say("forget it then"), "utter_change_stopped")
    assert as_it_is_now(live_server, booking).state == "times_offered"


def test_an_appointment_is_asked_about_in_one_form(visitor: Visitor, live_server: LiveServer):
    booking = _sent(live_server, visitor)
    with opened_store(live_server) as store:
        store.bookings.confirm(booking.id, TIMES[0], "dr@example.com", datetime.now(UTC))
    for text in ("is it confirmed?", "do i have an appointment?", "when is it?"):
        said = visitor.say(text)
        assert has(said, "utter_change_confirmed"), heard(said)
    said = visitor.say("where?")
    assert has(said, "utter_change_where") and "Stamford" in heard(said), heard(said)
