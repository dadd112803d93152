"""What is said about a request that was sent is told from everything else."""

from __future__ import annotations

from typing import Any

import pytest

from actions.booking.for_team import is_only_contact
from actions.change.details import details_in
from actions.change.reference import has_no_reference, names_reference
from actions.change.told import told_of_health
from actions.change.wishes import speaks_of_sent
from actions.message import Message


class _Tracker:
    sender_id = "conversation"

    def __init__(self, text: str, slot: Any = None, **parsed: Any) -> None:
        self.latest_message = {"text": text, "message_id": "m1", **parsed}
        self._slot = slot

    def get_slot(self, name: str) -> Any:
        return self._slot


def _entity(entity: str, text: str, within: str) -> dict[str, Any]:
    start = within.index(text)
    return {"entity": entity, "value": text, "text": text, "start": start,
            "end": start + len(text)}  # fmt: skip


def _message(text: str, town: str | None = None, day: str | None = None, **parsed: Any) -> Message:
    found = [("location", town), ("date", day)]
    entities = [_entity(kind, each, text) for kind, each in found if each]
    return Message(_Tracker(text, entities=entities, **parsed))


@pytest.mark.parametrize(
    ("message", "sent", "about"),
    [
        (_message("actually make it Norwalk", "Norwalk"), True, True),
        (_message("oh sorry I meant Norwalk", "Norwalk"), True, True),
        (_message("friday instead", day="friday"), True, True),
        (_message("2035550109"), True, True),
        (_message("hi my ref is N2AF-A7CB"), False, True),
        (_message("actually make it Norwalk", "Norwalk"), False, False),
        (_message("is Norwalk better?", "Norwalk"), True, False),
        (_message("book another one in Norwalk instead", "Norwalk"), True, False),
        (_message("Norwalk", "Norwalk"), True, False),
        (_message("and Norwalk please", "Norwalk"), True, True),
        (_message("and Norwalk please", "Norwalk"), False, False),
        (_message("actually my wedding is on friday", day="friday"), True, False),
        (_message("actually, is it safe", topics=["faq/side_effects"]), True, False),
        (_message("what rate"), False, False),
        (_message("and my email is tess@moore.org"), True, True),
        (_message("my phone is 2035550152 not 51"), True, True),
        (_message("2035550109 is my right number"), True, True),
        (_message("can we do 5 instead"), True, True),
        (_message("actually january is too late, do you have anything sooner"), True, True),
        (_message("do you have anything sooner", topics=["faq/results_when"]), True, True),
        (_message("do you have anything sooner"), False, False),
        (_message("book me again, my phone is 2035550152"), True, False),
        (_message("one for my sister, her number is 2035550152"), True, False),
    ],
)
def test_what_is_about_a_request_that_was_sent(message: Message, sent: bool, about: bool):
    assert speaks_of_sent(message, "K7PM-3XQH" if sent else None) is about


@pytest.mark.parametrize(
    ("message", "details"),
    [
        (_message("I meant Norwalk", "Norwalk"), {"location": "Norwalk"}),
        (_message("wrong number, it should be 203-555-0144"), {"phone": "+12035550144"}),
        (_message("sorry my name is Bea Rizzo"), {"name": "Bea Rizzo"}),
        (_message("change the name to Bea Rizzo"), {"name": "Bea Rizzo"}),
        (_message("203-555-0144"), {}),
        (_message("does it hurt"), {}),
    ],
)
def test_details_are_put_right_where_that_is_said(message: Message, details: dict[str, str]):
    assert details_in(message) == details


def test_a_way_to_be_reached_that_is_stated_belongs_to_what_was_sent():
    message = _message("and my email is tess@moore.org")
    assert details_in(message) == {}
    assert details_in(message, sent="K7PM-3XQH") == {"email": "tess@moore.org"}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("i also take warfarin", ["warfarin"]),
        ("I take warfarin. does it hurt?", ["warfarin"]),
        ("is it ok with warfarin?", []),
        ("one more request, i take warfarin", []),
    ],
)
def test_health_that_is_stated_after_sending_is_told(text: str, told: list[str]):
    at = text.index("warfarin")
    tracker = _Tracker(text)
    found = {"entity": "medicine", "value": "warfarin", "text": "warfarin", "start": at}
    tracker.latest_message["entities"] = [{**found, "end": at + 8}]
    assert [each["value"] for each in told_of_health(Message(tracker))] == told


def test_a_reference_is_told_from_two_words():
    assert names_reference("K7PM-3XQH")
    assert names_reference("my reference is abcd-efgh") is False  # small letters inside of words
    assert not names_reference("what rate")
    assert names_reference("cancel GHYW-YHXY")  # one in ten has no digit
    assert not names_reference("PLEASE CALL-BACK")
    assert has_no_reference("I lost my reference") and has_no_reference("don't have the code")


def test_a_number_alone_is_no_wish_for_an_appointment():
    assert is_only_contact(_message("Beth, 203-555-0122"))
    assert not is_only_contact(_message("book me in, 203-555-0122"))
    assert not is_only_contact(_message("friday, 203-555-0122", day="friday"))
