"""What the team should hear: what happened is kept, the danger first, and all that is added."""

from __future__ import annotations

from typing import Any

import pytest
from rasa_sdk import Tracker

from actions.booking.for_team import heard, is_more, opened, read_for_team, tells, told
from actions.message import Message

GIVEN = {"name": "Bea Ruiz", "phone": "+12035550150", "email": "", "concern": "my bill"}


def _tracker(text: str = "x", said: Any = None, intent: str = "faq", **parsed: Any) -> Tracker:
    last = {"text": text, "message_id": "m1", "intent": {"name": intent}, **parsed}
    return Tracker("c", {"for_team": said}, last, [], False, None, {}, "action_listen")


def _message(text: str, intent: str, **parsed: Any) -> Message:
    return Message(_tracker(text, None, intent, **parsed))


def _kept(events: list[dict[str, Any]]) -> dict[str, Any]:
    return events[0]["value"]


def test_what_was_said_is_kept_once_each_and_a_complaint_stays_one():
    said = {"about": "complaint", "said": ["a refund"], "dangers": []}
    assert _kept(heard(_tracker(said=said), "complaint", "a refund")) == said
    assert _kept(heard(_tracker(said=said), "complaint", "my  money"))["said"][1] == "my money"
    more = _kept(heard(_tracker(said=said), "message", "it was in norwalk"))
    assert more["about"] == "complaint" and more["said"] == ["a refund", "it was in norwalk"]
    change = _kept(heard(_tracker(said=said), "change", "friday"))
    assert change["about"] == "change" and change["said"] == ["a refund", "friday"]


def test_a_message_begins_with_the_danger_and_is_flagged_with_it():
    said = _kept(heard(_tracker(), "message", "it was on the 20th"))
    said = _kept(heard(_tracker(said=said), "message", "fever 102 since then", "same_day"))
    slots = {each["name"]: each["value"] for each in opened(_tracker(said=said))}
    assert slots["concern"] == "fever 102 since then / it was on the 20th"
    assert slots["booking_flags"] == ["danger:same_day"]


@pytest.mark.parametrize(
    ("text", "intent", "more"),
    [
        ("she burned me", "nlu_fallback", {}),
        ("i'm on eliquis, is it ok", "faq", {"health": [{"kind": "medicine", "value": "x"}]}),
        ("dark marks where she went over twice", "faq", {}),
        ("me quemaron la cara", "other_language", {}),
        ("i want to talk to somebody about the bill that i got", "human_handoff", {}),
    ],
)  # fmt: skip
def test_what_happened_is_kept_whatever_was_replied(text: str, intent: str, more: dict[str, Any]):
    message = _message(text, intent, **more)
    assert tells(message) and _kept(told(_tracker(), message))["said"] == [text]


@pytest.mark.parametrize(
    ("text", "intent"),
    [("does it hurt?", "faq"), ("downtime", "faq"), ("hello", "greet"), ("yes", "affirm"),
     ("you need to call me", "human_handoff"), ("how are you?", "chitchat")],
)  # fmt: skip
def test_what_is_only_asked_tells_nothing(text: str, intent: str):
    assert not tells(_message(text, intent))


def _is_more(
    text: str, intent: str, asked: str = "confirmed", kind: str = "message", **parsed: Any
) -> bool:
    message = _message(text, intent, **parsed)
    return is_more(message, asked, read_for_team(message, asked, GIVEN), kind)


@pytest.mark.parametrize(
    ("text", "intent", "topics"),
    [
        ("also i want my 220 dollars back", "faq", ["faq/price"]),
        ("She pressed too hard and didnt listen when I told her it stung", "complaint", []),
        ("is that permanent", "faq", ["faq/maintenance"]),
        ("and can they be mailed", "faq", ["faq/price"]),
        ("thats a hipaa violation", "faq", ["faq/privacy"]),
        ("yes but also tell them that i am allergic to latex", "affirm", []),
    ],
)
def test_everything_that_is_told_at_the_read_back_is_added(
    text: str, intent: str, topics: list[str]
):
    assert _is_more(text, intent, topics=topics)


def test_a_day_at_the_read_back_is_added():
    day = {"entity": "date", "value": "friday", "text": "friday", "start": 7, "end": 13}
    assert _is_more("before friday", "nlu_fallback", entities=[day])


def test_a_day_at_the_name_belongs_to_the_wish_for_another_appointment():
    day = {"entity": "date", "value": "friday", "text": "next friday", "start": 0, "end": 11}
    assert _is_more("next friday", "nlu_fallback", "name", "change", entities=[day])
    assert not _is_more("next friday", "nlu_fallback", "name", "message", entities=[day])


@pytest.mark.parametrize(
    ("text", "intent"),
    [("yes", "affirm"), ("no", "deny"), ("i guess", "nlu_fallback"), ("ok right now", "affirm"),
     ("thanks", "thanks"), ("nope thats not right", "deny"), ("no thats fine", "deny"),
     ("my number is 203-555-0199", "booking_request")],
)  # fmt: skip
def test_a_yes_a_no_and_a_detail_are_no_more_to_tell(text: str, intent: str):
    assert not _is_more(text, intent)


def test_a_yes_is_no_message():
    reading = read_for_team(_message("yes", "affirm"), "concern", {})
    assert reading.found == {} and reading.problem == "utter_booking_tell_more"
