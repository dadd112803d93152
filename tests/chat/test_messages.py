"""Messages: stored before they are confirmed, once and as they were typed, or refused."""

from __future__ import annotations

import json
import socket
import sqlite3
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

import pytest

from tests.chat.served import Served
from tests.visitor import API, Visitor


def new_id() -> str:
    return str(uuid.uuid4())


def test_a_message_is_stored_before_it_is_confirmed(serve: Callable[..., Served]) -> None:
    server = serve()
    visitor = server.visitor()
    server.turns.hold()
    message = new_id()
    with server.http(visitor) as http:
        response = http.post("/messages", json={"id": message, "text": "Does it hurt?"})
    assert response.status_code == 202
    assert response.json() == {"id": message, "seq": 1, "duplicate": False}
    (stored,) = server.chat.store.chat_events.after(visitor.conversation, 0)
    assert (stored.role, stored.text, stored.reply_to) == ("user", "Does it hurt?", message)


def test_the_same_id_again_is_the_same_message(server: Served, visitor: Visitor) -> None:
    message = visitor.send(text="hello")
    with server.http(visitor) as http:
        again = http.post("/messages", json={"id": message, "text": "something else"})
    assert again.status_code == 202
    assert again.json() == {"id": message, "seq": 1, "duplicate": True}
    visitor.answers(message)
    assert [event["text"] for event in visitor.history()] == ["hello", "echo hello"]


def test_the_same_id_at_the_same_moment_is_one_message(server: Served, visitor: Visitor) -> None:
    body = {"id": new_id(), "text": "hello"}
    with server.http(visitor) as http, ThreadPoolExecutor(8) as threads:
        receipts = list(threads.map(lambda _: http.post("/messages", json=body).json(), range(16)))
    assert {receipt["seq"] for receipt in receipts} == {1}
    assert sum(not receipt["duplicate"] for receipt in receipts) == 1
    visitor.answers(body["id"])
    assert len(visitor.history()) == 2


def test_the_same_id_in_another_conversation_is_another_message(server: Served) -> None:
    message = new_id()
    with server.visitor() as first, server.visitor() as second:
        first.answers(first.send(message=message, text="one"))
        second.answers(second.send(message=message, text="two"))
        assert first.history()[0]["text"] == "one"
        assert second.history()[0]["text"] == "two"


def test_messages_are_answered_in_their_order(visitor: Visitor) -> None:
    sent = [visitor.send(text=str(number)) for number in range(10)]
    for message in sent:
        visitor.answers(message)
    said = [event["text"] for event in visitor.history() if event["role"] == "bot"]
    assert said == [f"echo {number}" for number in range(10)]


def test_a_pressed_button_shows_its_title_and_means_what_the_server_stored(
    visitor: Visitor,
) -> None:
    visitor.say("buttons")
    assert visitor.buttons() == ["A", "B"]
    (answer,) = visitor.press("B")
    assert answer["text"] == "pressed /B"
    assert visitor.history()[-2]["text"] == "B"


def test_a_card_offers_its_edits_as_buttons_without_saying_what_they_mean(
    visitor: Visitor,
) -> None:
    (answer,) = visitor.say("card")
    assert answer["ask"] == "phone"
    (entry,) = answer["card"]["fields"]
    assert set(entry) == {"slot", "label", "value", "edit"}
    assert entry["edit"] != "/correct"
    (answer,) = visitor.press("Phone")
    assert answer["text"] == "pressed /correct"


def test_somebody_elses_button_is_unknown(server: Served, visitor: Visitor) -> None:
    visitor.say("buttons")
    with server.visitor() as other, server.http(other) as http:
        response = http.post("/messages", json={"id": new_id(), "button": visitor.button("A")})
        assert response.status_code == 422
        assert response.json()["type"].endswith(":unknown-button")
        assert other.history() == []


# What people and programs send, with what becomes of it.
AS_TYPED = [
    "🙂🙃😀",
    "👩‍👩‍👧‍👦",
    "<script>alert(1)</script><b onclick=x>hello</b>",
    "'; DROP TABLE inbox; --",
    "/restart",
    '/inform{"name": "x"}',
    "  two words  \n\n and a line ",
    "مرحبا שלום नमस्ते",
    "a\u0301\u0302\u0303" * 100,
    "\u202eright to left",
    "x" * 2000,
    "🙂" * 2000,
    "{slot} %s ${jndi}",
]


@pytest.mark.parametrize("text", AS_TYPED, ids=range(len(AS_TYPED)))
def test_text_is_kept_as_it_was_typed_and_is_never_a_command(visitor: Visitor, text: str) -> None:
    (answer,) = visitor.say(text)
    assert answer["text"] == f"echo {text}"
    assert visitor.history()[0]["text"] == text


