"""Conversations: opened, renewed, bound to their page, and erased."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import httpx
import jwt
import pytest

from clinic.chat.tokens import AUDIENCE
from tests.chat.served import Served
from tests.visitor import Visitor


def refused(response: httpx.Response, code: str) -> bool:
    assert response.headers["content-type"] == "application/problem+json"
    assert response.status_code == response.json()["status"]
    return response.json()["type"] == f"urn:problem:clinic-chat:{code}"


def test_opening_gives_a_token_for_a_day_and_an_id_of_our_own(server: Served) -> None:
    with server.http() as http:
        response = http.post("/sessions", json={"locale": "es-MX"})
    assert response.status_code == 201
    grant = response.json()
    assert grant["expires_in"] == 86400
    found = server.chat.store.conversations.get(grant["conversation"])
    assert found.locale == "es"
    assert 16 <= len(found.id) <= 64


def test_a_body_is_not_needed(server: Served) -> None:
    with server.http() as http:
        assert http.post("/sessions").status_code == 201


@pytest.mark.parametrize("locale", ["", "english please", 7, "e\x00n", ["en"]])
def test_a_locale_that_is_none_is_malformed(server: Served, locale: object) -> None:
    with server.http() as http:
        assert http.post("/sessions", json={"locale": locale}).status_code == 400


def test_every_conversation_has_another_id(server: Served) -> None:
    with server.http() as http:
        ids = {http.post("/sessions").json()["conversation"] for _ in range(20)}
    assert len(ids) == 20


CALLS = [
    ("POST", "/sessions/current"),
    ("DELETE", "/sessions/current"),
    ("GET", "/sessions/current/transcript"),
    ("POST", "/messages"),
    ("GET", "/events"),
    ("POST", "/typing"),
    ("POST", "/feedback"),
]


@pytest.mark.parametrize(("method", "path"), CALLS)
def test_nothing_goes_without_a_token(server: Served, method: str, path: str) -> None:
    with server.http() as http:
        response = http.request(method, path)
    assert response.status_code == 401
    assert response.headers["www-authenticate"] == "Bearer"
    assert refused(response, "token-missing")


@pytest.mark.parametrize(("method", "path"), CALLS)
def test_a_token_in_the_address_is_not_looked_at(
    server: Served, visitor: Visitor, method: str, path: str
) -> None:
    with server.http() as http:
        response = http.request(method, path, params={"token": visitor.token})
    assert response.status_code == 401


def signed(key: bytes | str, algorithm: str = "HS256", **claims: object) -> str:
    soon = datetime.now(UTC) + timedelta(hours=1)
    return jwt.encode(
        {"aud": AUDIENCE, "sub": "somebody", "origin": None, "exp": soon, **claims},
        key,
        algorithm=algorithm,
    )


def test_a_token_that_we_did_not_sign_is_refused(server: Served, visitor: Visitor) -> None:
    header, payload, signature = visitor.token.split(".")
    claims = json.loads(base64.urlsafe_b64decode(payload + "=="))
    other = base64.urlsafe_b64encode(json.dumps(claims | {"sub": "other"}).encode()).decode()
    made_up = [
        "x",
        "a.b.c",
        f"{header}.{other.rstrip('=')}.{signature}",
        f"{header}.{payload}.",
        signed("k" * 32, sub=visitor.conversation),
        # The setting itself signs other things; a token has a key of its own.
        signed(server.settings.secret, sub=visitor.conversation),
        signed("", "none", sub=visitor.conversation),
        "é" * 20,
        "a" * 5000,
    ]
    with server.http() as http:
        for token in made_up:
            header_value = f"Bearer {token}".encode()
            response = http.get("/events", headers={b"Authorization": header_value})
            assert response.status_code == 401, token
            assert refused(response, "token-refused"), token


def test_an_expired_token_is_refused_and_can_be_renewed(serve: Callable[..., Served]) -> None:
    server = serve()
    visitor = server.visitor()
    visitor.say("hello")
    server.clock.put_forward(hours=24, seconds=1)
    with server.http(visitor) as http:
        assert refused(http.get("/events"), "token-expired")
        renewed = http.post("/sessions/current")
        assert renewed.status_code == 200
        assert renewed.json()["conversation"] == visitor.conversation
        fresh = {"Authorization": f"Bearer {renewed.json()['token']}", "Accept": "application/json"}
        assert len(http.get("/events", headers=fresh).json()["events"]) == 2


def test_thirty_days_after_the_last_message_the_conversation_is_over(
    serve: Callable[..., Served],
) -> None:
    server = serve()
    visitor = server.visitor()
    server.clock.put_forward(hours=20)
    visitor.say("hello")
    with server.http(visitor) as http:
        server.clock.put_forward(days=29, hours=23)
        assert http.post("/sessions/current").status_code == 200
        server.clock.put_forward(hours=2)
        assert refused(http.post("/sessions/current"), "conversation-over")


def test_one_visitors_token_never_shows_another_ones_words(server: Served) -> None:
    with server.visitor() as first, server.visitor() as second:
        first.say("mine")
        second.say("yours")
        assert [event["text"] for event in first.history()] == ["mine", "echo mine"]
        assert [event["text"] for event in second.history()] == ["yours", "echo yours"]


def test_erasing_leaves_nothing_and_revokes_the_token(server: Served, visitor: Visitor) -> None:
    visitor.say("hello")
    visitor.erase()
    with server.http(visitor) as http:
        for method, path in CALLS:
            body = None
            if path == "/messages":
                body = {"id": "5a3e1f0c-7d4b-4c7e-9d3a-0f6f3b1c2d4e", "text": "still there?"}
            if path == "/feedback":
                body = {"seq": 2, "helpful": True}
            response = http.request(method, path, json=body)
            assert response.status_code == 401, (method, path)
            assert refused(response, "conversation-gone"), (method, path)
    assert server.chat.store.chat_events.after(visitor.conversation, 0) == []


def test_erasing_while_a_turn_is_computed_writes_nothing_afterwards(
    serve: Callable[..., Served],
) -> None:
    server = serve()
    visitor = server.visitor()
    server.turns.hold()
    visitor.send(text="hello")
    visitor.erase()
    server.turns.go_on()
    other = server.visitor()
    other.say("the next turn has come through")
    assert server.chat.store.chat_events.after(visitor.conversation, 0) == []
