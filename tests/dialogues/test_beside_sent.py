"""What is told beside a wish for a request that was sent: neither is lost for the other."""

from __future__ import annotations

import pytest

from actions.low_spirits import KIND_WORDS
from actions.passing_illness import SICK
from actions.symptoms import OWN_SYMPTOM
from tests.dialogues.matrix import EVERYTHING, asked, has, heard
from tests.dialogues.stored import bookings_of
from tests.live import LiveServer
from tests.visitor import Visitor

CRISIS = "utter_safety_self_harm"


def _send(visitor: Visitor) -> None:
    for text in ("I'd like to book an appointment", EVERYTHING, "yes"):
        visitor.say(text)


@pytest.mark.parametrize(
    ("text", "said_first"),
    [
        ("i have covid, please cancel my appointment", SICK),
        ("i have a cold, cancel my request please", SICK),
        ("your aesthetician burned my face, cancel my request", OWN_SYMPTOM),
        ("cancel it, i feel so ugly", KIND_WORDS),
    ],
)
def test_it_is_replied_to_and_the_request_cancelled(
    visitor: Visitor, live_server: LiveServer, text: str, said_first: str
):
    _send(visitor)
    said = visitor.say(text)
    assert has(said, said_first) and "Shall I cancel" in heard(said), heard(said)
    visitor.say("yes")
    (booking,) = bookings_of(live_server, visitor.conversation)
    assert booking.state == "cancelled" and booking.health_note is None


def test_the_day_and_the_address_are_kept_beside_an_illness(
    visitor: Visitor, live_server: LiveServer
):
    _send(visitor)
    assert has(visitor.say("I have a cold, can we move it to next Monday at 4?"), SICK)
    assert has(visitor.say("i have the flu. my email is bea@new.example now"), SICK)
    (booking,) = bookings_of(live_server, visitor.conversation)
    assert "next Monday at 4" in booking.wish and booking.email == "bea@new.example"


def test_an_illness_alone_asks_nothing_of_the_request(visitor: Visitor, live_server: LiveServer):
    _send(visitor)
    said = visitor.say("sore throat, should I still come tomorrow?")
    assert has(said, SICK) and "Shall I" not in heard(said), heard(said)
    (booking,) = bookings_of(live_server, visitor.conversation)
    assert booking.wish is None


@pytest.mark.parametrize("text", ["is it confirmed? i feel so ugly", "cancel it, i feel so ugly"])
def test_despair_behind_it_gets_the_crisis_line(visitor: Visitor, text: str):
    _send(visitor)
    assert has(visitor.say(text), KIND_WORDS)
    if text.startswith("cancel"):
        visitor.say("yes")
    assert has(visitor.say("i give up"), CRISIS)


@pytest.mark.parametrize(
    ("text", "said_first"),
    [
        ("one for my sister as well, your tool scratched my chin at the session", OWN_SYMPTOM),
        ("one for my sister as well, but nobody called me back", "utter_complaint"),
        ("my mom too please, and I feel so ugly", KIND_WORDS),
    ],
)
def test_it_is_replied_to_before_one_more_is_begun(visitor: Visitor, text: str, said_first: str):
    _send(visitor)
    said = visitor.say(text)
    assert has(said, said_first) and asked(said) == "name", heard(said)


def test_what_is_told_of_ones_own_health_is_not_the_others(
    visitor: Visitor, live_server: LiveServer
):
    _send(visitor)
    visitor.say("I have diabetes, and one for my sister too")
    answers = ("Teo Ruiz", "203 555 0131", "skip", "Norwalk", "Monday", "acne", "no", "yes")
    for answer in answers:
        visitor.say(answer)
    first, second = bookings_of(live_server, visitor.conversation)
    assert first.health_note == "I have diabetes" and "condition:diabetes" in first.flags
    assert not second.health_note and "condition:diabetes" not in second.flags
