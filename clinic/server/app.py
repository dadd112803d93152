"""Puts the server together."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from datetime import datetime
from typing import Protocol

import structlog
from sanic import Sanic
from sanic.config import Config

from clinic.chat.api import chat_blueprint, make_chat
from clinic.chat.description import description_blueprint
from clinic.chat.metrics import Metrics
from clinic.console import Follower, Keeper, make_desk, setup_console
from clinic.errors import StoreUnavailable
from clinic.notify.delivery import Delivery
from clinic.server.callers import setup_callers
from clinic.server.clock import keep_looking, steady_clock
from clinic.server.connection import MOST_CONNECTIONS, PatientRequest
from clinic.server.headers import setup_headers
from clinic.server.health import setup_health
from clinic.server.one_process import only_process
from clinic.server.refusals import Refusals
from clinic.server.request_page import setup_request_page
from clinic.server.site import setup_site
from clinic.settings import Settings
from clinic.store import Store, open_store

log = structlog.get_logger()

WAITS_FOR_DATABASE_S = 30.0

BODY_LIMIT = 16 * 1024
SANIC = {
    "ACCESS_LOG": False,
    "AUTO_EXTEND": False,
    "MOTD": False,
    "REQUEST_MAX_SIZE": BODY_LIMIT,
    "REQUEST_MAX_HEADER_SIZE": BODY_LIMIT,
    "REQUEST_BUFFER_SIZE": 2 * BODY_LIMIT,
    "REQUEST_TIMEOUT": 10,  # seconds for a request to arrive in full
    "RESPONSE_TIMEOUT": 60,  # above the long poll's wait and the stream's heartbeat
    "KEEP_ALIVE_TIMEOUT": 75,  # longer than a load balancer keeps its side
}
SPARE_S = 5.0  # what a shutdown has beyond a turn's own time


class Turns(Protocol):
    """What works the messages off."""

    async def stop(self) -> None:
        """Let the turns in flight finish, and begin no other."""


StartTurns = Callable[[Settings, Store, Callable[[], datetime], Metrics], Awaitable[Turns]]


def create_app(
    settings: Settings,
    *,
    start_turns: StartTurns | None = None,
    clock: Callable[[], datetime] | None = None,
    **streaming: float,
) -> Sanic:
    """The server as a Sanic app; nothing is opened or loaded before it is started.

    Without a clock of the caller's it goes by a steady one.
    """
    # Settings come from one place, not from Sanic's own variables as well.
    config = Config(SANIC | {"GRACEFUL_SHUTDOWN_TIMEOUT": settings.turn_timeout + SPARE_S}, None)
    app = Sanic(
        "clinic",
        config=config,
        request_class=PatientRequest,
        error_handler=Refusals(),
        configure_logging=False,
    )
    app.ctx.most_connections = MOST_CONNECTIONS
    setup_lifecycle(app, settings, start_turns or start_assistant, clock, streaming)
    setup_callers(app)
    setup_headers(app)
    setup_health(app)
    setup_site(app)
    setup_request_page(app, settings)
    app.blueprint(chat_blueprint())
    app.blueprint(description_blueprint())
    setup_console(app)
    return app


def setup_lifecycle(
    app: Sanic,
    settings: Settings,
    start_turns: StartTurns,
    given_clock: Callable[[], datetime] | None,
    streaming: dict[str, float],
) -> None:
    opened = AsyncExitStack()

    @app.before_server_start
    async def begin(app: Sanic) -> None:
        loop = asyncio.get_running_loop()
        opened.enter_context(only_process(settings))
        store = await open_in_time(settings)
        opened.push_async_callback(loop.run_in_executor, None, store.close)
        clock = given_clock
        if clock is None:
            clock = await steady_clock(store)
            looking = asyncio.create_task(keep_looking(clock, store))
            opened.callback(looking.cancel)
        app.ctx.chat = make_chat(store, settings, clock, **streaming)
        app.ctx.chat.hub.start()
        app.ctx.desk = make_desk(store, settings, clock)
        opened.callback(app.ctx.desk.passwords.close)
        app.ctx.console = (Follower(app.ctx.desk), Keeper(app.ctx.desk))
        for worker in app.ctx.console:
            worker.start()
        app.ctx.turns = await start_turns(settings, store, clock, app.ctx.chat.metrics)
        app.ctx.delivery = Delivery(store, settings, clock)
        app.ctx.delivery.start()

    @app.before_server_stop
    async def finish(app: Sanic) -> None:
        log.info("stopping", streams=app.ctx.chat.hub.open_streams)
        app.ctx.chat.hub.close()  # first, so that the clients go elsewhere at once
        for worker in app.ctx.console:
            await worker.stop()
        await app.ctx.turns.stop()
        await app.ctx.delivery.stop()

    @app.after_server_stop
    async def end(app: Sanic) -> None:
        await opened.aclose()


async def open_in_time(settings: Settings) -> Store:
    """Wait for a database server that is not up yet, as after a power cut; a file is there or not.

    Raises StoreUnavailable after WAITS_FOR_DATABASE_S.
    """
    loop = asyncio.get_running_loop()
    until = loop.time() + WAITS_FOR_DATABASE_S
    while True:
        try:
            return await loop.run_in_executor(None, open_store, settings)
        except StoreUnavailable:
            if settings.database_url.startswith("sqlite") or loop.time() > until:
                raise
        log.warning("waiting_for_the_database")
        await asyncio.sleep(1)


async def start_assistant(
    settings: Settings, store: Store, clock: Callable[[], datetime], metrics: Metrics
) -> Turns:
    """Load the model, see that it answers, and take up the messages that wait."""
    # Imported here, because Rasa takes seconds to import, and not every command or test needs it.
    from clinic.server.assistant import running_turns

    return await running_turns(store, settings, clock, metrics)
