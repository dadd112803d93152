"""The server's time: it goes on evenly, whatever somebody does to the machine's clock.

A conversation lives by differences of times: how long a visitor was silent, when a message is to
be tried again. Replicas therefore go by the one clock that they share, the database's; and a clock
that is put back or forward is followed only once it has stayed there.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import structlog

from clinic.errors import StoreError
from clinic.store import Store

log = structlog.get_logger()

LOOK_EVERY_S = 30.0
DRIFT = timedelta(seconds=2)  # what is followed at once
BELIEVED_AFTER_S = 600.0  # a longer way is somebody's doing, and may be undone


class SteadyClock:
    """`source` is asked now and then; between two looks `elapsed` seconds carry its time on."""

    def __init__(
        self, source: Callable[[], datetime], elapsed: Callable[[], float] | None = None
    ) -> None:
        self._source = source
        self._elapsed = elapsed or _since_boot
        self._set(source())
        self._jumped_at: float | None = None

    def __call__(self) -> datetime:
        return self._anchor + timedelta(seconds=self._elapsed() - self._at)

    def look(self) -> None:
        """Follow the source: a little at once, far only where it has been there for long."""
        told, now = self._source(), self._elapsed()
        if abs(told - self()) <= DRIFT:
            self._jumped_at = None
        elif self._jumped_at is None:
            self._jumped_at = now
            log.warning("clock_jumped", seconds=round((told - self()).total_seconds()))
            return
        elif now - self._jumped_at < BELIEVED_AFTER_S:
            return
        else:
            log.warning("clock_followed", seconds=round((told - self()).total_seconds()))
            self._jumped_at = None
        self._set(told)

    def _set(self, told: datetime) -> None:
        self._anchor, self._at = told, self._elapsed()


async def steady_clock(store: Store) -> SteadyClock:
    """A clock by the database that replicas share, or by this machine where there is but one."""
    source = _own_time if store.database.is_sqlite else store.database.now
    return await store.run(SteadyClock, source)


async def keep_looking(clock: SteadyClock, store: Store) -> None:
    while True:
        await asyncio.sleep(LOOK_EVERY_S)
        try:
            await store.run(clock.look)
        except StoreError:
            continue  # it goes on by itself meanwhile


def _own_time() -> datetime:
    return datetime.now(UTC)


def _since_boot() -> float:
    """Seconds that nobody can set; where the system tells, those of its sleep are counted too."""
    if hasattr(time, "CLOCK_BOOTTIME"):
        return time.clock_gettime(time.CLOCK_BOOTTIME)
    return time.monotonic()
