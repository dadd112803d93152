"""What is joined to the message before it, to look for a danger in both."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from clinic.chat import pieces
from clinic.store.inbox import PendingMessage

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def _message(text: str, after: float = 0) -> PendingMessage:
    at = NOON + timedelta(seconds=after)
    return PendingMessage(1, "c", "m", 1, text, None, at, 0, at)


def _parsed(text: str, intent: str = "nlu_fallback", **more: Any) -> dict[str, Any]:
    would = "clarify" if intent == "nlu_fallback" else "answer"
    confidence = 0.2 if would == "clarify" else 0.99
    return {"text": text, "intent": {"name": intent, "confidence": confidence}, "entities": [],
            "label_confidence": confidence, "would": would, **more}  # fmt: skip


def _snapshot(loop: str | None = None, **slots: Any) -> dict[str, Any]:
    return {"slots": slots, "loop": loop}


def _kept(text: str, intent: str = "nlu_fallback", before: Any = None, **more: Any) -> Any:
    after = _snapshot()
    pieces.keep(after, before, _message(text), _parsed(text, intent, **more))
    return after


def _together(before: Any, text: str, after: float = 10, **more: Any) -> str | None:
    return pieces.together(before, _message(text, after), _parsed(text, **more))


def test_two_pieces_within_a_minute_are_read_together():
    assert _together(_kept("my face"), "its big", 60) == "my face its big"


def test_a_third_piece_is_read_with_both_before():
    before = _kept("um", before=_kept("my tongue"))
    assert _together(before, "so fat") == "my tongue um so fat"


def test_what_comes_later_stands_alone():
    assert _together(_kept("my face"), "its big", 120) is None


@pytest.mark.parametrize(
    ("text", "more"),
    [
        ("i would like to know what it costs", {}),
        ("203-555-0150", {"entities": [{"entity": "phone"}]}),
        ("Pain", {"intent": "faq", "button": True}),
        ("cant breathe", {"intent": "emergency", "safety": "emergency"}),
    ],
)
def test_what_is_no_piece_is_neither_kept_nor_joined(text: str, more: dict[str, Any]):
    assert pieces.KEY not in _kept(text, **more)
    assert _together(_kept("my face"), text, **more) is None


def test_what_is_answered_by_itself_is_not_read_again():
    assert _together(_kept("price", "faq"), "location", intent="faq") is None
    assert _together(_kept("hi", "greet"), "thanks", intent="thanks") is None
    assert _together(_kept("my neck"), "closing", intent="faq") == "my neck closing"


def test_what_the_rules_see_in_both_is_read_whatever_each_was_taken_for():
    before = _kept("i want", "booking_request")
    assert _together(before, "to die", intent="abusive") == "i want to die"


def test_a_day_is_a_detail_only_where_a_form_is_open():
    today = {"entities": [{"entity": "date"}]}
    assert _together(_kept("my face"), "swollen today", **today) == "my face swollen today"
    assert _together(_kept("my eyelid"), "it started today", **today)
    before = _kept("my face") | {"loop": "booking_form"}
    assert _together(before, "today", **today) is None
    assert pieces.KEY not in _kept("today", before=_snapshot("booking_form"), **today)


def test_of_what_is_asked_only_what_the_rules_see_counts():
    assert _together(_kept("my face"), "is swollen?") == "my face is swollen?"
    assert _together(_kept("my face"), "is burning??") == "my face is burning??"
    assert _together(_kept("my face?"), "so swollen") == "my face so swollen"
    assert _together(_kept("my face"), "how much?", intent="faq") is None
    assert _together(_kept("my face?"), "its nice") is None
    before = _kept("swollen", before=_kept("my face?"))
    assert _together(before, "hmm") == "my face swollen hmm"


def test_a_piece_that_filled_in_a_detail_is_none():
    before, after = _snapshot("booking_form"), _snapshot("booking_form", concern="my face")
    pieces.keep(after, before, _message("my face"), _parsed("my face"))
    assert pieces.KEY not in after


def test_only_a_danger_changes_what_the_last_piece_means():
    alone = _parsed("its big")
    assert pieces.endangered(alone, _parsed("my face its big")) is alone
    joined = _parsed("my face its big", "emergency", safety="emergency", language="en")
    both = pieces.endangered(alone, joined)
    assert (both["text"], both["safety"], both["topics"]) == ("its big", "emergency", [])
    assert both["intent"]["name"] == "emergency"
