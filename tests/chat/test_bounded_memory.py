"""A conversation costs the same at any length, and goes as it would with its whole history."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from rasa.shared.core import events as rasa_events
from rasa.shared.core.events import Event
from rasa.shared.core.trackers import DialogueStateTracker

from clinic.chat.agent import Assistant, load_assistant
from clinic.chat.tracker_store import TurnTrackerStore
from clinic.settings import load_settings
from clinic.store import Store, open_store
from clinic.store.inbox import PendingMessage
from clinic.store.schema import tracker_events
from clinic.store.unit_of_work import UnitOfWork, current_unit
from tests.benchmark.speed.processor_time import processor_seconds
from tests.live import LiveServer
from tests.visitor import Visitor

BEGAN = datetime(2026, 3, 2, 15, tzinfo=UTC)
SAID = [
    "does it hurt?", "how much is it and how long does it take", "I'd like to book", "Ana Beltran",
    "203-555-0142", "ana@mailbox.org", "Stamford", "next tuesday morning", "acne scars", "no",
    "yes", "skip", "I take accutane, is that ok?", "where are you?", "asdf qwer", "hi", "thanks",
    "actually make it Norwalk", "stop", "continue", "my face is swelling and I can't breathe",
    "can I talk to a person", "I want to cancel my appointment", "tell me a joke", "never mind",
    "hablas español?", "what was my number again?",
]  # fmt: skip
TURNS, CONVERSATIONS = 45, 4
FEW, MANY = 5, 40  # turns of a conversation, far enough apart that growth would show
WINDOW, WINDOWS = 50, 6
FLAT = 1.3


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder = tmp_path_factory.mktemp("bounded")
    return load_assistant(load_settings(var_dir=folder, secret_key="s" * 48))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(load_settings(database_url=f"sqlite:///{tmp_path / 'clinic.db'}"))
    yield opened
    opened.close()


class WholeHistory(TurnTrackerStore):
    """A tracker store without the bound: every turn begins from every event there was."""

    def __init__(self, bounded: TurnTrackerStore) -> None:
        super().__init__(bounded.domain)
        self._history: list[Event] = []

    async def retrieve(self, sender_id: str) -> DialogueStateTracker:
        tracker = self._fresh.begun(sender_id)
        for event in self._history:
            tracker.update(event)
        tracker.remembered = len(self._history)
        return tracker

    async def save(self, tracker: DialogueStateTracker) -> None:
        await super().save(tracker)
        current_unit().history = list(tracker.events)

    def keep(self, unit: UnitOfWork) -> None:
        self._history = unit.history


class Conversation:
    """Turns of one conversation, computed and not stored."""

    def __init__(self, assistant: Assistant, name: str, whole: WholeHistory | None) -> None:
        self._assistant = assistant
        self._name = name
        self._whole = whole
        self._snapshot: dict[str, Any] | None = None
        self.units: list[UnitOfWork] = []

    async def turn(self, text: str, payload: str | None = None) -> UnitOfWork:
        seq = len(self.units) + 1
        now = BEGAN + timedelta(minutes=seq)
        unit = UnitOfWork(self._name, seq, f"{self._name}:{seq}", now, "s" * 48)
        message = PendingMessage(seq, self._name, str(seq), seq, text, payload, now, 0, now)
        await self._assistant.answer(message, self._snapshot, unit)
        if self._whole is not None:
            self._whole.keep(unit)
        # Which the whole history doesn't look at; what a danger was told in pieces is read from it.
        self._snapshot = unit.snapshot
        self.units.append(unit)
        return unit


def drawn(draw: random.Random, last: UnitOfWork | None) -> tuple[str, str | None]:
    """A typed message, or a button of the last answer."""
    offered = [button for reply in last.replies for button in reply.buttons] if last else []
    if offered and draw.random() < 0.3:
        button = draw.choice(offered)
        return button["title"], button["payload"]
    return draw.choice(SAID), None


def _outcome(unit: UnitOfWork) -> dict[str, Any]:
    """All that a turn led to, but for when its events were made."""
    happened = [
        {
            name: value
            for name, value in event.items()
            if name not in ("timestamp", "metadata", "message_id")
        }
        for event in json.loads(json.dumps(unit.tracker_events))  # as they are stored
    ]
    return {
        "events": happened,
        "replies": unit.replies,
        "bookings": unit.bookings,
        "person": unit.person_needed,
        "state": unit.snapshot,
    }


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(CONVERSATIONS))
async def test_it_goes_the_same_way_with_and_without_the_bound(
    assistant: Assistant, seed: int
) -> None:
    processor = assistant._processor
    bounded = processor.tracker_store
    whole = WholeHistory(bounded)
    short, long = (Conversation(assistant, f"visitor{seed}", each) for each in (None, whole))
    draw, last = random.Random(seed), None
    for _ in range(TURNS):
        text, payload = drawn(draw, last)
        last = await short.turn(text, payload)
        processor.tracker_store = whole
        try:
            other = await long.turn(text, payload)
        finally:
            processor.tracker_store = bounded
        assert _outcome(last) == _outcome(other)
    assert any(unit.snapshot["loop"] for unit in short.units)  # a form was open on the way


async def test_a_turn_replays_no_more_after_many_turns_than_after_few(
    assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    applied, searched = [0], [0]
    _count(monkeypatch, DialogueStateTracker, "update", applied)
    _count(monkeypatch, rasa_events.rasa.shared.utils.common, "all_subclasses", searched)
    conversation, counts = Conversation(assistant, "visitor", None), []
    for _ in range(MANY):
        before = applied[0]
        await conversation.turn(SAID[0])
        counts.append(applied[0] - before)
    assert len(set(counts[FEW:])) == 1
    assert searched == [0]  # for the type of an event


async def test_a_turn_writes_its_own_events_and_no_others(
    assistant: Assistant, store: Store
) -> None:
    conversation = store.conversations.open(BEGAN, origin=None, locale="en").id
    written = []
    for seq in range(FEW * 2):
        store.inbox.take_in(conversation, f"message-{seq}", BEGAN, text="does it hurt?")
        claim = store.turns.claim(conversation, BEGAN)
        unit = UnitOfWork(conversation, claim.message.seq, f"m:{seq}", BEGAN, "s" * 48)
        await assistant.answer(claim.message, claim.snapshot, unit)
        before = _stored(store, conversation)
        store.turns.commit(claim, unit)
        claim.release()
        after = _stored(store, conversation)
        assert after[: len(before)] == before
        said = [event["text"] for event in after[len(before) :] if event["event"] == "user"]
        assert said == ["does it hurt?"]
        written.append(len(after) - len(before))
    assert len(set(written[1:])) == 1  # the first has the session's beginning as well


@pytest.mark.slow
def test_the_thousandth_turn_costs_what_the_tenth_did(
    start_server: Callable[..., LiveServer],
) -> None:
    server = start_server()

    def cost(visitor: Visitor) -> float:
        before = processor_seconds(server.process.pid)
        for text in SAID[:1] * WINDOW:
            visitor.say(text)
        return processor_seconds(server.process.pid) - before

    with Visitor(server.url).open() as old:
        for _ in range(1000 // WINDOW):
            cost(old)
        costs = []
        for _ in range(WINDOWS):
            with Visitor(server.url).open() as new:
                costs.append((cost(new), cost(old)))
    # In turn, and the cheapest of each: what else the machine does makes turns dearer only.
    first, thousandth = (min(column) for column in zip(*costs, strict=True))
    assert thousandth <= FLAT * first


def _stored(store: Store, conversation: str) -> list[dict[str, Any]]:
    query = (
        sa.select(tracker_events.c.data)
        .where(tracker_events.c.conversation == conversation)
        .order_by(tracker_events.c.id)
    )
    with store.database.read() as connection:
        return list(connection.execute(query).scalars())


def _count(monkeypatch: pytest.MonkeyPatch, owner: Any, name: str, calls: list[int]) -> None:
    real = getattr(owner, name)

    def counted(*arguments: Any, **more: Any) -> Any:
        calls[0] += 1
        return real(*arguments, **more)

    monkeypatch.setattr(owner, name, counted)
