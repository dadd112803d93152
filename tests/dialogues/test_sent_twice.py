"""A request that is sent twice is one; what is new in it is kept, and another one is another."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from clinic.store.booking_records import SENT_AGAIN
from tests.approved import unapproved_replies
from tests.dialogues.matrix import EVERYTHING, asked, has, heard
from tests.dialogues.stored import bookings_of, opened_store
from tests.live import LiveServer
from tests.visitor import Event, Visitor

BOOK = "I'd like to book an appointment"


def _send(visitor: Visitor, details: str = EVERYTHING) -> list[Event]:
    visitor.say("I want to book another appointment" if visitor.events else BOOK)
    said = visitor.say(details)
    assert asked(said) == "confirm", heard(said)
    return visitor.press("Yes, send it")


def test_the_same_again_sends_nothing_and_can_be_changed(visitor: Visitor, live_server: LiveServer):
    assert has(_send(visitor), "utter_booking_sent")
    (booking,) = bookings_of(live_server, visitor.conversation)
    said = _send(visitor)
    assert has(said, "utter_booking_repeated") and booking.reference in heard(said), heard(said)
    assert bookings_of(live_server, visitor.conversation) == [booking]
    with opened_store(live_server) as store:
        assert store.bookings.history(booking.id)[-1].why == SENT_AGAIN
    said = visitor.press("Change or cancel it")
    assert booking.reference in heard(said), heard(said)
    visitor.say("I meant Norwalk")
    assert bookings_of(live_server, visitor.conversation)[0].location == "Norwalk"


def test_what_is_new_in_it_is_added_and_said(visitor: Visitor, live_server: LiveServer):
    _send(visitor)
    said = _send(visitor, EVERYTHING.replace("no health conditions", "I have rosacea"))
    assert has(said, "utter_booking_repeated_with_more"), heard(said)
    (booking,) = bookings_of(live_server, visitor.conversation)
    assert "rosacea" in booking.health_note and "rosacea" in heard(said)
    assert "needs_clinician_review" in booking.flags


@pytest.mark.parametrize(
    ("before", "after"), [("Bea Ruiz", "Teo Ruiz"), ("Stamford", "Norwalk"), ("noon", "10 am")]
)
def test_another_person_place_or_time_is_another_request(
    visitor: Visitor, live_server: LiveServer, before: str, after: str
):
    _send(visitor)
    said = _send(visitor, EVERYTHING.replace(before, after))
    assert has(said, "utter_booking_sent"), heard(said)
    assert len(bookings_of(live_server, visitor.conversation)) == 2


def test_in_spanish_it_is_said_in_spanish(live_server: LiveServer):
    with Visitor(live_server.url).open("es") as visitor:
        for _ in range(2):
            visitor.say("quiero pedir una cita")
            visitor.say(EVERYTHING)
            said = visitor.press("Sí, enviar")
        assert "El equipo ya tiene esta solicitud" in heard(said)
        assert len(bookings_of(live_server, visitor.conversation)) == 1


@pytest.mark.slow
def test_other_tabs_that_send_it_at_once_make_one_and_are_told_no_reference(
    start_server: Callable[..., LiveServer],
):
    server = start_server(same_request_within=3600)
    tabs = [Visitor(server.url).open() for _ in range(4)]
    for tab in tabs:
        tab.say(BOOK)
        assert asked(tab.say(EVERYTHING)) == "confirm"
    with ThreadPoolExecutor(len(tabs)) as pool:
        said = list(pool.map(lambda tab: tab.say("yes, send it"), tabs))
    assert sum(has(each, "utter_booking_sent") for each in said) == 1
    assert sum(has(each, "utter_booking_repeated_elsewhere") for each in said) == 3
    with opened_store(server) as store:
        (booking,) = store.bookings.list()
    assert sum(booking.reference in heard(each) for each in said) == 1
    for tab in tabs:
        tab.close()
    assert not unapproved_replies(server.environment["DATABASE_URL"])
