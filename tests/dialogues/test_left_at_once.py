"""Name, number and matter given with the wish for a person are taken, and not asked again."""

from __future__ import annotations

import pytest

from tests.dialogues.matrix import has, heard
from tests.dialogues.stored import bookings_of
from tests.live import LiveServer
from tests.visitor import Visitor


@pytest.mark.parametrize(
    ("text", "name", "phone"),
    [
        ("please call me 203-555-0120 im Lou Katz its about my bill", "Lou Katz", "+12035550120"),
        ("could somebody ring me about prices, Fran Oduya 203 555 0144", "Fran Oduya",
         "+12035550144"),
    ],
)  # fmt: skip
def test_all_that_was_given_is_read_back_at_once(
    visitor: Visitor, live_server: LiveServer, text: str, name: str, phone: str
):
    said = visitor.say(text)
    assert has(said, "utter_message_read_back"), heard(said)
    visitor.say("yes")
    (message,) = bookings_of(live_server, visitor.conversation)
    assert (message.name, message.phone, message.email) == (name, phone, None)
    assert text in message.concern and message.is_message


def test_only_what_is_missing_is_asked(visitor: Visitor, live_server: LiveServer):
    said = visitor.say("can someone call us back at 203 555 0125")
    assert has(said, "utter_ask_booking_form_name"), heard(said)
    said = visitor.say("Arlene Dubois")
    assert has(said, "utter_message_ask"), heard(said)
    said = visitor.say("my bill looks wrong")
    assert has(said, "utter_message_read_back"), heard(said)
    visitor.say("yes")
    (message,) = bookings_of(live_server, visitor.conversation)
    assert (message.name, message.phone) == ("Arlene Dubois", "+12035550125")


def test_without_a_number_the_way_to_a_person_is_told(visitor: Visitor, live_server: LiveServer):
    said = visitor.say("please have somebody call me about my bill")
    assert has(said, "utter_human_handoff"), heard(said)
