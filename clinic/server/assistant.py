"""Loads the assistant and believes in it only when it has answered."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime

import structlog

from clinic.chat.agent import Assistant, load_assistant
from clinic.chat.turns import TurnRunner
from clinic.errors import ModelError
from clinic.settings import Settings
from clinic.store import Store

log = structlog.get_logger()


async def checked_assistant(settings: Settings) -> Assistant:
    """The newest model, after a real test message; raises ModelError where it stays silent."""
    loop = asyncio.get_running_loop()
    assistant = await loop.run_in_executor(None, load_assistant, settings)
    try:
        answered = await assistant.check()
    except Exception as error:
        log.error("model_check_failed", model=assistant.model_id, exc_info=error)
        answered = False
    if not answered:
        raise ModelError(
            f"The model {assistant.model_id} does not answer a test message. Delete it from "
            f"{settings.models_dir}/ and run `python -m clinic train`."
        )
    log.info("model_loaded", model=assistant.model_id)
    return assistant


async def running_turns(
    store: Store, assistant: Assistant, settings: Settings, clock: Callable[[], datetime]
) -> TurnRunner:
    runner = TurnRunner(store, assistant, settings, clock)
    await runner.start()
    return runner
