"""Two servers on one PostgreSQL database: any of them can serve any call."""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import psycopg2
import pytest

from tests.chat.served import Served
from tests.chat.stream import following, numbers, until
from tests.postgres import PostgresServer

SECRET = "s" * 40


@pytest.fixture
def replicas(postgres_url: str, tmp_path: Path) -> Iterator[tuple[Served, Served]]:
    started = [
        Served(
            tmp_path / name,
            database_url=postgres_url,
            secret_key=SECRET,
            streaming={"heartbeat": 1},
        )
        for name in "ab"
    ]
    yield started[0], started[1]
    for served in started:
        served.stop()


def test_a_stream_on_one_hears_what_is_said_on_the_other(replicas: tuple[Served, Served]) -> None:
    here, there = replicas
    with here.visitor() as visitor, there.http(visitor) as http, following(http) as events:
        until(events, "ready")
        message = visitor.send(text="hello")
        heard = until(events, "turn_done", reply_to=message)
    said = [event.data["text"] for event in heard if event.kind == "message"]
    assert said == ["hello", "echo hello"]


def test_a_message_sent_to_both_is_answered_once(replicas: tuple[Served, Served]) -> None:
    here, there = replicas
    with here.visitor() as visitor, ThreadPoolExecutor(8) as threads:
        body = {"id": str(uuid.uuid4()), "text": "hello"}

        def send(served: Served) -> dict:
            with served.http(visitor) as http:
                return http.post("/messages", json=body).json()

        receipts = list(threads.map(send, [here, there] * 4))
        visitor.answers(body["id"])
        assert {receipt["seq"] for receipt in receipts} == {1}
        assert sum(not receipt["duplicate"] for receipt in receipts) == 1
        assert [event["text"] for event in visitor.history()] == ["hello", "echo hello"]


def test_streams_on_both_show_the_same_without_gaps(replicas: tuple[Served, Served]) -> None:
    here, there = replicas
    count = 20
    with here.visitor() as visitor, ThreadPoolExecutor(8) as threads:

        def tail(served: Served) -> list[int]:
            with served.http(visitor) as http, following(http) as events:
                seen: list[int] = []
                while len(seen) < 2 * count:
                    seen += numbers([next(events)])
                return seen

        def send(number: int) -> None:
            with replicas[number % 2].http(visitor) as http:
                body = {"id": str(uuid.uuid4()), "text": str(number)}
                assert http.post("/messages", json=body).status_code == 202

        tails = [threads.submit(tail, served) for served in replicas]
        list(threads.map(send, range(count)))
        for seen in tails:
            assert seen.result(60) == list(range(1, 2 * count + 1))


def test_a_wake_up_that_was_missed_delays_no_reply(
    replicas: tuple[Served, Served], postgres_url: str
) -> None:
    here, there = replicas
    with here.visitor() as visitor, ThreadPoolExecutor(1) as threads:
        http = here.http(visitor, Accept="application/json")
        listened = threads.submit(http.get, "/events", params={"after": 0, "wait": 25})
        time.sleep(0.5)
        begun = time.monotonic()
        with closing(psycopg2.connect(postgres_url)) as admin, admin.cursor() as cursor:
            # Nobody of this replica hears of what is said in the half second that follows.
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE query LIKE 'LISTEN%' AND datname = current_database()"
            )
        with there.http(visitor) as other:
            body = {"id": str(uuid.uuid4()), "text": "hello"}
            assert other.post("/messages", json=body).status_code == 202
        assert listened.result(30).json()["events"][0]["text"] == "hello"
        assert time.monotonic() - begun < 5


def test_erased_on_one_is_gone_on_the_other(replicas: tuple[Served, Served]) -> None:
    here, there = replicas
    with here.visitor() as visitor, there.http(visitor) as http, following(http) as events:
        until(events, "ready")
        visitor.erase()
        assert list(events) == []
        assert http.get("/events").status_code == 401


def test_while_the_database_is_away_nothing_is_lost(
    replicas: tuple[Served, Served], postgres_server: PostgresServer
) -> None:
    here, _ = replicas
    with here.visitor() as visitor, here.http(visitor) as http, following(http) as events:
        until(events, "ready")
        message = str(uuid.uuid4())
        postgres_server.stop("immediate")
        try:
            refused = http.post("/messages", json={"id": message, "text": "hello"})
            ready = http.get(here.url + "/readyz")
        finally:
            postgres_server.start()
        assert refused.status_code == ready.status_code == 503
        assert "retry-after" in refused.headers
        visitor.send(message=message, text="hello")
        heard = until(events, "message")  # on the stream that was open all the time
    assert heard[-1].data["text"] == "hello"


def test_a_database_that_hangs_is_told_and_costs_nothing(
    replicas: tuple[Served, Served], postgres_server: PostgresServer
) -> None:
    here, _ = replicas
    with here.visitor() as visitor, here.http(visitor) as http:
        message = str(uuid.uuid4())
        postgres_server.hang()
        try:
            refused = http.post("/messages", json={"id": message, "text": "hello"})
            ready, alive = (http.get(f"{here.url}/{name}") for name in ("readyz", "healthz"))
        finally:
            postgres_server.go_on()
        assert (refused.status_code, ready.status_code, alive.status_code) == (503, 503, 200)
        assert "retry-after" in refused.headers
        visitor.answers(visitor.send(message=message, text="hello"))
        assert [event["text"] for event in visitor.history()] == ["hello", "echo hello"]
