"""A turn goes the way that stock Rasa goes: same replies, same events, same state kept."""

from __future__ import annotations

import asyncio
import json
import random
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import pytest
from rasa.core.actions.action import RemoteAction

from clinic.chat.action_results import ActionResults
from clinic.chat.agent import Assistant, load_assistant
from clinic.settings import load_settings
from clinic.store.inbox import PendingMessage
from clinic.store.unit_of_work import UnitOfWork
from tests.chat.stock import stock_assistant
from tests.chat.test_bounded_memory import drawn
from tests.dialogues.player import play
from tests.dialogues.test_bookings import dialogues
from tests.visitor import Event

BEGAN = datetime(2026, 3, 2, 15, tzinfo=UTC)
TURNS = 40


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> list[Assistant]:
    folder = tmp_path_factory.mktemp("same")
    settings = load_settings(var_dir=folder, secret_key="s" * 48)
    ours = load_assistant(settings)
    return [ours, stock_assistant(ours, ours._processor.model_path)]


@pytest.fixture(autouse=True)
def _validators_built_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stock Rasa builds one for every call; test_action_results.py compares the verdicts."""
    results = ActionResults()
    monkeypatch.setattr(
        RemoteAction, "_validate_action_result", lambda _action, result: results.validate(result)
    )


class Twice:
    """A visitor whose every message is answered by both, and the outcomes are compared."""

    def __init__(self, both: list[Assistant], name: str, run: Callable[..., Any]) -> None:
        self._both = both
        self._name = name
        self._run = run
        self._snapshots: list[dict[str, Any] | None] = [None, None]
        self.last: UnitOfWork | None = None
        self.events: list[Event] = []
        self._turns = 0

    def say(self, text: str, payload: str | None = None) -> list[Event]:
        self._turns += 1
        units = [self._answer(place, text, payload) for place in (0, 1)]
        ours, stock = map(outcome, units)
        assert ours == stock
        self._snapshots = [unit.snapshot for unit in units]
        self.last = units[0]
        said = [
            {"text": reply.text, "buttons": reply.buttons, "card": reply.card}
            for reply in self.last.replies
        ]
        self.events += said
        return said

    def press(self, title: str) -> list[Event]:
        for event in reversed(self.events):
            for offered, payload in _offered(event):
                if offered == title:
                    return self.say(title, payload)
        raise AssertionError(f"no button {title!r}")

    def _answer(self, place: int, text: str, payload: str | None) -> UnitOfWork:
        seq, now = self._turns, BEGAN + timedelta(minutes=self._turns)
        unit = UnitOfWork(self._name, seq, f"{self._name}:{seq}", now, "s" * 48)
        message = PendingMessage(seq, self._name, str(seq), seq, text, payload, now, 0, now)
        np.random.seed(seq)  # for responses with several wordings
        self._run(self._both[place].answer(message, self._snapshots[place], unit))
        return unit


def _offered(event: Event) -> Iterator[tuple[str, str]]:
    """Titles and meanings of an answer's buttons, in its card or below."""
    for field in (event["card"] or {}).get("fields", []):
        yield field["label"], field["edit"]
    for button in event["buttons"]:
        yield button["title"], button["payload"]


def outcome(unit: UnitOfWork) -> dict[str, Any]:
    """All that a turn led to, but for when its events were made."""
    events = json.loads(json.dumps(unit.tracker_events))  # as they are stored
    for event in events:
        assert event.pop("timestamp")
    return {
        "events": events,
        "replies": unit.replies,
        "bookings": unit.bookings,
        "steps": unit.steps,
        "person": unit.person_needed,
        "state": unit.snapshot,
    }


@pytest.fixture
def visitor(both: list[Assistant], request: pytest.FixtureRequest) -> Twice:
    runner = asyncio.Runner()
    request.addfinalizer(runner.close)
    return Twice(both, "visitor", runner.run)


def test_whatever_is_said_it_goes_the_way_of_stock_rasa(visitor: Twice) -> None:
    draw = random.Random(7)
    for _ in range(TURNS):
        visitor.say(*drawn(draw, visitor.last))


@pytest.mark.slow
@pytest.mark.parametrize("dialogue", dialogues(), ids=lambda each: each["id"])
def test_a_booking_goes_the_way_of_stock_rasa(dialogue: dict[str, Any], visitor: Twice) -> None:
    play(visitor, dialogue)
