"""What stands beside something else in a message about a request is done as well."""

from __future__ import annotations

import pytest

from tests.dialogues.matrix import EVERYTHING, asked, has, heard
from tests.dialogues.sent import TIMES, as_it_is_now
from tests.dialogues.stored import bookings_of
from tests.dialogues.test_denied import DETAILS
from tests.dialogues.test_offered_times import FIRST, _offered, _sent, offer_times_for
from tests.live import LiveServer
from tests.visitor import Visitor

BOOK = "I'd like to book an appointment"


def test_a_time_is_taken_beside_one_more_request(visitor: Visitor, live_server: LiveServer):
    booking = _offered(live_server, visitor)
    said = visitor.say(f"{FIRST} works! One for my husband as well please")
    assert has(said, "utter_change_accepted") or has(said, "utter_change_take_sure"), heard(said)
    if has(said, "utter_change_take_sure"):
        visitor.say("yes")
    assert as_it_is_now(live_server, booking).appointment == TIMES[0]


@pytest.mark.parametrize("text", ["my mom needs a wheelchair", "my husband wants it at 10 instead"])
def test_what_somebody_needs_is_no_request_of_its_own(
    visitor: Visitor, live_server: LiveServer, text: str
):
    _sent(live_server, visitor)
    assert asked(visitor.say(text)) is None


def test_a_time_is_taken_beside_what_is_denied(visitor: Visitor, live_server: LiveServer):
    for text in (BOOK, f"{DETAILS}, dry patches", "I have eczema", "yes"):
        visitor.say(text)
    (booking,) = bookings_of(live_server, visitor.conversation)
    offer_times_for(live_server, booking)
    said = visitor.say(f"it's not eczema, and {FIRST} works")
    if has(said, "utter_change_take_sure"):
        visitor.say("yes")
    now = as_it_is_now(live_server, booking)
    assert now.appointment == TIMES[0] and "condition:eczema" not in now.flags


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("did you get my request? please cancel it", "utter_change_cancel_sure"),
        ("did you get my request? I need to move it to Monday", "utter_change_other_said"),
    ],
)
def test_a_wish_behind_a_question_is_not_lost(
    visitor: Visitor, live_server: LiveServer, text: str, answer: str
):
    _sent(live_server, visitor)
    said = visitor.say(text)
    assert has(said, answer), heard(said)


def test_what_waits_is_not_written_over_by_a_message(visitor: Visitor, live_server: LiveServer):
    for text in (BOOK, EVERYTHING, "not now", "move my appointment"):
        visitor.say(text)
    visitor.say("I lost the reference, 203 555 0142")
    said = visitor.say("skip")
    assert has(said, "utter_offer_continue"), heard(said)
    said = visitor.say("yes")
    assert asked(said) == "confirm" and "0177" in heard(said) and "0142" not in heard(said)


@pytest.mark.parametrize("text", ["go ahead", "yes, do it"])
def test_a_go_ahead_is_for_what_is_offered(visitor: Visitor, live_server: LiveServer, text: str):
    for line in (BOOK, EVERYTHING, "never mind", "move my appointment", "I lost the reference"):
        said = visitor.say(line)
    assert has(said, "utter_change_no_reference"), heard(said)
    said = visitor.say(text)
    assert has(said, "utter_message_begin"), heard(said)
    assert asked(said) != "confirm"
