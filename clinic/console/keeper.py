"""Keeps what was promised about privacy: erasures outlive a restore, and nothing stays too long."""

from __future__ import annotations

import asyncio

import structlog

from clinic.console.desk import Desk
from clinic.errors import StoreError
from clinic.store.retention import periods_of

log = structlog.get_logger()

PURGE_EVERY_S = 3600.0


class Keeper:
    """Works at the server's start and every hour."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._keeping: asyncio.Task[None] | None = None

    def start(self) -> None:
        self._keeping = asyncio.create_task(self._keep())

    async def stop(self) -> None:
        if self._keeping is not None:
            self._keeping.cancel()
            await asyncio.gather(self._keeping, return_exceptions=True)

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
