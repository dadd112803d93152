"""A thousand connections that send next to nothing: bounded, and the chat goes on."""

from __future__ import annotations

import resource
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import httpx
import pytest

from clinic.server.app import SANIC
from clinic.server.connection import MOST_CONNECTIONS, SPARE_FILES
from tests.chat.served import Served
from tests.live import LiveServer
from tests.visitor import Visitor

ECHO = ("-m", "tests.chat.echo_server")
FEW_FILES = (
    "-c",
    "import resource, runpy; resource.setrlimit(resource.RLIMIT_NOFILE, (256, {most}));"
    "runpy.run_module('tests.chat.echo_server', run_name='__main__')",
)
SLOW = 1000
ANSWERED_WITHIN_S = 3.0
PIECES = {
    "silent": b"",
    "head": b"POST /webhooks/chat/v1/sessions HTTP/1.1\r\nHost: x\r\nX-Padding: " + b"x" * 2000,
    "body": b"POST /webhooks/chat/v1/sessions HTTP/1.1\r\nHost: x\r\nContent-Length: 16000\r\n\r\n"
    + b"x" * 2000,
}


@contextmanager
def slow_clients(server: LiveServer, piece: bytes) -> Iterator[list[socket.socket]]:
    """Connections that have begun a request and never end it."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, min(hard, 4096)), hard))
    opened: list[socket.socket] = []
    try:
        for _ in range(SLOW):
            opened.append(socket.create_connection(("127.0.0.1", server.port), timeout=10))
            if piece:
                opened[-1].sendall(piece)
        yield opened
    finally:
        for each in opened:
            each.close()
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def still_open(connections: list[socket.socket]) -> int:
    count = 0
    for each in connections:
        each.setblocking(False)
        try:
            while each.recv(65536):
                pass
        except BlockingIOError:
            count += 1
        except OSError:
            pass
    return count


def memory(server: LiveServer) -> int:
    """Resident bytes of the process."""
    with open(f"/proc/{server.process.pid}/statm") as file:
        return int(file.read().split()[1]) * resource.getpagesize()


def slowest_answer(server: LiveServer) -> float:
    with Visitor(server.url).open() as visitor:
        taken = []
        for number in range(5):
            began = time.monotonic()
            assert visitor.say(f"hello {number}")
            taken.append(time.monotonic() - began)
    return max(taken)


@pytest.mark.slow
@pytest.mark.parametrize("piece", PIECES.values(), ids=PIECES)
def test_a_thousand_slow_connections_cost_little_and_are_let_go_of(
    start_server: Callable[..., LiveServer], piece: bytes
) -> None:
    server = start_server(program=FEW_FILES[:1] + (FEW_FILES[1].format(most=20_000),))
    before = memory(server)
    with slow_clients(server, piece) as connections:
        assert slowest_answer(server) < ANSWERED_WITHIN_S
        assert memory(server) - before < SLOW * 64 * 1024
        until = time.monotonic() + SANIC["REQUEST_TIMEOUT"] * 1.5 + 10
        while (left := still_open(connections)) and time.monotonic() < until:
            time.sleep(0.5)
        assert left == 0
    assert "few_open_files" not in server.log_text()


def test_with_few_files_the_longest_waiting_make_room_for_who_comes(
    start_server: Callable[..., LiveServer],
) -> None:
    room = 200
    server = start_server(
        program=FEW_FILES[:1] + (FEW_FILES[1].format(most=SPARE_FILES + room),), log_json=True
    )
    with slow_clients(server, PIECES["head"]) as connections:
        assert slowest_answer(server) < ANSWERED_WITHIN_S
        assert still_open(connections) <= room
        metrics = httpx.get(server.url + "/metrics").text
    assert '"event": "few_open_files"' in server.log_text()
    cut = float(metrics.partition("\nclinic_connections_cut_total ")[2].split("\n")[0])
    assert cut >= SLOW - room


def test_who_is_being_answered_is_never_let_go_of_for_somebody_new(
    serve: Callable[..., Served],
) -> None:
    server = serve()
    with server.visitor() as visitor, server.http(visitor) as http:
        with http.stream("GET", "/events") as stream:
            lines = stream.iter_lines()
            assert next(lines) == "event: ready"
            server._app.ctx.most_connections = 3
            others = [
                socket.create_connection(("127.0.0.1", int(server.url.rpartition(":")[2])))
                for _ in range(20)
            ]
            message = visitor.send(text="hello")
            assert visitor.answers(message)
            assert any("echo hello" in line for line in lines)
            for each in others:
                each.close()
    assert MOST_CONNECTIONS > 3