@pytest.mark.parametrize(
    ("body", "stored"),
    [
        (rb'"half \ud83d of one"', "half \ufffd of one"),
        (rb'"\ude00\ud83d"', "\ufffd\ufffd"),
        (rb'"\ud83d\ude00"', "😀"),
        (rb'"nul\u0000led"', "nulled"),
    ],
)
def test_what_no_database_takes_is_mended(
    server: Served, visitor: Visitor, body: bytes, stored: str
) -> None:
    message = new_id()
    content = b'{"id": "%b", "text": %b}' % (message.encode(), body)
    with server.http(visitor) as http:
        assert http.post("/messages", content=content).status_code == 202
    (answer,) = visitor.answers(message)
    assert answer["text"] == f"echo {stored}"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "text-empty"),
        ("   \n\t\u00a0\u2003", "text-empty"),
        ("\u200b\u2060\ufeff\u202e", "text-empty"),
        ("\x00", "text-empty"),
        ("x" * 2001, "text-too-long"),
        ("🙂" * 2001, "text-too-long"),
    ],
)
def test_text_that_is_empty_or_too_long_is_refused(
    server: Served, visitor: Visitor, text: str, code: str
) -> None:
    with server.http(visitor) as http:
        response = http.post("/messages", json={"id": new_id(), "text": text})
    assert response.status_code == 422
    assert response.json()["type"] == f"urn:problem:clinic-chat:{code}"
    assert visitor.history() == []


def with_id(rest: str, encoding: str = "utf-8") -> bytes:
    return ('{"id": "5a3e1f0c-7d4b-4c7e-9d3a-0f6f3b1c2d4e"' + rest + "}").encode(encoding)


MALFORMED = [
    b"",
    b"{",
    b"[]",
    b'"text"',
    b"null",
    b"\xff\xfe",
    with_id(', "text": "caf\xe9"', "latin-1"),
    with_id(', "text": 7'),
    with_id(', "text": null'),
    with_id(', "text": ["a"]'),
    with_id(""),
    with_id(', "text": "a", "button": "b"'),
    with_id(', "button": 7'),
    b'{"text": "no id"}',
    b'{"id": 7, "text": "a number"}',
    b'{"id": "made up", "text": "no uuid"}',
    b'{"id": "5a3e1f0c-7d4b-1c7e-9d3a-0f6f3b1c2d4e", "text": "version 1"}',
    b'{"id": "5a3e1f0c-7d4b-4c7e-9d3a-0f6f3b1c2d4e\\n", "text": "a line more"}',
    b"[" * 8000,
    b'{"id": ' + b"9" * 8000 + b"}",
]


@pytest.mark.parametrize("content", MALFORMED, ids=range(len(MALFORMED)))
def test_what_is_no_message_is_malformed(server: Served, visitor: Visitor, content: bytes) -> None:
    with server.http(visitor) as http:
        response = http.post(
            "/messages", content=content, headers={"Content-Type": "application/json"}
        )
    assert response.status_code == 400
    assert response.json()["type"] == "urn:problem:clinic-chat:malformed"
    assert visitor.history() == []


@pytest.mark.parametrize("button", ["", "x" * 65, "\ud800", "a\x00b", "<b>", "никогда", "A" * 22])
def test_a_button_that_cannot_be_ours_is_unknown(
    server: Served, visitor: Visitor, button: str
) -> None:
    content = json.dumps({"id": new_id(), "button": button}).encode()
    with server.http(visitor) as http:
        response = http.post("/messages", content=content)
    assert response.status_code == 422
    assert visitor.history() == []


def test_a_sender_that_the_client_makes_up_is_ignored(server: Served, visitor: Visitor) -> None:
    with server.visitor() as victim, server.http(visitor) as http:
        body = {
            "id": new_id(),
            "text": "hi",
            "sender": victim.conversation,
            "seq": 1,
            "role": "bot",
        }
        assert http.post("/messages", json=body).status_code == 202
        visitor.answers(body["id"])
        assert victim.history() == []
        assert visitor.history()[0]["role"] == "user"


def test_who_hangs_up_after_sending_is_answered_all_the_same(
    server: Served, visitor: Visitor
) -> None:
    message = new_id()
    with server.chat.store.database.write():  # so that it is still being stored when he is gone
        connection = raw_post(server, visitor, message)
        connection.close()
    (answer,) = visitor.answers(message)
    assert answer["text"] == "echo gone"
    with server.http(visitor) as http:
        again = http.post("/messages", json={"id": message, "text": "gone"}).json()
    assert again == {"id": message, "seq": 1, "duplicate": True}


def test_who_hangs_up_halfway_can_send_it_again(server: Served, visitor: Visitor) -> None:
    message = new_id()
    raw_post(server, visitor, message, leave_out=5).close()
    (answer,) = visitor.answers(visitor.send(message=message, text="gone"))
    assert answer["seq"] == 2


def test_while_nothing_can_be_stored_the_client_is_told_when_to_come_back(
    serve: Callable[..., Served],
) -> None:
    server = serve()
    visitor = server.visitor()
    message = new_id()
    body = {"id": message, "text": "hello"}
    blocker = sqlite3.connect(server.settings.database_url.removeprefix("sqlite:///"))
    blocker.isolation_level = None
    blocker.execute("BEGIN IMMEDIATE")
    with server.http(visitor) as http:
        response = http.post("/messages", json=body)
        blocker.execute("ROLLBACK")
        blocker.close()
        assert response.status_code == 503
        assert response.headers["retry-after"] == str(response.json()["retry_after"])
        assert http.post("/messages", json=body).json()["duplicate"] is False
    assert visitor.answers(message)


def raw_post(
    server: Served, visitor: Visitor, message: str, *, leave_out: int = 0
) -> socket.socket:
    """Send a message by hand, all of it or all but the last bytes, and read nothing."""
    body = b'{"id": "%b", "text": "gone"}' % message.encode()
    head = (
        f"POST {API}/messages HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {visitor.token}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    address = urlsplit(server.url)
    connection = socket.create_connection((address.hostname, address.port))
    connection.sendall(head.encode() + body[: len(body) - leave_out])
    return connection
