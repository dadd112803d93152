"""After a request was sent or given up, nothing of it is left for the next one."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa

from actions.booking import draft
from clinic.settings import load_settings
from clinic.store import schema
from clinic.store.database import Database
from tests.dialogues.matrix import EVERYTHING, asked, has
from tests.dialogues.stored import bookings_of
from tests.live import LiveServer
from tests.visitor import Visitor

BOOK = "I'd like to book an appointment"


def _query(server: LiveServer, query: sa.sql.Select) -> list:
    settings = load_settings(database_url=server.environment["DATABASE_URL"], _env_file=None)
    database = Database(settings.database_url)
    try:
        with database.read() as connection:
            return connection.execute(query).all()
    finally:
        database.dispose()


def _slots(server: LiveServer, conversation: str) -> dict:
    table = schema.tracker_snapshots
    query = sa.select(table.c.data).where(table.c.conversation == conversation)
    return _query(server, query)[0].data["slots"]


def _send(visitor: Visitor) -> None:
    for text in (BOOK, EVERYTHING, "yes"):
        said = visitor.say(text)
    assert has(said, "utter_booking_sent")


def _stop(visitor: Visitor) -> None:
    for text in (BOOK, EVERYTHING, "stop"):
        said = visitor.say(text)
    assert has(said, "utter_booking_stopped")


def _discard(visitor: Visitor) -> None:
    for text in (BOOK, EVERYTHING, "my throat is swelling and I can't breathe", "hi"):
        visitor.say(text)
    assert has(visitor.press("Discard it"), "utter_booking_stopped")


@pytest.mark.parametrize("end", [_send, _stop, _discard])
def test_every_slot_of_the_request_is_empty_afterwards(
    live_server: LiveServer, end: Callable[[Visitor], None]
):
    with Visitor(live_server.url).open() as visitor:
        end(visitor)
        left = _slots(live_server, visitor.conversation).keys()
        assert not left & {*draft.DETAILS, *draft.CONTROL, "requested_slot"}
        assert asked(visitor.say(BOOK)) == "name"


@pytest.mark.parametrize(
    "after_all", ["actually lets do it", "yes book it actually", "hey i do want to book"]
)
def test_who_wants_after_all_what_they_gave_up_goes_on_with_it(
    visitor: Visitor, live_server: LiveServer, after_all: str
):
    for text in (BOOK, "Lea Mint", "203 555 0110", "never mind"):
        visitor.say(text)
    assert asked(visitor.say(after_all)) == "email"
    visitor.say("stop")
    assert asked(visitor.say(BOOK)) == "name"
    assert bookings_of(live_server, visitor.conversation) == []


def test_the_consent_to_text_messages_is_kept_apart_and_only_where_it_was_given(
    live_server: LiveServer,
):
    purposes = []
    for pressed in (False, True):
        with Visitor(live_server.url).open() as visitor:
            visitor.say(BOOK)
            visitor.say(EVERYTHING)
            if pressed:
                assert asked(visitor.press("Text me about this request too")) == "confirm"
            visitor.say("yes")
            (booking,) = bookings_of(live_server, visitor.conversation)
        table = schema.consents
        query = sa.select(table.c.purpose, table.c.wording).where(table.c.booking == booking.id)
        purposes.append({tuple(row) for row in _query(live_server, query)})
    assert purposes[0] == {("contact_about_request", "contact-1")}
    assert purposes[1] - purposes[0] == {("text_messages", "texts-1")}


def test_a_consent_to_text_messages_can_be_taken_back_before_sending(live_server: LiveServer):
    with Visitor(live_server.url).open() as visitor:
        visitor.say(BOOK)
        visitor.say(EVERYTHING)
        visitor.press("Text me about this request too")
        visitor.press("Texts")
        visitor.say("yes")
        (booking,) = bookings_of(live_server, visitor.conversation)
    table = schema.consents
    query = sa.select(table.c.purpose).where(table.c.booking == booking.id)
    assert [row.purpose for row in _query(live_server, query)] == ["contact_about_request"]


def _tab(visitor: Visitor) -> Visitor:
    """Another tab with the same conversation."""
    tab = Visitor(visitor.url)
    tab.token, tab.conversation = visitor.token, visitor.conversation
    tab._http.headers["Authorization"] = f"Bearer {tab.token}"
    return tab


def test_two_tabs_that_book_at_once_make_one_request(live_server: LiveServer):
    with Visitor(live_server.url).open() as one, _tab(one) as other:
        for text in (BOOK, EVERYTHING):
            with ThreadPoolExecutor(2) as pool:
                list(pool.map(lambda tab, text=text: tab.say(text), (one, other)))
        with ThreadPoolExecutor(2) as pool:
            list(pool.map(lambda tab: tab.say("yes, send it"), (one, other)))
        sent = [event for event in one.history() if has([event], "utter_booking_sent")]
        assert len(sent) == 1
        assert len(bookings_of(live_server, one.conversation)) == 1


def test_the_same_yes_sent_twice_is_one_request(live_server: LiveServer):
    with Visitor(live_server.url).open() as visitor:
        visitor.say(BOOK)
        visitor.say(EVERYTHING)
        message = visitor.send(text="yes")
        visitor.send(message=message, text="yes")
        visitor.answers(message)
        visitor.say("yes")
        sent = [event for event in visitor.history() if has([event], "utter_booking_sent")]
        assert len(sent) == 1
        assert len(bookings_of(live_server, visitor.conversation)) == 1


def test_the_same_button_pressed_in_two_tabs_is_one_request(live_server: LiveServer):
    with Visitor(live_server.url).open() as visitor:
        visitor.say(BOOK)
        visitor.say(EVERYTHING)
        button = visitor.button("Yes, send it")
        messages = [visitor.send(button=button), visitor.send(button=button)]
        for message in messages:
            visitor.answers(message)
        sent = [event for event in visitor.history() if has([event], "utter_booking_sent")]
        assert len(sent) == 1
        assert len(bookings_of(live_server, visitor.conversation)) == 1
