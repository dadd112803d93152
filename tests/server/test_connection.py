"""Slow and greedy clients are let go of."""

from __future__ import annotations

import gc
import os
import socket
import tracemalloc
from collections.abc import Callable
from contextlib import ExitStack
from urllib.parse import urlsplit

import pytest

from clinic.chat.api import LONGEST_WAIT_S
from clinic.chat.hub import MOST_PER_CONVERSATION
from clinic.chat.streams import HEARTBEAT_S
from clinic.server.app import BODY_LIMIT, SANIC
from clinic.server.connection import MOST_UNREAD, PatientProtocol
from clinic.server.process import DEAD_AFTER_MS
from tests.chat.served import Served
from tests.chat.stream import following, until
from tests.visitor import Visitor

HEAD = b"GET /healthz HTTP/1.1\r\nHost: x\r\n"
POST = b"POST /webhooks/chat/v1/sessions HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n"


def trickle(server: Served, beginning: bytes) -> bytes:
    """Send one byte at a time, each well within any pause, until the server has had enough."""
    address = urlsplit(server.url)
    with socket.create_connection((address.hostname, address.port)) as connection:
        connection.sendall(beginning)
        connection.settimeout(0.1)
        answer = b""
        for _ in range(300):
            try:
                part = connection.recv(4096)
                if not part:
                    return answer
                answer += part
            except TimeoutError:
                pass
            except ConnectionResetError:
                return answer
            try:
                connection.sendall(b"x")
            except OSError:
                return answer
    raise AssertionError("the server has the patience of an angel")


@pytest.mark.parametrize("beginning", [HEAD + b"X: ", POST], ids=["head", "body"])
def test_a_request_that_drips_in_is_cut_off(
    serve: Callable[..., Served], monkeypatch: pytest.MonkeyPatch, beginning: bytes
) -> None:
    monkeypatch.setitem(SANIC, "REQUEST_TIMEOUT", 1)
    monkeypatch.setitem(SANIC, "KEEP_ALIVE_TIMEOUT", 1)
    answer = trickle(serve(), beginning)
    assert answer.startswith(b"HTTP/1.1 408 ")
    assert b"application/problem+json" in answer


def test_the_limits_leave_room_for_each_other() -> None:
    assert BODY_LIMIT == 16 * 1024
    assert SANIC["RESPONSE_TIMEOUT"] > LONGEST_WAIT_S + 5
    assert SANIC["RESPONSE_TIMEOUT"] > 2 * HEARTBEAT_S


def test_who_does_not_read_costs_little_and_holds_nobody_up(server: Served) -> None:
    """A stream whose reader has gone quiet keeps a few KiB, and others go on."""
    deaf, other = server.visitor(), server.visitor()
    connection = stream(server, deaf, SO_RCVBUF=4096)
    for _ in range(100):
        deaf.send(text="x" * 2000)
    with server.http(other) as http, following(http) as events:
        until(events, "ready")
        message = other.send(text="hello")
        until(events, "turn_done", reply_to=message)
    unread = server.on_loop(
        lambda: max(each.transport.get_write_buffer_size() for each in open_connections())
    )
    connection.close()
    assert unread <= 2 * MOST_UNREAD


def open_connections() -> list[PatientProtocol]:
    return [
        each
        for each in gc.get_objects()
        if isinstance(each, PatientProtocol)
        and each.transport is not None
        and not each.transport.is_closing()
    ]


@pytest.mark.skipif(not hasattr(socket, "TCP_USER_TIMEOUT"), reason="only Linux has it")
def test_a_connection_whose_other_end_has_vanished_is_given_up(server: Served) -> None:
    def patience() -> set[int]:
        return {
            socket.socket(
                fileno=os.dup(each.transport.get_extra_info("socket").fileno())
            ).getsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT)
            for each in open_connections()
        }

    with server.visitor() as visitor, stream(server, visitor) as connection:
        connection.recv(1)
        assert server.on_loop(patience) == {DEAD_AFTER_MS}


def test_an_open_stream_costs_at_most_64_kib(serve: Callable[..., Served]) -> None:
    server = serve()
    with server.visitor() as visitor, ExitStack() as connections:
        visitor.say("hello")

        def opened() -> None:
            connection = connections.enter_context(stream(server, visitor))
            answer = b""
            while b"ready" not in answer:
                part = connection.recv(65536)
                assert part, answer
                answer += part

        opened()  # what is made once is no stream's
        gc.collect()
        tracemalloc.start()
        before, _ = tracemalloc.get_traced_memory()
        for _ in range(MOST_PER_CONVERSATION - 1):
            opened()
        gc.collect()
        after, _ = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert (after - before) / (MOST_PER_CONVERSATION - 1) <= 64 * 1024


def stream(server: Served, visitor: Visitor, **options: int) -> socket.socket:
    """An open stream that reads nothing by itself."""
    address = urlsplit(server.url)
    connection = socket.socket()
    for option, value in options.items():
        connection.setsockopt(socket.SOL_SOCKET, getattr(socket, option), value)
    connection.connect((address.hostname, address.port))
    connection.sendall(
        b"GET /webhooks/chat/v1/events HTTP/1.1\r\nHost: x\r\n"
        b"Authorization: Bearer " + visitor.token.encode() + b"\r\n\r\n"
    )
    return connection
