"""Health that is told after a request was sent: it reaches the request, or is asked until answered;
what is taken back is that and nothing else."""

from __future__ import annotations

import pytest

from clinic.store.bookings import Booking
from tests.dialogues.matrix import EVERYTHING, has, heard
from tests.dialogues.sent import as_it_is_now
from tests.dialogues.stored import bookings_of, opened_store
from tests.live import LiveServer
from tests.visitor import Visitor


def _just_sent(server: LiveServer, visitor: Visitor) -> Booking:
    for text in ("I'd like to book an appointment", EVERYTHING, "yes"):
        visitor.say(text)
    return bookings_of(server, visitor.conversation)[-1]


@pytest.mark.parametrize(
    ("text", "flag"),
    [
        ("oh one more thing im on blood thinners tell them", "medication:blood thinner"),
        ("add to my request that i have diabetes type 2", "condition:diabetes"),
        ("can you tell them im diabetic", "condition:diabetes"),
        ("tell the team i had a facelift in june", "condition:facelift"),
    ],
)
def test_what_the_team_shall_be_told_of_health_is_added_at_once_and_once(
    visitor: Visitor, live_server: LiveServer, text: str, flag: str
):
    booking = _just_sent(live_server, visitor)
    said = visitor.say(text)
    assert has(said, "utter_change_amended"), heard(said)
    assert not has(said, "utter_change_other_said"), heard(said)
    now = as_it_is_now(live_server, booking)
    assert now.health_note == " / ".join(filter(None, (booking.health_note, text)))
    assert {flag, "needs_clinician_review"} <= set(now.flags)
    assert (now.team_note, now.wish) == (booking.team_note, booking.wish)


def test_one_more_thing_of_health_is_offered_to_be_added(visitor: Visitor, live_server: LiveServer):
    booking = _just_sent(live_server, visitor)
    said = visitor.say("one more: i also have a pacemaker")
    assert has(said, "utter_change_add_health"), heard(said)
    assert "needs_clinician_review" in as_it_is_now(live_server, booking).flags
    visitor.say("yes")
    assert "condition:pacemaker" in as_it_is_now(live_server, booking).flags


def test_an_offer_to_add_is_made_again_until_it_is_answered(
    visitor: Visitor, live_server: LiveServer
):
    booking = _just_sent(live_server, visitor)
    visitor.say("i also have a pacemaker")
    for question in ("does it hurt?", "thanks", "what is my reference?"):
        said = visitor.say(question)
        assert has(said[-1:], "utter_change_add_health"), heard(said)
        assert "pacemaker" in said[-1]["text"]
    visitor.say("yes")
    now = as_it_is_now(live_server, booking)
    assert "i also have a pacemaker" in now.health_note and "condition:pacemaker" in now.flags
    assert not has(visitor.say("does it hurt?"), "utter_change_add_health")


def test_an_offer_to_add_that_was_turned_down_is_not_made_again(
    visitor: Visitor, live_server: LiveServer
):
    booking = _just_sent(live_server, visitor)
    visitor.say("i also have a pacemaker")
    visitor.say("no")
    assert not has(visitor.say("does it hurt?"), "utter_change_add_health")
    assert "condition:pacemaker" not in as_it_is_now(live_server, booking).flags


def test_whether_to_tell_them_is_a_question(visitor: Visitor, live_server: LiveServer):
    booking = _just_sent(live_server, visitor)
    said = visitor.say("should i tell them im diabetic?")
    assert not has(said, "utter_change_amended"), heard(said)
    assert as_it_is_now(live_server, booking).health_note == booking.health_note


def test_what_is_named_is_taken_out_and_nothing_else(visitor: Visitor, live_server: LiveServer):
    booking = _just_sent(live_server, visitor)
    visitor.say("can you tell them im diabetic")
    visitor.say("oh and i take warfarin")
    visitor.say("yes")
    said = visitor.say("and remove what i said about diabetes its private")
    assert has(said, "utter_change_health_out"), heard(said)
    now = as_it_is_now(live_server, booking)
    assert "diabetic" not in f"{now.health_note} {now.team_note}"
    assert "warfarin" in now.health_note
    assert "condition:diabetes" not in now.flags and "medication:warfarin" in now.flags


def test_nothing_is_said_to_be_taken_out_that_is_not_there(
    visitor: Visitor, live_server: LiveServer
):
    booking = _just_sent(live_server, visitor)
    visitor.say("can you tell them i take warfarin")
    before = as_it_is_now(live_server, booking)
    said = visitor.say("remove what i said about diabetes its private")
    assert has(said, "utter_change_health_none"), heard(said)
    after = as_it_is_now(live_server, booking)
    assert (after.health_note, after.flags) == (before.health_note, before.flags)


def test_health_told_while_the_request_is_shown_is_added(visitor: Visitor, live_server: LiveServer):
    booking = _just_sent(live_server, visitor)
    visitor.say("I want to change my appointment")
    said = visitor.say("i have a pacemaker")
    assert has(said, "utter_change_amended"), heard(said)
    with opened_store(live_server) as store:
        assert "condition:pacemaker" in store.bookings.find(booking.id).flags
