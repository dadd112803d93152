"""The product as it is run: a process of its own, on a port and a database of its own."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.approved import unapproved_replies
from tests.logged_words import words_in
from tests.sources import ROOT

STARTS_WITHIN = 240.0  # seconds; ten on an idle machine, but tests share theirs
STOPS_WITHIN = 40.0


class LiveServer:
    """`python -m clinic serve`, which a test may kill and start again.

    Keyword arguments are settings: `LiveServer(turn_timeout=2)` sets TURN_TIMEOUT.
    """

    def __init__(
        self,
        *,
        start: bool = True,
        program: Sequence[str] = ("-m", "clinic", "serve"),
        **settings: object,
    ) -> None:
        self._program = program
        self.folder = Path(tempfile.mkdtemp(prefix="clinic-live-"))
        self.log = self.folder / "log"
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.process: subprocess.Popen[bytes] | None = None
        self.environment = {
            "HOST": "127.0.0.1",
            "PORT": str(self.port),
            "VAR_DIR": str(self.folder / "var"),
            "DATABASE_URL": f"sqlite:///{self.folder / 'var' / 'clinic.db'}",
            "LOG_LEVEL": "DEBUG",  # all that it could ever log is searched for visitors' words
            "MODELS_DIR": str(ROOT / "models"),
            # A test sends more in a minute than any visitor.
            "MESSAGES_PER_MINUTE": "100000",
            "SESSIONS_PER_MINUTE": "100000",
            "REQUESTS_PER_MINUTE": "1000000",
            "STREAMS_PER_ADDRESS": "100000",
            "SAME_REQUEST_WITHIN": "0",  # many tests send the same one, each from its own chat
            **{name.upper(): str(value) for name, value in settings.items()},
        }
        if start:
            self.start()

    def start(self, **environment: str) -> None:
        """Start it and wait until it is ready; `environment` counts for this start only."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, *self._program],
                cwd=ROOT,
                env=os.environ | self.environment | environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        self.wait_until_ready()

    def wait_until_ready(self) -> None:
        until = time.monotonic() + STARTS_WITHIN
        while time.monotonic() < until:
            if not self.is_running:
                raise RuntimeError(f"the server ended at its start:\n{self.log_text()}")
            try:
                if httpx.get(self.url + "/readyz", timeout=5).status_code == 200:
                    return
            except httpx.TransportError:
                pass
            time.sleep(0.1)
        raise RuntimeError(f"the server is not ready:\n{self.log_text()}")

    @property
    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def kill(self) -> None:
        """End it as from `kill -9`: it has no say in it."""
        if self.is_running:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()

    def stop(self) -> int:
        """Ask it to end, wait for that, and return its exit status."""
        if self.is_running:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(STOPS_WITHIN)
        return self.process.returncode if self.process else 0

    def restart(self, **environment: str) -> None:
        """Start it again on the same port and database, whether it runs or was killed."""
        self.stop()
        self.start(**environment)

    def log_text(self) -> str:
        return self.log.read_text(encoding="utf-8", errors="replace") if self.log.exists() else ""

    def remove(self) -> None:
        """End it; the test fails if its log holds words of a visitor."""
        self.kill()
        leaked = words_in(self.log_text(), self.environment["DATABASE_URL"])
        shutil.rmtree(self.folder, ignore_errors=True)
        assert not leaked, f"the server's log holds {leaked}"


@pytest.fixture(scope="session")
def _shared_server() -> Iterator[LiveServer]:
    """At the end, every sentence that any visitor got is looked up among the approved ones."""
    server = LiveServer(start=False)
    yield server
    server.stop()
    unapproved = unapproved_replies(server.environment["DATABASE_URL"])
    server.remove()
    assert not unapproved


@pytest.fixture
def live_server(_shared_server: LiveServer) -> LiveServer:
    """One real server for all tests; who kills it leaves it to the next test to be started."""
    if not _shared_server.is_running:
        _shared_server.start()
    return _shared_server


@pytest.fixture
def start_server() -> Iterator[Callable[..., LiveServer]]:
    """Starts real servers of the test's own: `start_server(turn_timeout=2)`."""
    started: list[LiveServer] = []

    def start(**arguments: Any) -> LiveServer:
        started.append(LiveServer(start=False, **arguments))
        started[-1].start()
        return started[-1]

    yield start
    for server in started:
        server.remove()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
