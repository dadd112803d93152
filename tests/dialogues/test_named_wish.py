"""A name that stands in the wish to be called is not asked for again."""

from __future__ import annotations

import pytest

from tests.dialogues.matrix import asked, has, heard
from tests.dialogues.stored import bookings_of
from tests.live import LiveServer
from tests.visitor import Visitor


@pytest.mark.parametrize(
    "text",
    ["Can someone call me? Sara Bloom", "this is Sara Bloom, can you call me tomorrow"],
)
def test_the_name_beside_the_wish_is_taken(visitor: Visitor, live_server: LiveServer, text: str):
    visitor.say(text)
    said = visitor.press("Leave my details")
    assert asked(said) == "phone", heard(said)
    visitor.say("203 555 0190")
    said = visitor.say("about my bill")
    assert "**Name:** Sara Bloom" in heard(said), heard(said)
    visitor.say("yes")
    (message,) = bookings_of(live_server, visitor.conversation)
    assert (message.name, message.phone) == ("Sara Bloom", "+12035550190")


@pytest.mark.parametrize("text", ["can i talk to a real person", "call me, this is urgent"])
def test_without_a_name_it_is_asked_for(visitor: Visitor, text: str):
    visitor.say(text)
    said = visitor.say("I want to leave a message for the team")
    if not has(said, "utter_ask_booking_form_name"):
        said = visitor.press("Leave my details")
    assert has(said, "utter_ask_booking_form_name"), heard(said)
