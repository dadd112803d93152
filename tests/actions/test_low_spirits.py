"""Who is unhappy with their looks gets a kind word; despair behind it gets the crisis line."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import alarm, low_spirits
from actions.message import Message


def _tracker(text: str, slots: dict[str, Any] | None = None, **parsed: Any) -> Tracker:
    last = {"text": text, "message_id": "m1", "intent": {"name": "faq"}, **parsed}
    return Tracker("c", slots or {}, last, [], False, None, {}, "action_listen")


def _is_low(text: str, **parsed: Any) -> bool:
    return low_spirits.is_low(Message(_tracker(text, **parsed)))


def _heard(text: str, slots: dict[str, Any] | None = None, **parsed: Any):
    tracker, dispatcher = _tracker(text, slots, **parsed), CollectingDispatcher()
    found = low_spirits.heard(dispatcher, tracker, Message(tracker))
    return found, [each["response"] for each in dispatcher.messages]


@pytest.mark.parametrize(
    "text",
    [
        "I just feel so ugly lately",
        "my acne makes me depressed and I cry every day",
        "I hate my face",
        "nobody looks at me",
        "i look like a monster",
        "am i that ugly",
        "i can't even look in the mirror",
        "my skin makes me so sad",
        "i cry myself to sleep because of my scars",
        "my scars have ruined my life",
        "i'm so sad lately",
        "i feel lonely",
        "nothing helps",
        "it's hopeless.",
    ],
)
def test_it_weighs_on_somebody(text: str):
    assert _is_low(text)


@pytest.mark.parametrize(
    "text",
    [
        "i hate my skin texture, what can you do",
        "i cry at eyebrow threading",
        "nothing helps my blackheads",
        "can i look at photos of results",
        "i'm sad that you close early",
        "nobody answers the phone",
        "i'm not sad at all",
        "i have acne",
    ],
)
def test_an_ordinary_remark_is_none(text: str):
    assert not _is_low(text)


def test_harm_that_the_clinic_did_stays_a_complaint():
    angry = "your girl made my face worse and now i hate my face"
    assert not _is_low(angry, intent={"name": "complaint"})
    assert _is_low("nobody looks at me", intent={"name": "complaint"})


def test_a_danger_is_never_only_low_spirits():
    assert not _is_low("i hate my face and want to die", safety="self_harm")


def test_a_question_beside_it_is_answered_without_the_reasons_against_the_treatment():
    mood = {"entity": "condition", "value": "depression", "start": 14, "end": 23}
    health = [{"kind": "condition", "value": "depression"}]
    text = "my acne makes me depressed, would this help?"
    parsed = {"topics": ["faq/concern_suitability"], "entities": [mood], "health": health}
    (events, rest), said = _heard(text, **parsed)
    assert said == [low_spirits.KIND_WORDS]
    assert rest is not None and rest.topics == ["faq/concern_suitability"] and not rest.health
    assert [each["name"] for each in events] == [low_spirits.SLOT]


@pytest.mark.parametrize("text", ["i give up", "nothing helps", "what's the point", "I'm done."])
def test_despair_behind_it_gets_the_crisis_line_and_an_alarm(text: str):
    before = {low_spirits.SLOT: datetime.now(UTC).isoformat()}
    (events, rest), said = _heard(text, before, intent={"name": "deny"})
    assert rest is None and said == ["utter_safety_self_harm"]
    raised = next(each for each in events if each["name"] == alarm.SLOT)
    assert raised["value"]["kind"] == alarm.SELF_HARM


@pytest.mark.parametrize("text", ["i give up", "i'm done", "what's the point"])
def test_what_may_be_about_the_chat_is_no_despair_by_itself(text: str):
    assert _heard(text)[0] is None
    long_ago = (datetime.now(UTC) - timedelta(days=2)).isoformat()
    assert _heard(text, {low_spirits.SLOT: long_ago})[0] is None


def test_while_a_life_is_in_danger_its_line_is_what_is_said():
    crisis = {alarm.SLOT: {"kind": alarm.SELF_HARM, "at": datetime.now(UTC).isoformat()}}
    assert _heard("i hate my face", crisis) == (None, [])
