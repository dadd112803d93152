"""The server over real HTTP, in a thread of the test's own process, so that a test can reach in."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import uvloop
from sanic import Sanic

from clinic.server.app import create_app
from clinic.server.process import bound_socket, run
from clinic.settings import load_settings
from tests.chat.echo import start_echo
from tests.visitor import API, Visitor

PLENTY = {
    "messages_per_minute": 100_000,
    "sessions_per_minute": 100_000,
    "requests_per_minute": 1_000_000,
    "streams_per_address": 100_000,
}


class Clock:
    """The time, which a test may put forward."""

    def __init__(self) -> None:
        self._ahead = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self._ahead

    def put_forward(self, **how_far: float) -> None:
        self._ahead += timedelta(**how_far)


class Served:
    """A running server: `.url`, `.chat` (its parts), `.turns`, `.desk`, `.clock`."""

    starts_within = 90.0  # seconds, with a model to load, on a busy machine

    def __init__(
        self,
        folder: Path,
        *,
        start_turns: Callable[..., Any] = start_echo,
        streaming: dict[str, float] | None = None,
        **settings: Any,
    ) -> None:
        Sanic.test_mode = True  # several apps of one name in one process
        values = {
            "var_dir": folder,
            "database_url": f"sqlite:///{folder / 'clinic.db'}",
            "port": 0,
            **PLENTY,
            **settings,
            "_env_file": None,  # nothing of the developer's own
        }
        self.settings = load_settings(**values)
        self.clock = Clock()
        self._app = create_app(
            self.settings, start_turns=start_turns, clock=self.clock, **(streaming or {})
        )
        self._started = threading.Event()
        self._error: BaseException | None = None
        self._thread = threading.Thread(target=self._serve, name="served", daemon=True)
        self._thread.start()
        assert self._started.wait(self.starts_within), "the server did not start"
        if self._error is not None:
            raise self._error
        self.chat = self._app.ctx.chat
        self.turns = self._app.ctx.turns
        self.desk = self._app.ctx.desk

    def visitor(self, **arguments: Any) -> Visitor:
        """Somebody with a fresh conversation."""
        return Visitor(self.url, **arguments).open()

    def http(self, visitor: Visitor | None = None, **headers: str) -> httpx.Client:
        """A plain client, with the visitor's token if one is given."""
        if visitor is not None:
            headers.setdefault("Authorization", f"Bearer {visitor.token}")
        return httpx.Client(base_url=self.url + API, headers=headers, timeout=30)

    def on_loop(self, function: Callable[[], Any]) -> Any:
        """Call a function on the server's event loop and return what it returns."""

        async def call() -> Any:
            return function()

        return asyncio.run_coroutine_threadsafe(call(), self._loop).result(10)

    def stop(self) -> None:
        if self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._ending.set)
            self._thread.join(30)

    def _serve(self) -> None:
        try:
            with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
                runner.run(self._run())
        except BaseException as error:
            self._error = error
            self._started.set()

    async def _run(self) -> None:
        self._loop, self._ending = asyncio.get_running_loop(), asyncio.Event()
        with bound_socket(self.settings) as sock:
            await run(self._app, sock, self._ready, lambda: self._ending)

    def _ready(self, sock: Any) -> None:
        self.url = f"http://127.0.0.1:{sock.getsockname()[1]}"
        self._started.set()
