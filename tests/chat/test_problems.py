"""Every refusal is a problem in fixed words: no trace, no page, nothing that somebody wrote."""

from __future__ import annotations

import socket
from urllib.parse import urlsplit

import httpx
import pytest

from tests.chat.served import Served
from tests.visitor import API, Visitor

WORDS = "my-very-private-words"


def raw(server: Served, request: bytes) -> tuple[int, dict[str, str], bytes]:
    """Send bytes that no client library would, and read the answer until the end."""
    address = urlsplit(server.url)
    with socket.create_connection((address.hostname, address.port), timeout=20) as connection:
        connection.sendall(request)
        answer = b""
        while b"\r\n\r\n" not in answer:
            part = connection.recv(65536)
            if not part:
                break
            answer += part
        head, _, body = answer.partition(b"\r\n\r\n")
        lines = head.decode().split("\r\n")
        headers = {
            name.lower(): value for name, value in (line.split(": ", 1) for line in lines[1:])
        }
        while len(body) < int(headers.get("content-length", 0)):
            body += connection.recv(65536)
    return int(lines[0].split(" ")[1]), headers, body


def is_problem(headers: dict[str, str] | httpx.Headers, body: bytes) -> bool:
    assert headers["content-type"] == "application/problem+json"
    text = body.decode()
    assert WORDS not in text
    assert "Traceback" not in text and ".py" not in text
    return all(name in text for name in ("type", "title", "status", "detail"))


RAW = [
    (b"GARBAGE\r\n\r\n", 400),
    (b"GET / HTTP/9.9\r\n\r\n", 400),
    (b"GET /caf\xc3\xa9 HTTP/1.1\r\nHost: x\r\n\r\n", 400),
    (b"POST / HTTP/1.1\r\nContent-Length: x\r\n\r\n", 400),
    (b"POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n", 400),
    (b"POST / HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n", 400),
    (b"POST / HTTP/1.1\r\nContent-Length: 1\r\nExpect: my-very-private-words\r\n\r\n", 417),
    (b"GET / HTTP/1.1\r\nHost: x\r\nBad header my-very-private-words\r\n\r\n", 400),
    (b"GET / HTTP/1.1\r\nX: " + b"my-very-private-words" * 2000 + b"\r\n\r\n", 413),
    (b"GET /nowhere/my-very-private-words HTTP/1.1\r\nHost: x\r\n\r\n", 404),
    (b"BREW /healthz HTTP/1.1\r\nHost: x\r\n\r\n", 405),
    (b"POST %s/messages HTTP/1.1\r\nHost: x\r\nContent-Length: 20000\r\n\r\n", 413),
    (b"POST %s/messages HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", 400),
    (b"GET %s/events HTTP/1.1\r\nHost: x\r\nAccept: my-very-private-words\r\n\r\n", 401),
]


@pytest.mark.parametrize(("request_bytes", "status"), RAW, ids=range(len(RAW)))
def test_what_the_http_server_itself_refuses_is_a_problem_too(
    server: Served, request_bytes: bytes, status: int
) -> None:
    got, headers, body = raw(server, request_bytes.replace(b"%s", API.encode()))
    assert got == status
    assert is_problem(headers, body)


AMBIGUOUS = [
    b"Content-Length: 0\r\nContent-Length: 40",
    b"Content-Length: 0, 40",
    b"Content-Length: +2",
    b"Content-Length : 2",
    "Content-Length: ٢".encode(),
    b"Content-Length: 2\r\nTransfer-Encoding: chunked",
    b"Transfer-Encoding : chunked",
    b"Transfer-Encoding: chunked, identity",
    b"Transfer-Encoding: identity\r\nTransfer-Encoding: chunked",
    b"Transfer-Encoding: xchunked",
    b"X: a\r\n Content-Length: 2",
    b"Host: evil",
]


@pytest.mark.parametrize("header", AMBIGUOUS, ids=range(len(AMBIGUOUS)))
def test_a_request_that_two_servers_could_read_differently_is_refused(
    server: Served, header: bytes
) -> None:
    head = b"POST %s/sessions HTTP/1.1\r\nHost: x\r\n" % API.encode()
    smuggled = b"GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n"
    status, headers, body = raw(server, head + header + b"\r\n\r\n{}" + smuggled)
    assert status == 400
    assert headers["connection"] == "close"
    assert is_problem(headers, body)


@pytest.mark.parametrize("path", ["/", "/sessions/other", "/sessions/current/x", "/messages/1"])
def test_an_unknown_address_of_the_api_is_a_404(server: Served, path: str) -> None:
    with server.http() as http:
        response = http.get(path)
    assert response.status_code == 404
    assert is_problem(response.headers, response.content)


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "PATCH"])
def test_a_wrong_method_says_which_are_right(server: Served, method: str) -> None:
    with server.http() as http:
        response = http.request(method, "/messages")
    assert response.status_code == 405
    assert "POST" in response.headers["allow"]
    assert is_problem(response.headers, response.content)


def test_a_megabyte_is_refused_without_being_read(server: Served, visitor: Visitor) -> None:
    """Weakness 16: a message of 1 MB held everybody up for 22 seconds and was stored."""
    with server.http(visitor) as http:
        try:
            response = http.post("/messages", content=b'{"text": "' + b"x" * 1_000_000 + b'"}')
        except httpx.WriteError:
            response = None  # the server has closed the connection in the middle of it
    if response is not None:
        assert response.status_code == 413
        assert is_problem(response.headers, response.content)
    assert visitor.history() == []


def test_what_nobody_foresaw_says_nothing(
    server: Served, visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ValueError(WORDS)

    monkeypatch.setattr(server.chat.store.inbox, "take_in", broken)
    body = {"id": "5a3e1f0c-7d4b-4c7e-9d3a-0f6f3b1c2d4e", "text": WORDS}
    with server.http(visitor) as http:
        response = http.post("/messages", json=body)
    assert response.status_code == 500
    assert is_problem(response.headers, response.content)
