"""What is held about somebody is known again before it is erased."""

from __future__ import annotations

from collections.abc import Callable

from tests.chat.served import Served
from tests.console.booked import book
from tests.console.person import employ, words

MAIL = "ana@example.com"


def test_further_requests_of_the_same_person_are_named_and_erased_when_ticked(
    serve: Callable[..., Served],
) -> None:
    server = serve()
    store, now = server.chat.store, server.clock()
    written = book(store, now, name="Ana Beltran", email="Ana@example.com")
    called = book(store, now, name="Ana B.")
    husband = book(store, now, name="Luis Beltran")
    stranger = book(store, now, name="Bo Li", phone="+12035550199")
    asked = {"kind": "email", "value": MAIL}
    with employ(server, "admin") as admin:
        page = admin.send("/staff/privacy/find", **asked)
        assert "0 conversations and 1 request" in words(page)
        for each in (written, called, husband):
            assert each.reference in page.text and each.name in page.text
        assert stranger.reference not in page.text
        held = admin.send("/staff/privacy/export", **asked, also=[called.reference]).json()
        assert {each["name"] for each in held["bookings"]} == {"Ana Beltran", "Ana B."}
        also = [called.reference, stranger.reference]  # the last was never offered
        admin.send("/staff/privacy/erase", **asked, sure="yes", also=also)
    assert {each.id for each in store.bookings.list()} == {husband.id, stranger.id}
