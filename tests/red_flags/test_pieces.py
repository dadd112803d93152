"""Dangers in pieces are put together, and ordinary short messages make none together."""

from __future__ import annotations

import json
import random
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from rasa.core.processor import MessageProcessor

from clinic.chat import pieces
from clinic.chat.understanding import Understanding
from clinic.store.inbox import PendingMessage
from tests.sources import ROOT

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
PAIRS, MOST_FALSE_ALARMS, MOST_READ_AGAIN = 400, 3, 60
PANIC = [
    ("my face", "its big"),
    ("omg", "my face", "its huge"),
    ("my heart", "racing"),
    ("i cant", "breathe"),
    ("help", "my eyes", "burning"),
    ("my arm", "is numb"),
    ("my face is", "getting bigger"),
    ("mi cara", "hinchada"),
    ("no puedo", "respirar"),
    ("i want", "to die"),
    ("my face", "swollen today"),
    ("so swollen", "since this morning"),
    ("my face", "is burning??"),
    ("my eyelid", "it started today"),
    ("i want to", "end it today"),
]


@pytest.fixture(scope="module")
def understanding(processor: MessageProcessor) -> Understanding:
    return Understanding(processor)


def _danger(understanding: Understanding, said: tuple[str, ...]) -> tuple[str | None, str | None]:
    """The danger of any message alone, and of those that were put together."""
    snapshot: dict[str, Any] | None = None
    for place, text in enumerate(said):
        at = NOON + timedelta(seconds=10 * place)
        message = PendingMessage(1, "c", "m", 1, text, None, at, 0, at)
        parsed = understanding.of(text)
        if parsed.get("safety"):
            return parsed["safety"], None
        together = pieces.together(snapshot, message, parsed)
        if together:
            found = pieces.endangered(parsed, understanding.of(together)).get("safety")
            if found or place == len(said) - 1:
                return None, found or "none"
        after: dict[str, Any] = {"slots": {}, "loop": None}
        pieces.keep(after, snapshot, message, parsed)
        snapshot = after
    return None, None


@pytest.mark.parametrize("said", PANIC, ids=" - ".join)
def test_a_danger_in_pieces_is_noticed(said: tuple[str, ...], understanding: Understanding):
    alone, together = _danger(understanding, said)
    assert alone or together not in (None, "none")


def test_ordinary_short_messages_are_no_danger_together(understanding: Understanding):
    texts = [
        row["text"]
        for name in ("evaluation/visitors", "evaluation/sealed", "red_flags/harmless")
        for row in map(json.loads, (ROOT / f"tests/{name}.jsonl").read_text().splitlines())
        if not row.get("flag") and len(row["text"].split()) <= pieces.FEW
    ]
    draw = random.Random(7)
    pairs = [tuple(draw.sample(texts, 2)) for _ in range(PAIRS)]
    together = {pair: _danger(understanding, pair)[1] for pair in pairs}
    alarms = [pair for pair, danger in together.items() if danger not in (None, "none")]
    read_again = sum(danger is not None for danger in together.values())
    assert len(alarms) <= MOST_FALSE_ALARMS, alarms
    assert read_again <= MOST_READ_AGAIN
