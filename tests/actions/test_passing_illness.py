"""Who is ill on the day is sent to the team first, and not judged."""

from __future__ import annotations

from typing import Any

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import passing_illness
from actions.message import Message

PERSONAL = "faq/contraindication_personal"


def _tracker(text: str, **parsed: Any) -> Tracker:
    last = {"text": text, "message_id": "m1", "intent": {"name": "faq"}, **parsed}
    return Tracker("c", {}, last, [], False, None, {}, "action_listen")


def _is_ill(text: str, **parsed: Any) -> bool:
    return passing_illness.is_ill_now(Message(_tracker(text, **parsed)))


def _condition(value: str, **more: Any) -> dict[str, Any]:
    return {"entity": "condition", "value": value, "start": 0, "end": 4, **more}


@pytest.mark.parametrize(
    "text",
    [
        "sore throat, should i still come tomorrow",
        "it's just a cold",
        "i have a cold, can i come",
        "i woke up sick, is that ok",
        "i had a fever last week",
        "covid right now day 4",
        "do i come with a runny nose",
    ],
)
def test_somebody_is_ill(text: str):
    assert _is_ill(text, topics=[PERSONAL])


@pytest.mark.parametrize(
    "text",
    [
        "i get cold sores",
        "i got sick after your treatment, is it normal?",
        "i feel sick since the session",
        "your cream made me feel sick",
        "i'm feeling ill at ease about my skin",
        "is the wand cold",
        "i had covid last year",
        "i have long covid",
        "i got my covid shot yesterday",
        "i have a fever blister",
        "do i have to wear a mask because of covid, what are the rules",
    ],
)
def test_nobody_is_ill_now(text: str):
    assert not _is_ill(text, topics=[PERSONAL])


def test_another_illness_a_denied_one_or_another_topic_has_its_own_answer():
    text = "i have diabetes and a cold"
    assert not _is_ill(text, topics=[PERSONAL], entities=[_condition("diabetes mellitus")])
    denied = [_condition("flu", negated=True)]
    assert not _is_ill("i don't have the flu", topics=[PERSONAL], entities=denied)
    assert not _is_ill("i missed two because of the flu", topics=["faq/session_frequency"])
    assert not _is_ill("i have a cold, move me", intent={"name": "booking_change"})
    assert not _is_ill("i have a cold and can't breathe", topics=[PERSONAL], safety="emergency")


def test_what_is_asked_beside_it_is_left_to_its_answer():
    tracker = _tracker(
        "i have a cold, can i come, and how much is it?",
        topics=[PERSONAL, "faq/price"],
        entities=[_condition("flu")],
        health=[{"kind": "condition", "value": "flu"}],
    )
    dispatcher = CollectingDispatcher()
    found = passing_illness.heard(dispatcher, tracker, Message(tracker))
    assert found is not None and found[1] is not None
    assert found[1].topics == ["faq/price"] and not found[1].health
    assert dispatcher.messages[0]["response"] == passing_illness.SICK
