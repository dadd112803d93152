"""Loads the assistant and believes in it only when it has answered."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import structlog

from actions.catalogue import taken_up
from clinic.chat.live_assistant import LiveAssistant
from clinic.chat.metrics import Metrics
from clinic.chat.turns import TurnRunner
from clinic.errors import ClinicError
from clinic.server.live_model import LiveModel, loaded_release, record_failure, warm_assistant
from clinic.settings import Settings
from clinic.store import Store

log = structlog.get_logger()


class ReleasedTurns:
    """The turns on the live release, which may change while they go on."""

    def __init__(self, runner: TurnRunner, live: LiveModel) -> None:
        self.runner = runner
        self._live = live

    async def stop(self) -> None:
        await self._live.stop()
        await self.runner.stop()


async def running_turns(
    store: Store, settings: Settings, clock: Callable[[], datetime], metrics: Metrics
) -> ReleasedTurns:
    """Answer with the live release, or with the newest model where there is none that works.

    Raises ModelError where no model answers.
    """
    release, loaded = await store.run(store.releases.live), None
    if release is not None:
        try:
            loaded = await loaded_release(release, settings)
        except ClinicError as error:
            log.error("release_not_loaded", release=release.id, error=str(error))
            metrics.release_failed()
            await record_failure(store, release, error, clock())
    first = loaded or await warm_assistant(settings)
    taken_up(first.responses)
    assistant = LiveAssistant(first)
    number = release.id if release and loaded else None
    log.info("model_loaded", model=assistant.model_id, release=number)
    metrics.model_is(assistant.model_id, number)
    runner = TurnRunner(store, assistant, settings, metrics, clock)
    await runner.start()
    mark = (release.id, release.promoted_at) if release else None
    live = LiveModel(store, settings, assistant, mark, metrics, clock)
    live.start()
    return ReleasedTurns(runner, live)
