"""What is tried again and how often: failures of a message's own, and those of the database."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from clinic.chat import turns
from clinic.chat.metrics import Metrics
from clinic.chat.turns import MOST_ATTEMPTS, STORE_PATIENCE, TurnRunner
from clinic.errors import StoreUnavailable, TurnFailed
from clinic.settings import Settings, load_settings
from clinic.store import Store, database, open_store
from clinic.store.inbox import PendingMessage
from clinic.store.unit_of_work import Reply, UnitOfWork
from tests.chat.served import Clock

ANSWERED, GIVEN_UP = "answered", "given up"


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LOOK_EVERY_S", "STORE_AWAY_S"):
        monkeypatch.setattr(turns, name, 0.02)
    monkeypatch.setattr(turns, "RETRY_AFTER_S", (0.0, 0.0))


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    url = f"sqlite:///{tmp_path / 'clinic.db'}"
    return load_settings(database_url=url, var_dir=tmp_path, _env_file=None)


@pytest.fixture
def store(settings: Settings) -> Iterator[Store]:
    opened = open_store(settings)
    yield opened
    opened.close()


class _Failing:
    """An assistant whose first attempts at any message fail, the last of them at the commit."""

    def __init__(self, *errors: Exception | None, clock: Clock | None = None) -> None:
        self._errors = list(errors)
        self._clock = clock
        self.attempts: list[int] = []
        self.loaded_at: list[datetime | None] = []

    async def answer(self, message: PendingMessage, _snapshot: object, unit: UnitOfWork) -> None:
        self.attempts.append(message.attempts)
        self.loaded_at.append(unit.loaded_at)
        if self._clock is not None:
            self._clock.put_forward(seconds=STORE_PATIENCE.total_seconds() / 2)
        if self._errors:
            raise self._errors.pop(0)
        unit.replies.append(Reply(ANSWERED))

    def apology(self, _message: PendingMessage) -> Reply:
        return Reply(GIVEN_UP)


def _failed(cause: Exception) -> TurnFailed:
    error = TurnFailed("An action failed.")
    error.__cause__ = cause
    return error


def _answer(
    store: Store,
    settings: Settings,
    assistant: _Failing,
    clock: Clock,
    loaded: timedelta | None = None,
) -> str:
    """What one message is answered in the end; the page was loaded so long after it was sent."""

    async def play() -> str:
        runner = TurnRunner(store, assistant, settings, Metrics(), clock)
        await runner.start()
        try:
            conversation = store.conversations.open(clock()).id
            if loaded is not None:
                store.conversations.loaded(conversation, clock() + loaded)
            store.inbox.take_in(conversation, "m1", clock(), text="hello")
            async with asyncio.timeout(20):
                while True:
                    events = store.chat_events.after(conversation, 0)
                    if said := [event.text for event in events if event.role == "bot"]:
                        return said[0]
                    await asyncio.sleep(0.01)
        finally:
            await runner.stop()

    return asyncio.run(play())


def test_a_message_that_fails_every_time_is_given_up_on_in_words(store, settings):
    assistant = _Failing(*[ValueError()] * 10)
    assert _answer(store, settings, assistant, Clock()) == GIVEN_UP
    assert len(assistant.attempts) == MOST_ATTEMPTS


def test_a_database_that_is_full_for_long_costs_nobody_an_answer(store, settings):
    errors = [StoreUnavailable("full"), _failed(StoreUnavailable("full"))] * MOST_ATTEMPTS
    assistant = _Failing(*errors)
    assert _answer(store, settings, assistant, Clock()) == ANSWERED
    assert set(assistant.attempts[1:]) == {assistant.attempts[0]}


def test_a_message_that_the_database_never_takes_comes_to_an_end(store, settings):
    clock = Clock()
    assistant = _Failing(*[StoreUnavailable("too big for it")] * 50, clock=clock)
    assert _answer(store, settings, assistant, clock) == GIVEN_UP
    assert len(assistant.attempts) <= 2 * MOST_ATTEMPTS


def test_a_page_that_is_loaded_after_a_message_was_sent_is_none_that_it_comes_from(store, settings):
    for loaded in (timedelta(minutes=-1), timedelta(seconds=5)):
        assistant = _Failing()
        _answer(store, settings, assistant, Clock(), loaded)
        assert [at is not None for at in assistant.loaded_at] == [loaded < timedelta()]


def test_a_turn_alone_is_kept_by_the_loop_itself_and_turns_at_once_by_threads(
    store, settings, monkeypatch
):
    monkeypatch.setattr(database, "SLOW_S", 60.0)
    commit, by = store.turns.commit, []

    def watched(*args: object, **kwargs: object) -> None:
        by.append(threading.current_thread())
        commit(*args, **kwargs)

    monkeypatch.setattr(store.turns, "commit", watched)
    _answer(store, settings, _Failing(), Clock())
    assert by == [threading.main_thread()]

    both = asyncio.Barrier(2)

    class Together(_Failing):
        async def answer(self, *args: object) -> None:
            await both.wait()
            await super().answer(*args)

    async def play() -> None:
        runner = TurnRunner(store, Together(), settings, Metrics(), Clock())
        await runner.start()
        for _ in range(2):
            conversation = store.conversations.open(Clock()()).id
            store.inbox.take_in(conversation, "m1", Clock()(), text="hello")
        async with asyncio.timeout(20):
            while len(by) < 3:
                await asyncio.sleep(0.01)
        await runner.stop()

    asyncio.run(play())
    assert by[1] is not threading.main_thread()
