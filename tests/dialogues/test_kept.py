"""A wish to come, said beside a question, is in the request that begins then."""

from __future__ import annotations

import pytest

from tests.dialogues.matrix import asked, has, heard
from tests.dialogues.stored import bookings_of
from tests.live import LiveServer
from tests.visitor import Event, Visitor

ASKED = "how much and can i come friday at 3, stamford"


def _sent(visitor: Visitor, said: list[Event]) -> None:
    answers = {"name": "Isadora Quinn", "phone": "203-555-0144"}
    while (question := asked(said)) not in (None, "confirm"):
        assert question not in ("location", "preferred"), heard(said)
        said = visitor.say(answers.get(question, "skip"))
    assert has(visitor.say("yes, send it"), "utter_booking_sent")


@pytest.mark.parametrize(
    ("then", "times"),
    [
        (["Isadora Quinn"], ["friday at 3"]),
        (["does it hurt", "ok i want to book"], ["friday at 3"]),
        (["yes but monday"], ["monday"]),
    ],
)
def test_it_is_answered_offered_and_taken_up(
    visitor: Visitor, live_server: LiveServer, then: list[str], times: list[str]
):
    said = visitor.say(ASKED)
    assert has(said, "utter_faq/price") and has(said, "utter_booking_kept"), heard(said)
    for text in then:
        said = visitor.say(text)
    _sent(visitor, said)
    (booking,) = bookings_of(live_server, visitor.conversation)
    assert booking.location == "Stamford"
    assert [each["said"] for each in booking.preferred] == times


def test_a_date_that_is_only_asked_about_is_not_kept(visitor: Visitor):
    said = visitor.say("do you have a sale on black friday")
    assert not has(said, "utter_booking_kept"), heard(said)
