"""What is known to break a stock Rasa server does not break this one."""

from __future__ import annotations

import json
import uuid

import httpx
import pytest

from clinic.settings import Settings
from tests.chat.served import Served
from tests.visitor import Visitor


@pytest.mark.parametrize("sender", ["\ud800", "\x00", "default", "../x", "a" * 4000], ids=range(5))
def test_no_sender_that_a_client_makes_up_reaches_the_store(
    server: Served, visitor: Visitor, sender: str
) -> None:
    """One such POST ended a stock server's process."""
    message = str(uuid.uuid4())
    body = {"sender": sender, "id": message, "text": "hello", "message": sender}
    content = json.dumps(body).encode()
    with server.http(visitor) as http:
        assert http.post("/messages", content=content).status_code == 202
    with server.http() as http:
        opened = http.post("/sessions", content=json.dumps({"sender": sender}).encode())
        assert opened.status_code == 201
        assert opened.json()["conversation"] != sender
    (answer,) = visitor.answers(message)
    assert answer["text"] == "echo hello"


def test_there_is_no_conversation_that_everybody_shares(server: Served) -> None:
    """Without a `sender` a stock server put everybody into "default"."""
    with server.http() as http:
        body = {"id": str(uuid.uuid4()), "text": "hello"}
        assert http.post("/messages", json=body).status_code == 401
        first, second = (http.post("/sessions").json()["conversation"] for _ in range(2))
    assert first != second


def test_knowing_a_conversations_id_opens_nothing(server: Served, visitor: Visitor) -> None:
    visitor.say("private")
    for key in (visitor.conversation, f"sender={visitor.conversation}"):
        with server.http(Authorization=f"Bearer {key}", Accept="application/json") as http:
            assert http.get("/events").status_code == 401
            assert http.get("/events", params={"conversation": key}).status_code == 401


@pytest.mark.parametrize(
    "text", ["/restart", "/session_start", "/back", '/affirm{"name": "x"}', "/faq/pain"]
)
def test_what_looks_like_a_command_is_only_text(
    server: Served, visitor: Visitor, text: str
) -> None:
    server.turns.hold()
    try:
        visitor.send(text=text)
        claim = server.chat.store.turns.claim(visitor.conversation, server.clock())
        assert (claim.message.text, claim.message.payload) == (text, None)
        claim.release()
    finally:
        server.turns.go_on()


def test_an_error_is_never_answered_by_200(
    server: Served, visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A stock server answered `200 []` and logged the message."""

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr(server.chat.store.inbox, "take_in", broken)
    with server.http(visitor) as http:
        response = http.post("/messages", json={"id": str(uuid.uuid4()), "text": "hello"})
    assert response.status_code == 500


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/conversations/default/tracker"),
        ("POST", "/conversations/default/tracker/events"),
        ("PUT", "/conversations/default/tracker/events"),
        ("POST", "/conversations/default/messages"),
        ("POST", "/conversations/default/trigger_intent"),
        ("POST", "/model/train"),
        ("POST", "/model/parse"),
        ("PUT", "/model"),
        ("DELETE", "/model"),
        ("GET", "/domain"),
        ("GET", "/status"),
        ("GET", "/version"),
        ("POST", "/webhooks/rest/webhook"),
        ("POST", "/webhooks/callback/webhook"),
        ("GET", "/socket.io/?EIO=4&transport=polling"),
    ],
)
def test_rasas_own_http_api_is_not_served(server: Served, method: str, path: str) -> None:
    """It let anybody read trackers when it was enabled without a token."""
    assert httpx.request(method, server.url + path).status_code == 404


def test_no_origin_is_reflected_and_no_cookie_is_used(server: Served) -> None:
    for path in ("/", "/healthz", "/readyz", "/webhooks/chat/v1/sessions"):
        response = httpx.get(server.url + path, headers={"Origin": "https://evil.example"})
        assert response.headers.get("access-control-allow-origin") is None
        assert "access-control-allow-credentials" not in response.headers
        assert "set-cookie" not in response.headers


def test_it_listens_on_this_machine_only_unless_told_otherwise() -> None:
    assert Settings.model_fields["host"].default == "127.0.0.1"


def test_a_megabyte_holds_nobody_up(server: Served, visitor: Visitor) -> None:
    """A stock server stood still for 22 seconds and stored all of it."""
    with server.visitor() as other, server.http(visitor) as http:
        content = b'{"id": "%b", "text": "%b"}' % (str(uuid.uuid4()).encode(), b"x" * 1_000_000)
        try:
            assert http.post("/messages", content=content).status_code == 413
        except httpx.WriteError:
            pass  # cut off while it was still being sent
        assert other.say("hello")
    assert visitor.history() == []
