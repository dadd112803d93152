"""Keeps what was promised about privacy: erasures outlive a restore, and nothing stays too long."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any

import structlog

from clinic.console.desk import Desk
from clinic.errors import StoreError
from clinic.store.retention import periods_of
from clinic.store.signals import Signal

log = structlog.get_logger()

PURGE_EVERY_S = 3600.0


class Keeper:
    """Works at the server's start, every hour, and whenever a visitor erases a conversation."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._loop: asyncio.AbstractEventLoop | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    def start(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._desk.store.signals.listen(self._heard)
        self._begin(self._keep())

    async def stop(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _begin(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _heard(self, signal: Signal) -> None:
        if signal.kind != "erased" or self._loop is None or self._loop.is_closed():
            return
        try:
            self._loop.call_soon_threadsafe(self._begin, self._remember(signal.conversation))
        except RuntimeError:  # closed since we looked
            return

    async def _keep(self) -> None:
        while True:
            try:
                await self._keep_once()
            except StoreError as error:
                log.warning("privacy_work_failed", error=type(error).__name__)
            except Exception as error:
                log.error("privacy_work_failed", exc_info=error)
            await asyncio.sleep(PURGE_EVERY_S)

    async def _keep_once(self) -> None:
        store, settings, now = self._desk.store, self._desk.settings, self._desk.clock()
        again = store.erasures.apply_again
        back = await store.run(again, settings.secret, settings.erasures_file)
        if back:
            log.warning("erased_again", count=back)
            await store.run(store.audit.add, now, None, "erased_again")
        purged = await store.run(store.retention.purge, periods_of(settings), now)
        if purged:
            log.info("purged", **purged)
            await store.run(store.audit.add, now, None, "purged")

    async def _remember(self, conversation: str) -> None:
        """The visitor has erased it; where staff have, this says the same again, harmlessly."""
        store, settings, now = self._desk.store, self._desk.settings, self._desk.clock()
        remember = store.erasures.remember_erased
        try:
            await store.run(remember, conversation, settings.secret, now, settings.erasures_file)
        except StoreError as error:
            log.warning("erasure_not_remembered", error=type(error).__name__)
