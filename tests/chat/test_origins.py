"""Only the clinic's pages may use the chat in a browser."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.chat.served import Served

CLINIC = "https://clinic.example"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    served = Served(
        tmp_path_factory.mktemp("served"),
        allowed_origins=[CLINIC, "https://www.clinic.example:8443"],
    )
    yield served
    served.stop()


@pytest.mark.parametrize("origin", [CLINIC, "https://www.clinic.example:8443"])
def test_an_allowed_page_may_open_a_conversation_and_read_the_answer(
    server: Served, origin: str
) -> None:
    with server.http(Origin=origin) as http:
        response = http.post("/sessions")
    assert response.status_code == 201
    assert response.headers["access-control-allow-origin"] == origin
    assert "Retry-After" in response.headers["access-control-expose-headers"]
    assert "Origin" in response.headers["vary"]
    assert "access-control-allow-credentials" not in response.headers


@pytest.mark.parametrize(
    "origin",
    [
        "https://evil.example",
        "http://clinic.example",
        "https://clinic.example:444",
        "https://clinic.example.evil.example",
        "https://evil-clinic.example",
        "https://clinic.example@evil.example",
        "null",
        "",
        "*",
        "file://",
        "https://" + "a" * 500,
        "https://clinic.example/path",
    ],
)
def test_any_other_page_is_refused_and_cannot_read_why(server: Served, origin: str) -> None:
    with server.http(Origin=origin) as http:
        response = http.post("/sessions")
    assert response.status_code == 403
    assert response.json()["type"] == "urn:problem:clinic-chat:origin"
    assert "access-control-allow-origin" not in response.headers


def test_the_servers_own_pages_may_use_it(server: Served) -> None:
    with server.http(Origin=server.url) as http:
        response = http.post("/sessions")
    assert response.status_code == 201
    assert response.headers["access-control-allow-origin"] == server.url


def test_its_own_pages_are_known_behind_a_proxy_that_ends_tls(server: Served) -> None:
    with server.http(Origin="https://chat.example", Host="chat.example") as http:
        assert http.post("/sessions").status_code == 201
    with server.http(Origin="https://chat.example", Host="chat.example:8000") as http:
        assert http.post("/sessions").status_code == 403


def test_another_program_needs_no_origin(server: Served) -> None:
    with server.http() as http:
        response = http.post("/sessions")
    assert response.status_code == 201
    assert "access-control-allow-origin" not in response.headers


def test_a_token_is_good_only_on_the_page_that_it_was_issued_to(server: Served) -> None:
    with server.http(Origin=CLINIC) as http:
        token = http.post("/sessions").json()["token"]
    signed_in = {"Authorization": f"Bearer {token}", "Accept": "application/json"}
    with server.http(**signed_in) as http:
        same_origin_read = http.get("/events")
        assert same_origin_read.status_code == 200
        assert http.get("/events", headers={"Origin": CLINIC}).status_code == 200
        elsewhere = http.get("/events", headers={"Origin": "https://www.clinic.example:8443"})
        assert elsewhere.status_code == 403


def test_a_token_without_an_origin_is_not_for_browsers(server: Served) -> None:
    with server.visitor() as visitor, server.http(visitor, Origin=CLINIC) as http:
        assert http.get("/events").status_code == 403


def test_a_renewed_token_stays_with_its_page(server: Served) -> None:
    with server.http(Origin=CLINIC) as http:
        token = http.post("/sessions").json()["token"]
        headers = {"Authorization": f"Bearer {token}"}
        renewed = http.post("/sessions/current", headers=headers).json()["token"]
    assert server.chat.tokens.read(renewed).origin == CLINIC


PATHS = ["/sessions", "/sessions/current", "/messages", "/events", "/typing", "/feedback"]


@pytest.mark.parametrize("path", [*PATHS, "/sessions/current/transcript"])
def test_a_browser_that_asks_first_is_told_what_it_may_send(server: Served, path: str) -> None:
    asks = {
        "Origin": CLINIC,
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "authorization,content-type",
    }
    with server.http(**asks) as http:
        response = http.options(path)
    assert response.status_code == 204
    assert response.headers["access-control-allow-origin"] == CLINIC
    allowed = response.headers["access-control-allow-headers"].lower()
    assert all(name in allowed for name in ("authorization", "content-type", "last-event-id"))
    assert "DELETE" in response.headers["access-control-allow-methods"]


def test_another_page_that_asks_first_is_refused(server: Served) -> None:
    with server.http(Origin="https://evil.example") as http:
        response = http.options("/messages")
    assert response.status_code == 403
    assert "access-control-allow-origin" not in response.headers


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("POST", "/messages", 401),
        ("PUT", "/messages", 405),
        ("POST", "/sessions", 413),
    ],
)
def test_an_allowed_page_can_read_what_went_wrong(
    server: Served, method: str, path: str, status: int
) -> None:
    content = b"x" * 20_000 if status == 413 else b""
    with server.http(Origin=CLINIC) as http:
        response = http.request(method, path, content=content)
    assert response.status_code == status
    if status != 405:  # a call that the API does not have belongs to no page
        assert response.headers["access-control-allow-origin"] == CLINIC


def test_without_other_sites_only_the_own_pages_may(
    serve: Callable[..., Served], tmp_path: Path
) -> None:
    server = serve()
    assert server.settings.allowed_origins == []
    with server.http(Origin=CLINIC) as http:
        assert http.post("/sessions").status_code == 403
