"""Keeps the server on the live release: loads a promoted model aside and swaps it in."""

from __future__ import annotations

import asyncio
import os
import socket
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import structlog

from actions.catalogue import taken_up
from clinic.chat.agent import Assistant, load_assistant
from clinic.chat.live_assistant import LiveAssistant
from clinic.chat.metrics import Metrics
from clinic.errors import ClinicError, ModelError, StoreError
from clinic.server.memory import give_memory_back, use_large_pages
from clinic.settings import Settings
from clinic.store import Store
from clinic.store.releases import Release
from clinic.training.release_files import intact_model

log = structlog.get_logger()

LOOK_EVERY_S = 1.0
SWITCH_S = 0.0005
Mark = tuple[int, datetime]  # a release's number and when it was promoted


class LiveModel:
    """Looks for a promotion every second; whatever goes wrong, the current assistant stays."""

    def __init__(
        self,
        store: Store,
        settings: Settings,
        assistant: LiveAssistant,
        mark: Mark | None,
        metrics: Metrics,
        clock: Callable[[], datetime],
    ) -> None:
        self._store = store
        self._settings = settings
        self._assistant = assistant
        self._seen = mark  # taken up, or found to be unusable
        self._metrics = metrics
        self._clock = clock
        self._looking: asyncio.Task[None] | None = None

    def start(self) -> None:
        self._looking = asyncio.create_task(self._keep_looking())

    async def stop(self) -> None:
        if self._looking is not None:
            self._looking.cancel()
            await asyncio.gather(self._looking, return_exceptions=True)

    async def _keep_looking(self) -> None:
        while True:
            await asyncio.sleep(LOOK_EVERY_S)
            try:
                mark = await self._store.run(self._store.releases.live_mark)
                if mark != self._seen:
                    self._seen = mark
                    await (self._go_back() if mark is None else self._take_up(mark[0]))
            except StoreError as error:
                log.warning("release_not_looked_up", error=type(error).__name__)

    async def _take_up(self, number: int) -> None:
        release = await self._store.run(self._store.releases.find, number)
        try:
            assistant = await loaded_release(release, self._settings)
        except ClinicError as error:
            log.error("release_not_loaded", release=number, error=str(error))
            self._metrics.release_failed()
            await record_failure(self._store, release, error, self._clock())
            return
        await self._answer_with(assistant, number)

    async def _go_back(self) -> None:
        """No release is live any more: the model that the server was set up with answers."""
        try:
            assistant = await warm_assistant(self._settings)
        except ClinicError as error:
            log.error("set_up_model_not_loaded", error=str(error))
            self._metrics.release_failed()
            return
        await self._answer_with(assistant, None)

    async def _answer_with(self, assistant: Assistant, number: int | None) -> None:
        self._assistant.swap(assistant)
        taken_up(assistant.responses)
        self._metrics.model_is(assistant.model_id, number)
        log.info("release_live", release=number, model=assistant.model_id)
        await asyncio.get_running_loop().run_in_executor(None, _tidied)


def _tidied() -> None:
    """What the old model held is given back, and the new one laid out as the old one was."""
    give_memory_back()
    use_large_pages()


async def loaded_release(release: Release, settings: Settings) -> Assistant:
    """The release's model after a real test message; raises ModelError."""
    loop = asyncio.get_running_loop()
    path = await loop.run_in_executor(None, intact_model, settings.models_dir, release)
    return await warm_assistant(settings, path)


async def warm_assistant(settings: Settings, model: Path | None = None) -> Assistant:
    """A model, or the newest one, after a real test message; ModelError where it stays silent."""
    loop = asyncio.get_running_loop()
    assistant, answered = await loop.run_in_executor(None, _warm, settings, model)
    if not answered:
        raise ModelError(
            f"The model {assistant.model_id} does not answer a test message. Delete it from "
            f"{settings.models_dir}/ and run `python -m clinic train`."
        )
    return assistant


def _warm(settings: Settings, model: Path | None) -> tuple[Assistant, bool]:
    """Load a model and let it answer, in this thread, on an event loop of its own.

    Turns go on meanwhile: the interpreter changes threads more often than usual, or each of a
    turn's steps could wait for 5 ms.
    """
    usual = sys.getswitchinterval()
    sys.setswitchinterval(SWITCH_S)
    try:
        assistant = load_assistant(settings, model)
        try:
            return assistant, asyncio.run(assistant.check())
        except Exception as error:
            log.error("model_check_failed", model=assistant.model_id, exc_info=error)
            return assistant, False
    finally:
        sys.setswitchinterval(usual)


async def record_failure(store: Store, release: Release, error: ClinicError, now: datetime) -> None:
    where = f"{socket.gethostname()}:{os.getpid()}"
    await store.run(store.releases.record_failure, release.id, where, str(error), now)
