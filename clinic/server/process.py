"""Runs the server in one process until it is asked to end."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import socket
import sys
from collections.abc import Callable

import structlog
import uvloop
from sanic import Sanic
from sanic.application.state import ApplicationServerInfo
from sanic.http.constants import HTTP
from sanic.server import AsyncioServer

from clinic.console import tell_first_admin
from clinic.errors import SettingsError
from clinic.logs import set_up_logs
from clinic.server.app import StartTurns, create_app
from clinic.server.connection import PatientProtocol, room_for_connections
from clinic.server.memory import give_memory_back, share_arenas, use_large_pages
from clinic.settings import Settings

log = structlog.get_logger()

BACKLOG = 512
# A client whose network went away without a word: its stream's next heartbeat finds no answer.
DEAD_AFTER_MS = 40_000


def serve(settings: Settings, start_turns: StartTurns | None = None) -> None:
    """Serve until SIGTERM or Ctrl-C; raises ClinicError where it cannot start."""
    share_arenas()
    set_up_logs(settings)
    os.umask(0o077)  # the database, mails and keys are for this account alone
    with bound_socket(settings) as sock, asyncio.Runner(loop_factory=uvloop.new_event_loop) as loop:
        app = create_app(settings, start_turns=start_turns)
        app.ctx.most_connections = room_for_connections()

        def announce(sock: socket.socket) -> None:
            tell_first_admin(app.ctx.desk, _announce(sock))

        loop.run(run(app, sock, announce, until_signalled))


async def run(
    app: Sanic,
    sock: socket.socket,
    ready: Callable[[socket.socket], None],
    until: Callable[[], asyncio.Event],
) -> None:
    """Start the app on the socket, call `ready`, and end it in good order after `until`."""
    # Told this, Sanic leaves out an empty Alt-Svc header.
    app.state.server_info = [ApplicationServerInfo({"version": HTTP.VERSION_1})]
    server: AsyncioServer = await app.create_server(
        sock=sock,
        protocol=PatientProtocol,
        backlog=BACKLOG,
        return_asyncio_server=True,
        # The port opens when everything behind it is there.
        asyncio_server_kwargs={"start_serving": False},
    )
    await server.startup()
    try:
        await server.before_start()
        await server.start_serving()
        await server.after_start()
        ready(sock)
        await until().wait()
        await server.before_stop()
        await _drain(server, app.config.GRACEFUL_SHUTDOWN_TIMEOUT)
    finally:
        await server.after_stop()


def bound_socket(settings: Settings) -> socket.socket:
    """Take the port before the model is loaded, so that a taken one is told at once."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    sock = socket.socket(family, socket.SOCK_STREAM)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if hasattr(socket, "TCP_USER_TIMEOUT"):  # Linux; accepted connections inherit it
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, DEAD_AFTER_MS)
    try:
        sock.bind((settings.host, settings.port))
    except OSError as error:
        sock.close()
        raise SettingsError(
            f"The server cannot listen on {settings.host}, port {settings.port}: "
            f"{error.strerror}. Choose another one by HOST and PORT."
        ) from error
    return sock


def until_signalled() -> asyncio.Event:
    """An event that SIGTERM and SIGINT set; a second one ends the process at once."""
    loop, stop = asyncio.get_running_loop(), asyncio.Event()

    def ask() -> None:
        stop.set()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.remove_signal_handler(number)

    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, ask)
    return stop


async def _drain(server: AsyncioServer, patience: float) -> None:
    """Take no new connection, let the open ones finish, then cut what is left."""
    server.server.close()
    until = asyncio.get_running_loop().time() + patience
    while server.connections and asyncio.get_running_loop().time() < until:
        for connection in list(server.connections):
            connection.close_if_idle()
        await asyncio.sleep(0.05)
    for connection in list(server.connections):
        connection.abort()


def _announce(sock: socket.socket) -> str:
    # What the start has made lives as long as the process: the collector need not look at it.
    gc.collect()
    give_memory_back()
    gc.freeze()
    asyncio.get_running_loop().run_in_executor(None, use_large_pages)
    host, port = sock.getsockname()[:2]
    host = f"[{host}]" if ":" in host else host
    log.info("serving", host=host, port=port)
    sys.stdout.write(f"http://{host}:{port}\n")
    sys.stdout.flush()
    return f"http://{host}:{port}"
