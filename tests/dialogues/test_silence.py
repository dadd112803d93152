"""A request that was left, or whose page was loaded anew, is offered again; nothing is lost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa

from clinic.settings import load_settings
from clinic.store import schema
from clinic.store.database import Database
from tests.dialogues.matrix import ANSWERS, STORED, Sitting, asked, has, heard
from tests.dialogues.stored import bookings_of
from tests.live import LiveServer
from tests.visitor import Visitor


def _half_an_hour_ago(seen: dict[str, str]) -> dict[str, str]:
    at = datetime.fromisoformat(seen["at"]) - timedelta(minutes=31)
    return {**seen, "at": at.isoformat()}


def _minutes_ago(seen: dict[str, str]) -> dict[str, str]:
    at = datetime.fromisoformat(seen["at"]) - timedelta(minutes=25)
    return {**seen, "at": at.isoformat()}


def _another_model(seen: dict[str, str]) -> dict[str, str]:
    return {**seen, "model": "an earlier one"}


def _remember(server: LiveServer, conversation: str, change: Callable[[dict], dict]) -> None:
    """Change what the conversation remembers of when it was last gone on with."""
    settings = load_settings(database_url=server.environment["DATABASE_URL"], _env_file=None)
    database, table = Database(settings.database_url), schema.tracker_snapshots
    try:
        with database.write() as connection:
            here = table.c.conversation == conversation
            data = connection.execute(sa.select(table.c.data).where(here)).scalar_one()
            data["slots"]["seen"] = change(data["slots"]["seen"])
            connection.execute(sa.update(table).where(here).values(data=data))
    finally:
        database.dispose()


@pytest.mark.parametrize("change", [_half_an_hour_ago, _another_model, None])
def test_after_a_silence_or_reload_an_answer_is_kept_and_going_on_is_offered(
    visitor: Visitor, live_server: LiveServer, change: Callable[[dict], dict] | None
):
    sitting = Sitting(visitor, "location")
    if change:
        _remember(live_server, visitor.conversation, change)
    else:
        visitor.follow(after=0)  # as a page does that was just loaded
    said = visitor.say(ANSWERS["location"])
    assert has(said, "utter_offer_continue") and asked(said) is None, heard(said)
    said = visitor.press("Continue my request")
    assert asked(said) == "preferred", heard(said)
    sitting.finish(said)
    (booking,) = bookings_of(live_server, visitor.conversation)
    assert (booking.name, booking.location) == (STORED["name"], STORED["location"])


def test_after_a_silence_a_question_is_answered_first(visitor: Visitor, live_server: LiveServer):
    Sitting(visitor, "email")
    _remember(live_server, visitor.conversation, _half_an_hour_ago)
    said = visitor.say("does it hurt?")
    assert has(said[:1], "utter_faq/pain"), heard(said)
    assert has(said[1:], "utter_offer_continue") and asked(said) is None, heard(said)
    assert asked(visitor.press("Continue my request")) == "email"


def test_after_a_silence_a_yes_sends_nothing_before_it_was_read_back_again(
    visitor: Visitor, live_server: LiveServer
):
    Sitting(visitor, "confirm")
    _remember(live_server, visitor.conversation, _half_an_hour_ago)
    assert has(visitor.say("yes"), "utter_offer_continue")
    assert bookings_of(live_server, visitor.conversation) == []
    assert asked(visitor.say("yes")) == "confirm"
    assert has(visitor.say("yes"), "utter_booking_sent")
    assert len(bookings_of(live_server, visitor.conversation)) == 1


def test_a_short_silence_changes_nothing(visitor: Visitor, live_server: LiveServer):
    Sitting(visitor, "location")
    _remember(live_server, visitor.conversation, _minutes_ago)
    assert asked(visitor.say(ANSWERS["location"])) == "preferred"


def test_a_stream_that_goes_on_where_it_broke_off_changes_nothing(visitor: Visitor):
    Sitting(visitor, "location")
    visitor.follow(after=visitor.last)
    assert asked(visitor.say(ANSWERS["location"])) == "preferred"


def test_a_discarded_request_is_gone(visitor: Visitor, live_server: LiveServer):
    Sitting(visitor, "location")
    _remember(live_server, visitor.conversation, _half_an_hour_ago)
    visitor.say("hello")
    assert has(visitor.press("Discard it"), "utter_booking_stopped")
    assert asked(visitor.say("I'd like to book an appointment")) == "name"
