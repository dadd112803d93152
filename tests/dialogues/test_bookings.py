"""Whole booking dialogues end with exactly the request that was meant, or with none."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.dialogues.player import play
from tests.dialogues.stored import bookings_of
from tests.live import LiveServer
from tests.sources import ROOT
from tests.visitor import Visitor

pytestmark = pytest.mark.slow
HERE = Path(__file__).parent
SHARED = ROOT.parent / "shared" / "eval" / "dialogues.dev.json"


def dialogues() -> list[dict[str, Any]]:
    own = json.loads((HERE / "bookings.json").read_text(encoding="utf-8"))["dialogues"]
    given = json.loads(SHARED.read_text(encoding="utf-8"))["dialogues"] if SHARED.exists() else []
    known = {dialogue["id"] for dialogue in own}
    return own + [dialogue for dialogue in given if dialogue["id"] not in known]


@pytest.mark.parametrize("dialogue", dialogues(), ids=lambda each: each["id"])
def test_a_dialogue_ends_with_the_request_that_was_meant(
    dialogue: dict[str, Any], live_server: LiveServer
):
    with Visitor(live_server.url).open() as visitor:
        said = play(visitor, dialogue)
        sent = bookings_of(live_server, visitor.conversation)
    expected = dialogue["expected"]
    if not expected["outcome"].startswith("request_submitted"):
        assert sent == []
        return
    (booking,) = sent
    assert booking.name == (expected["name"] or "")
    assert booking.phone == _e164(expected["phone"])
    assert booking.email == expected["email"]
    assert booking.location == expected["location"]
    assert _same_times(booking.preferred, expected["preferred"])
    assert booking.concern == expected["concern"]
    assert _flags_expected(dialogue) <= set(booking.flags)
    assert booking.health_note == expected.get("health_note", booking.health_note)
    assert any(booking.reference in event["text"] for event in said)
    assert not any(_says_confirmed(event["text"]) for event in said if event["role"] == "bot")


def test_the_details_are_read_back_before_they_are_sent(live_server: LiveServer):
    dialogue = next(each for each in dialogues() if each["id"] == "D01")
    with Visitor(live_server.url).open() as visitor:
        play(visitor, dialogue)
        cards = [event for event in visitor.events if event.get("card")]
        read_back = {field["label"]: field["value"] for field in cards[-1]["card"]["fields"]}
    assert read_back["Name"] == dialogue["expected"]["name"]
    assert read_back["Town"] == "Stamford"
    assert "the clinic will contact you about this request" in cards[-1]["text"]


def _e164(phone: str | None) -> str | None:
    return "+1" + re.sub(r"\D", "", phone) if phone else None


def _same_times(stored: list[dict[str, Any]], expected: list[str]) -> bool:
    """The visitor's words, loosely: one contains the other."""
    if len(stored) != len(expected):
        return False
    pairs = (
        (time["said"].lower(), said.lower()) for time, said in zip(stored, expected, strict=True)
    )
    return all(mine in theirs or theirs in mine for mine, theirs in pairs)


def _flags_expected(dialogue: dict[str, Any]) -> set[str]:
    """The flags that staff must see; the given dialogues call the others as they like."""
    flags = set(dialogue["expected"]["flags"])
    if not dialogue["id"].startswith("D"):
        return flags
    return flags & {"needs_clinician_review", "medication:isotretinoin", "suspicious_input"}


def _says_confirmed(text: str) -> bool:
    return bool(re.search(r"\b(?:is|are|been) (?:booked|confirmed|scheduled)\b", text.lower()))
