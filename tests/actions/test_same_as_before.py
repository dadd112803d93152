"""What is said to be the same as in the request before, and what begins another one."""

from __future__ import annotations

from typing import Any

import pytest

from actions.booking.same_as_before import begins_another, same_in
from actions.message import Message


class _Tracker:
    sender_id = "c1"

    def __init__(self, text: str, sent: str | None = "K7PM-3XQH", form: str | None = None) -> None:
        self.latest_message: dict[str, Any] = {"text": text, "entities": []}
        self.active_loop = {"name": form}
        self._sent = sent

    def get_slot(self, slot: str) -> str | None:
        return self._sent if slot == "sent" else None


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("book me too, same number", ["phone"]),
        ("same phone number and place", ["phone", "location"]),
        ("the same town, same day & the same e-mail address", ["email", "location", "preferred"]),
        ("same contact details", ["phone", "email"]),
        ("mismo teléfono y misma hora", ["phone", "preferred"]),
        ("everything else is the same", ["phone", "email", "location", "preferred"]),
        ("everything the same but my number is 203 555 0142",
         ["phone", "email", "location", "preferred"]),
        ("same day appointment?", []),
        ("it's all the same to me", []),
        ("not the same number", []),
        ("she doesn't have the same phone", []),
        ("no, same number", ["phone"]),
        ("same price for men?", []),
        ("at the same clinic where my number was wrong", ["location"]),
    ],
)  # fmt: skip
def test_what_is_the_same_is_each_detail_that_is_named(text: str, same: list[str]):
    assert same_in(text) == same


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        ("one for my sister as well", True),
        ("same for my daughter please", True),
        ("my husband wants one too", True),
        ("book me too", True),
        ("otra para mi marido", True),
        ("is there one for my sister", False),
        ("another one for Friday", False),
        ("I want the same for my face", False),
        ("my husband had it done", False),
        ("my mom needs an appointment as well", True),
        ("my wife would like to come too", True),
        ("my mom needs a wheelchair", False),
        ("my daughter needs an interpreter", False),
        ("my husband wants it on friday instead", False),
        ("my wife needs a different time", False),
    ],
)
def test_one_more_is_begun_for_somebody_only(text: str, begins: bool):
    tracker = _Tracker(text)
    assert begins_another(tracker, Message(tracker)) == begins


def test_one_more_is_begun_only_where_one_was_sent_and_no_form_is_open():
    for tracker in (_Tracker("book me too", None), _Tracker("book me too", form="booking_form")):
        assert not begins_another(tracker, Message(tracker))
