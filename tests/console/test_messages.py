"""Messages for the team are worked like requests: open, done, open again."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from clinic.store.bookings import Booking
from tests.chat.served import Served
from tests.console.booked import book
from tests.console.person import employ, words

SHOWN = re.compile(r'href="/staff/bookings/([0-9A-Z]{4}-[0-9A-Z]{4})"')


def leave(server: Served, **changes: Any) -> Booking:
    details = {"location": "either", "preferred": [], "concern": "a refund", "flags": ["complaint"]}
    return book(server.chat.store, server.clock(), **(details | changes))


def test_a_message_is_done_by_somebody_and_opened_again(serve: Callable[..., Served]) -> None:
    server = serve()
    store = server.chat.store
    message = leave(server, email="ana@example.com")
    at = f"/staff/bookings/{message.reference}"
    with employ(server, "front_desk") as person:
        page = words(person.get(at))
        for not_of_messages in ("Offer times", "Confirm an appointment", "Cancel the request"):
            assert not_of_messages not in page
        page = words(person.send(f"{at}/done", why="called, refunded"))
        assert "The message is done." in page and "Waits" not in page
        assert re.search(
            r"Done by Front Desk, \w+ \d+ \w+ \d+, \d+:\d+ [AP]M\. called, refunded", page
        )
        done = store.bookings.history(message.id)[-1]
        account = store.staff.by_email(person.email).id
        assert (done.state, done.who, done.why) == ("done", account, "called, refunded")
        page = words(person.send(f"{at}/reopen"))
        assert "The message is open again." in page and "Mark as done" in page
        assert store.bookings.get(message.id).wish is None  # the visitor has asked for nothing
        late = person.send(f"{at}/done", version="1")
        assert (late.status_code, "You have changed" in words(late)) == (409, True)
    new = [item for item in store.outbox.list() if item.kind != "booking_received"]
    assert sorted((item.kind, item.channel) for item in new) == [
        ("booking_done", "webhook"),
        ("booking_reopened", "webhook"),
    ]


def test_messages_and_requests_are_told_apart(serve: Callable[..., Served]) -> None:
    server = serve()
    store = server.chat.store
    request = book(store, server.clock(), flags=["minor", "condition:message"]).reference
    message, change, done = (
        leave(server, flags=flags).reference
        for flags in (["message"], ["health_left_out", "change"], ["complaint"])
    )
    store.bookings.finish(done, "mia", server.clock())
    with employ(server, "front_desk") as person:
        for given, found in (
            ({"kind": "messages"}, {message, change, done}),
            ({"kind": "messages", "state": "received"}, {message, change}),
            ({"state": "done"}, {done}),
            ({"kind": "requests"}, {request}),
            ({"kind": "'; drop"}, {request, message, change, done}),
        ):
            for view in ("board", "table"):
                page = person.get("/staff/bookings", params={"view": view, **given})
                assert set(SHOWN.findall(page.text)) == found, given


def test_the_overview_counts_messages(serve: Callable[..., Served]) -> None:
    server = serve()
    store = server.chat.store
    for number in range(3):
        message = leave(server)
        if number:
            store.bookings.finish(message.id, "mia", server.clock())
    book(store, server.clock())
    with employ(server, "reviewer") as person:
        page = person.get("/staff/overview")
        told = "Messages for the team, open now 1 Left in this time 3 Of these, done 2"
        assert told in words(page)
        assert "/staff/bookings" not in page.text  # not this person's
    with employ(server, "reviewer", "front_desk") as person:
        page = person.get("/staff/overview").text
        links = re.findall(r'href="(/staff/bookings\?[^"]*kind=messages[^"]*)"', page)
        lists = [person.get(link.replace("&amp;", "&")).text for link in links]
        assert [len(set(SHOWN.findall(each))) for each in lists] == [1, 3, 2]
