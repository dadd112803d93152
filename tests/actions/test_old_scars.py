"""Old scars of self-harm: thanked for telling, and answered."""

from __future__ import annotations

import pytest
from rasa_sdk import Tracker

from actions.message import Message
from actions.old_scars import tells_of_old_scars


def _tells(text: str, **parsed: object) -> bool:
    last = {"text": text, "message_id": "m1", "intent": {"name": "faq"}, **parsed}
    return tells_of_old_scars(Message(Tracker("c", {}, last, [], False, None, {}, "x")))


@pytest.mark.parametrize(
    "text",
    ["does it help with old self harm scars?", "I used to cut, can you treat the marks",
     "these scars are from when I cut, 12 years ago",
     "i hurt myself as a teen, what about the scars", "self-inflicted scars on my arm"],
)  # fmt: skip
def test_who_tells_of_self_harm_behind_them_is_thanked(text: str):
    assert _tells(text)


@pytest.mark.parametrize(
    "text",
    ["it's not self harm, the cat scratched me", "i cut myself shaving, can i still come",
     "do acne scars go away", "i used to cut down on sugar"],
)  # fmt: skip
def test_other_scars_and_cuts_are_just_answered(text: str):
    assert not _tells(text)


def test_what_is_an_alarm_is_left_to_it():
    assert not _tells("old self harm scars and new ones", safety="self_harm")
