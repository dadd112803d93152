"""Whoever has an appointment that this chat knows nothing of is passed on with it to the team."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tests.dialogues.matrix import asked, has, heard
from tests.dialogues.stored import bookings_of
from tests.live import LiveServer
from tests.visitor import Visitor

# Far enough that nobody has to be called about it.
DAY = (datetime.now(UTC) + timedelta(days=4)).strftime("%A")


def test_the_old_time_and_the_new_one_reach_the_team(visitor: Visitor, live_server: LiveServer):
    told = f"I have an appointment on {DAY} at 2 and need to move it"
    said = visitor.say(told)
    assert has(said, "utter_change_not_here"), heard(said)
    assert has(said, "utter_ask_change_form_change_reference")
    assert has(visitor.say("to the 28th"), "utter_ask_change_form_change_reference")
    said = visitor.say("Grace Kim 203-555-0103")
    assert asked(said) is None and "Grace Kim" in heard(said), heard(said)
    visitor.say("yes")
    (message,) = bookings_of(live_server, visitor.conversation)
    assert (message.name, message.phone) == ("Grace Kim", "+12035550103")
    assert message.concern == f"{told} / to the 28th"
    assert "change" in message.flags and not message.preferred


def test_a_day_said_behind_the_offer_of_a_message_is_part_of_it(
    visitor: Visitor, live_server: LiveServer
):
    told = f"do I have an appointment on {DAY}? I forgot what time"
    visitor.say(told)
    assert has(visitor.say("no"), "utter_change_no_reference")
    said = visitor.say("it was a monday I think")
    assert has(said, "utter_message_begin"), heard(said)
    visitor.say("Ann Poe")
    visitor.say("203-555-0104")
    visitor.say("yes")
    (message,) = bookings_of(live_server, visitor.conversation)
    assert message.concern == f"{told} / it was a monday I think"


@pytest.mark.parametrize(
    ("told", "then"),
    [
        ("quiero cancelar mi cita", None),
        ("tengo una cita y quiero cambiarla", "para el 28"),
    ],
)
def test_the_same_in_spanish(
    visitor: Visitor, live_server: LiveServer, told: str, then: str | None
):
    said = visitor.say(told)
    assert has(said, "utter_ask_change_form_change_reference"), heard(said)
    assert has(said, "utter_change_not_here") == bool(then) and "referencia" in heard(said)
    for text in [*([then] if then else []), "no tengo", "Ana Ruiz", "203-555-0178", "sí, enviar"]:
        visitor.say(text)
    (message,) = bookings_of(live_server, visitor.conversation)
    assert message.name == "Ana Ruiz" and "change" in message.flags
    assert message.concern == " / ".join(filter(None, (told, then)))
