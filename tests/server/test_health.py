"""What the operator's tools see."""

from __future__ import annotations

from collections.abc import Callable

import httpx
import pytest

from tests.chat.served import Served
from tests.chat.stream import following, until
from tests.postgres import PostgresServer
from tests.visitor import Visitor


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_running_server_is_alive_and_ready(server: Served, path: str, method: str) -> None:
    response = httpx.request(method, server.url + path)
    assert response.status_code == 200
    assert response.headers["cache-control"] == "no-store"


def test_without_its_database_it_is_alive_and_not_ready(
    serve: Callable[..., Served], postgres_server: PostgresServer
) -> None:
    server = serve(database_url=postgres_server.new_database())
    postgres_server.stop("immediate")
    try:
        assert httpx.get(server.url + "/readyz", timeout=20).status_code == 503
        assert httpx.get(server.url + "/healthz").status_code == 200
    finally:
        postgres_server.start()
    assert httpx.get(server.url + "/readyz", timeout=20).status_code == 200


def test_the_metrics_count_what_happens(server: Served, visitor: Visitor) -> None:
    before = figures(server)
    message = visitor.send(text="hello")
    visitor.answers(message)
    visitor.send(message=message, text="hello")
    with server.http(visitor) as http, following(http) as events:
        until(events, "ready")
        after = figures(server)
    assert after["clinic_messages_total"] - before["clinic_messages_total"] == 1
    assert after["clinic_messages_repeated_total"] - before["clinic_messages_repeated_total"] == 1
    assert after["clinic_answer_seconds_count"] - before["clinic_answer_seconds_count"] == 1
    assert after["clinic_streams"] == 1
    assert after['clinic_chat_responses_total{status="202"}'] >= 2


def test_the_metrics_name_nobody(server: Served, visitor: Visitor) -> None:
    visitor.say("private words")
    text = httpx.get(server.url + "/metrics").text
    assert visitor.conversation not in text
    assert "private" not in text


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded", "X-Real-IP"])
def test_the_metrics_are_not_for_who_comes_through_a_proxy(server: Served, header: str) -> None:
    response = httpx.get(server.url + "/metrics", headers={header: "127.0.0.1"})
    assert response.status_code in (401, 403)
    assert "clinic_" not in response.text


def test_elsewhere_the_metrics_need_their_token(serve: Callable[..., Served]) -> None:
    server = serve(metrics_token="t" * 20, trusted_proxies=1)
    url, elsewhere = server.url + "/metrics", {"X-Forwarded-For": "203.0.113.9"}
    assert httpx.get(url, headers=elsewhere).status_code == 401
    wrong = elsewhere | {"Authorization": "Bearer nonsense"}
    assert httpx.get(url, headers=wrong).status_code == 403
    right = elsewhere | {"Authorization": "Bearer " + "t" * 20}
    assert httpx.get(url, headers=right).status_code == 200
    assert httpx.get(url, headers={"X-Forwarded-For": "127.0.0.1"}).status_code == 200


def figures(server: Served) -> dict[str, float]:
    lines = httpx.get(server.url + "/metrics").text.splitlines()
    return {
        name: float(value)
        for name, value in (line.rsplit(" ", 1) for line in lines if not line.startswith("#"))
    }
