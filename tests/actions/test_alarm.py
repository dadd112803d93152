"""After an alarm: what is still about it, and when it is over."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from rasa_sdk import Tracker

from actions import alarm
from actions.message import Message


def _tracker(text: str, intent: str, offer: str | None = None, **parsed: Any) -> Tracker:
    last = {"text": text, "message_id": "m1", "intent": {"name": intent}, **parsed}
    slots = {"offer": offer, alarm.SLOT: {"kind": "same_day", "at": datetime.now(UTC).isoformat()}}
    return Tracker("c", slots, last, [], False, None, {}, "action_listen")


def _is_about_it(text: str, intent: str, offer: str | None = None, **parsed: Any) -> bool:
    tracker = _tracker(text, intent, offer, **parsed)
    return alarm.is_about_it(tracker, Message(tracker))


@pytest.mark.parametrize(
    ("text", "intent", "topics"),
    [
        ("i cant afford urgent care", "nlu_fallback", []),
        ("what should i put on it meanwhile", "faq", ["faq/aftercare"]),
        ("can i still come to my second session friday", "faq", ["faq/session_frequency"]),
        ("what do i do", "chat_help", []),
        ("hello?", "greet", []),
        ("ok", "affirm", []),
        ("how much is it and what can i put on it", "faq", ["faq/price", "faq/aftercare"]),
    ],
)
def test_what_is_not_clearly_something_else_is_about_it(text: str, intent: str, topics: list[str]):
    assert _is_about_it(text, intent, topics=topics)


def test_something_else_and_a_yes_to_an_offer_are_not():
    assert not _is_about_it("how much is it", "faq", topics=["faq/price"])
    assert not _is_about_it("i want to book an appointment", "booking_request")
    assert not _is_about_it("i want to speak to a manager", "human_handoff")
    assert not _is_about_it("yes", "affirm", offer="message")


@pytest.mark.parametrize(
    "text",
    ["ok im fine", "i'm all better now, thanks", "it went away", "i feel better",
     "i saw a doctor yesterday", "i was just kidding", "ya pasó", "it's gone"],
)  # fmt: skip
def test_the_visitor_says_that_it_is_over(text: str):
    assert alarm.is_over(text)


@pytest.mark.parametrize(
    "text",
    ["im not fine", "is it better to go to the er?", "it's better but my lip is big",
     "its all over my face now", "i'm fine with dying",
     "should i see a doctor", "i cant get better", "when i'm better can i come"],
)  # fmt: skip
def test_it_is_not_over(text: str):
    assert not alarm.is_over(text)


def test_an_alarm_ends_by_itself_after_a_day():
    tracker = _tracker("x", "faq")
    assert alarm.stands(tracker) == "same_day"
    long_ago = (datetime.now(UTC) - alarm.LASTS - timedelta(minutes=1)).isoformat()
    tracker.slots[alarm.SLOT]["at"] = long_ago
    assert alarm.stands(tracker) is None


def test_a_no_before_it_does_not_deny_that_it_is_over():
    assert alarm.is_over("No, I'm fine") and alarm.is_over("no no it was a false alarm")
    assert not alarm.is_over("i went to the er and it hurts more now")


def test_no_message_is_offered_where_a_request_waits():
    last = {"text": "what do i do", "message_id": "m1", "intent": {"name": "chat_help"}}
    waiting = Tracker("c", {"draft": True}, last, [], False, None, {}, "action_listen")
    assert not alarm.can_tell_team(waiting)
    assert alarm.can_tell_team(_tracker("what do i do", "chat_help"))


@pytest.mark.parametrize(
    "text",
    ["i called 911, they are coming", "already at the ER", "the ambulance is here",
     "my husband called an ambulance", "im on the phone with 911", "we're at urgent care now",
     "the paramedics are on their way", "hes taking me to the emergency room",
     "ya viene la ambulancia", "throat closing, ambulance is coming",
     "i called 911, can't breathe", "cant breathe i called 911 and they are coming"],
)  # fmt: skip
def test_help_that_was_called_is_heard(text: str):
    assert alarm.help_is_called(text)


@pytest.mark.parametrize(
    "text",
    ["should i call 911", "i called 911 but nobody answers", "i called 911, they hung up",
     "i can't afford an ambulance", "i don't want an ambulance", "if i called 911 would they come",
     "is the ambulance coming?",
     "i'm driving to the er", "i was at the er last week and it's back", "i need an ambulance",
     "they're coming"],
)  # fmt: skip
def test_help_that_may_not_come_is_not(text: str):
    assert not alarm.help_is_called(text)


def test_after_an_alarm_they_are_the_helpers():
    assert alarm.help_is_called("they're almost here", after_alarm=True)
    assert not alarm.help_is_called("they're not coming", after_alarm=True)


@pytest.mark.parametrize(
    ("text", "kind"),
    [("they're here now", "same_day"), ("they're here and i still want to die", "self_harm"),
     ("i want to die", "self_harm")],
)  # fmt: skip
def test_helpers_who_come_are_no_talk_of_dying(text: str, kind: str):
    tracker = _tracker(text, "emergency", safety="self_harm")
    assert alarm.kind_of(tracker, Message(tracker)) == kind
