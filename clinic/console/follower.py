"""Keeps the read model up with what happens, and gives silent take-overs back."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

import structlog

from clinic.console.desk import Desk
from clinic.errors import ConversationGone, StoreError
from clinic.store.signals import Signal
from clinic.store.takeovers import LEFT

log = structlog.get_logger()

GATHER_S = 0.3  # several signals of one conversation come together
LOOK_EVERY_S = 5.0  # for what no signal told
RECENT = timedelta(hours=1)
NEWS = {"events"}  # a message's own signal is soon followed by this one, of its answer


class Follower:
    """Signals only wake it; the watermarks say what is missing, so none is lost or taken twice."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._news: set[str] = set()
        self._wake = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []

    def start(self) -> None:
        self._desk.store.signals.listen(self._heard)
        self._tasks = [asyncio.create_task(each) for each in (self._follow(), self._look())]

    async def stop(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _heard(self, signal: Signal) -> None:
        self._desk.typing.hear(signal)
        if signal.kind in NEWS:
            self._news.add(signal.conversation)
            self._wake.set()

    async def _follow(self) -> None:
        while True:
            await self._wake.wait()
            await asyncio.sleep(GATHER_S)
            self._wake.clear()
            news, self._news = self._news, set()
            for conversation in news:
                await self._refresh(conversation)

    async def _look(self) -> None:
        since: datetime | None = None  # the first look goes through everything
        while True:
            try:
                await self._look_once(since)
                since = self._desk.clock() - RECENT
            except StoreError as error:
                log.warning("read_model_behind", error=type(error).__name__)
            await asyncio.sleep(LOOK_EVERY_S)

    async def _look_once(self, since: datetime | None) -> None:
        store, now = self._desk.store, self._desk.clock()
        before: list[str] = []
        while (behind := await store.run(store.index.behind, since)) and behind != before:
            for conversation in behind:
                await self._refresh(conversation)
            before = behind
        recently = now - timedelta(seconds=3 * LOOK_EVERY_S)
        for conversation in await store.run(store.index.of_changed_bookings, recently):
            await self._refresh(conversation)
        silence = timedelta(seconds=self._desk.settings.takeover_silence)
        for conversation in await store.run(store.takeovers.silent, now, silence):
            await self._give_back(conversation)

    async def _refresh(self, conversation: str) -> None:
        store = self._desk.store
        try:
            await store.run(store.index.refresh, conversation, self._desk.profile.zone)
        except StoreError as error:
            log.warning("read_model_behind", error=type(error).__name__)
        except Exception as error:
            log.error("read_model_failed", conversation=conversation, exc_info=error)

    async def _give_back(self, conversation: str) -> None:
        store, now = self._desk.store, self._desk.clock()
        try:
            found = await store.run(store.conversations.get, conversation)
            told = self._desk.answers.announcement(LEFT, found.locale)
            if await store.run(store.takeovers.give_back, conversation, now, told):
                await store.run(
                    store.audit.add, now, None, "gave_back", "conversation", conversation
                )
        except ConversationGone:
            return
