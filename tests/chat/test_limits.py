"""Limits: how much, for whom, and when to come back."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from contextlib import ExitStack
from types import SimpleNamespace

import pytest
from sanic.compat import Header

from clinic.chat.limits import TokenBuckets, client_address
from tests.chat.served import Served
from tests.chat.stream import following, until
from tests.visitor import Visitor


class Time:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def time() -> Time:
    return Time()


def test_a_full_bucket_gives_its_size_and_then_says_how_long_to_wait(time: Time) -> None:
    buckets = TokenBuckets(6, clock=time)
    assert [buckets.take("a") for _ in range(6)] == [0.0] * 6
    assert buckets.take("a") == pytest.approx(10)
    time.now += 4
    assert buckets.take("a") == pytest.approx(6)


def test_it_refills_evenly_and_never_above_its_size(time: Time) -> None:
    buckets = TokenBuckets(6, clock=time)
    for _ in range(6):
        buckets.take("a")
    time.now += 10
    assert buckets.take("a") == 0
    assert buckets.take("a") > 0
    time.now += 3600
    assert [buckets.take("a") for _ in range(7)].count(0.0) == 6


def test_one_key_does_not_use_up_anothers(time: Time) -> None:
    buckets = TokenBuckets(1, clock=time)
    assert buckets.take("a") == 0
    assert buckets.take("b") == 0
    assert buckets.take("a") > 0


def test_being_refused_does_not_lengthen_the_wait(time: Time) -> None:
    buckets = TokenBuckets(1, clock=time)
    buckets.take("a")
    waits = [buckets.take("a") for _ in range(100)]
    assert waits[-1] == pytest.approx(60)


def test_memory_is_bounded_whoever_calls(time: Time) -> None:
    buckets = TokenBuckets(1, most_keys=100, clock=time)
    for number in range(10_000):
        buckets.take(number)
    assert len(buckets) == 100


def address(peer: str, trusted: int, *forwarded: str) -> str:
    headers = Header([("X-Forwarded-For", value) for value in forwarded])
    return client_address(SimpleNamespace(ip=peer, headers=headers), trusted)


@pytest.mark.parametrize(
    ("trusted", "forwarded", "expected"),
    [
        (0, [], "10.0.0.1"),
        (0, ["1.2.3.4"], "10.0.0.1"),  # anybody can write that
        (1, ["1.2.3.4"], "1.2.3.4"),
        (1, ["6.6.6.6, 1.2.3.4"], "1.2.3.4"),  # the first was written by the caller
        (1, ["6.6.6.6", "1.2.3.4"], "1.2.3.4"),
        (2, ["6.6.6.6, 1.2.3.4, 10.0.0.2"], "1.2.3.4"),
        (2, ["1.2.3.4"], "10.0.0.1"),  # somebody came past a proxy
        (1, [], "10.0.0.1"),
        (1, ["nonsense"], "10.0.0.1"),
        (1, [""], "10.0.0.1"),
        (1, ["2001:db8:1:2:3:4:5:6"], "2001:db8:1:2::/64"),
        (1, ["[2001:db8:1:2::9]"], "2001:db8:1:2::/64"),
        (1, ["::ffff:1.2.3.4"], "1.2.3.4"),
        (1, ["::1"], "::1"),
    ],
)
def test_the_address_is_what_the_trusted_proxies_saw(
    trusted: int, forwarded: list[str], expected: str
) -> None:
    assert address("10.0.0.1", trusted, *forwarded) == expected


def say(server: Served, visitor: Visitor, **headers: str) -> object:
    with server.http(visitor, **headers) as http:
        return http.post("/messages", json={"id": str(uuid.uuid4()), "text": "hello"})


def test_too_many_messages_are_refused_until_there_is_room(serve: Callable[..., Served]) -> None:
    server = serve(messages_per_minute=3)
    visitor, other = server.visitor(), server.visitor()
    assert [say(server, visitor).status_code for _ in range(4)] == [202, 202, 202, 429]
    refused = say(server, visitor)
    assert refused.headers["content-type"] == "application/problem+json"
    assert refused.json()["type"] == "urn:problem:clinic-chat:rate-limited"
    assert refused.json()["retry_after"] == int(refused.headers["retry-after"])
    assert 1 <= refused.json()["retry_after"] <= 20
    assert say(server, other).status_code == 202


def test_what_was_refused_was_not_stored(serve: Callable[..., Served]) -> None:
    server = serve(messages_per_minute=1)
    visitor = server.visitor()
    say(server, visitor)
    say(server, visitor)
    said = [event for event in visitor.history() if event["role"] == "user"]
    assert len(said) == 1


def test_too_many_conversations_from_one_address_are_refused(serve: Callable[..., Served]) -> None:
    server = serve(sessions_per_minute=2, trusted_proxies=1)
    with server.http() as http:
        here = {"X-Forwarded-For": "1.2.3.4"}
        statuses = [http.post("/sessions", headers=here).status_code for _ in range(3)]
        assert statuses == [201, 201, 429]
        elsewhere = {"X-Forwarded-For": "1.2.3.5"}
        assert http.post("/sessions", headers=elsewhere).status_code == 201


def test_all_addresses_together_have_a_limit_too(serve: Callable[..., Served]) -> None:
    server = serve(sessions_per_minute=1, trusted_proxies=1)
    with server.http() as http:
        statuses = [
            http.post("/sessions", headers={"X-Forwarded-For": f"1.2.3.{number}"}).status_code
            for number in range(11)
        ]
    assert statuses == [201] * 10 + [429]


def test_too_many_calls_from_one_address_are_refused(serve: Callable[..., Served]) -> None:
    server = serve(requests_per_minute=3)
    with server.http() as http:
        statuses = [http.post("/typing").status_code for _ in range(4)]
        assert statuses == [401, 401, 401, 429]
        assert http.options("/typing").status_code == 204


def test_a_page_can_read_how_long_to_wait(serve: Callable[..., Served]) -> None:
    server = serve(sessions_per_minute=1, allowed_origins=["https://clinic.example"])
    with server.http(Origin="https://clinic.example") as http:
        http.post("/sessions")
        refused = http.post("/sessions")
    assert refused.status_code == 429
    assert refused.headers["access-control-allow-origin"] == "https://clinic.example"
    assert "Retry-After" in refused.headers["access-control-expose-headers"]


def test_a_flood_from_one_address_holds_nobody_else_up(serve: Callable[..., Served]) -> None:
    server = serve(requests_per_minute=60, sessions_per_minute=5, trusted_proxies=1)
    flooding, other = {"X-Forwarded-For": "203.0.113.9"}, {"X-Forwarded-For": "203.0.113.10"}
    with server.http(**flooding) as flood, server.http(**other) as http:
        statuses = [flood.post("/sessions").status_code for _ in range(300)]
        assert statuses.count(201) <= 6 and set(statuses) == {201, 429}
        token = http.post("/sessions").json()["token"]
        signed = {"Authorization": f"Bearer {token}", "Accept": "application/json"}
        message = {"id": str(uuid.uuid4()), "text": "hello"}
        assert http.post("/messages", json=message, headers=signed).status_code == 202
        said = http.get("/events", params={"after": 1, "wait": 5}, headers=signed).json()
    assert said["events"][0]["text"] == "echo hello"


def test_only_trusted_hops_say_where_a_call_came_from(serve: Callable[..., Served]) -> None:
    """The caller's own entries count for nothing, however many there are."""
    alone = serve(sessions_per_minute=2)
    with alone.http() as http:
        made_up = [
            http.post("/sessions", headers={"X-Forwarded-For": f"203.0.113.{number}"}).status_code
            for number in range(4)
        ]
    assert made_up == [201, 201, 429, 429]
    alone.stop()
    behind = serve(sessions_per_minute=2, trusted_proxies=1)
    with behind.http() as http:
        through = [
            http.post(
                "/sessions", headers={"X-Forwarded-For": f"203.0.113.{number}, 198.51.100.7"}
            ).status_code
            for number in range(4)
        ]
    assert through == [201, 201, 429, 429]


def test_one_address_cannot_have_all_streams(serve: Callable[..., Served]) -> None:
    server = serve(streams_per_address=2, trusted_proxies=1)
    here, elsewhere = {"X-Forwarded-For": "203.0.113.9"}, {"X-Forwarded-For": "203.0.113.10"}
    visitors = [server.visitor() for _ in range(2)]
    kept = []  # a stream that nobody holds is closed
    with ExitStack() as open_streams:
        for visitor in visitors:
            http = open_streams.enter_context(server.http(visitor, **here))
            kept.append(open_streams.enter_context(following(http)))
            until(kept[-1], "ready")
        with server.http(visitors[0], **here) as http:
            for more in ({}, {"wait": 5}):
                refused = http.get(
                    "/events", params=more, headers={"Accept": "application/json"} if more else {}
                )
                assert refused.status_code == 429
                assert refused.headers["retry-after"] == "10"
            once = http.get("/events", headers={"Accept": "application/json"})
            assert once.status_code == 200  # what is over at once takes no place
        with server.http(visitors[0], **elsewhere) as http, following(http) as events:
            until(events, "ready")
    with server.http(visitors[0], **here) as http, following(http) as events:
        until(events, "ready")
