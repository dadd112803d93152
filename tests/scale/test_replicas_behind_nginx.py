"""Three replicas, one PostgreSQL, nginx in front without stickiness: as deploy/ describes it."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from tests.chat.test_crashes import BOOKING, _bookings
from tests.live import LiveServer
from tests.postgres import PostgresServer
from tests.scale.proxy import Proxy
from tests.visitor import Visitor

pytestmark = [pytest.mark.scale, pytest.mark.timeout(600)]
VISITORS = 24


class Installation:
    def __init__(self, postgres: PostgresServer) -> None:
        url = postgres.new_database()
        secret = "s" * 48
        self.replicas = [
            LiveServer(start=False, database_url=url, secret_key=secret, trusted_proxies=1)
            for _ in range(3)
        ]
        self.proxy: Proxy | None = None
        try:
            with ThreadPoolExecutor(len(self.replicas)) as pool:
                list(pool.map(LiveServer.start, self.replicas))
            self.proxy = Proxy([each.port for each in self.replicas])
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        if self.proxy is not None:
            self.proxy.close()
        for each in self.replicas:
            each.remove()


@pytest.fixture(scope="module")
def installation(postgres_server: PostgresServer) -> Iterator[Installation]:
    opened = Installation(postgres_server)
    yield opened
    opened.close()


def _book(url: str, name: str) -> list[dict]:
    with Visitor(url, patience=180).open() as visitor:
        for text in BOOKING:
            visitor.say(name if text == "Ana Beltran" else text)
        return visitor.history()


def test_every_visitor_is_answered_once_whoever_serves_each_call(installation: Installation):
    _work(installation, dying=False)


def test_a_replica_that_is_killed_costs_nobody_an_answer(installation: Installation):
    _work(installation, dying=True)


def test_a_replica_that_hangs_costs_a_message_seconds(installation: Installation):
    hanging = installation.replicas[2].process
    with Visitor(installation.proxy.url, patience=180).open() as visitor:
        hanging.send_signal(signal.SIGSTOP)
        try:
            sent, took = [], []
            for _ in range(6):
                begun = time.monotonic()
                sent.append(visitor.send(text="does it hurt?"))
                took.append(time.monotonic() - begun)
        finally:
            hanging.send_signal(signal.SIGCONT)
        # Whoever was sent there first waited, and was then taken in by another one.
        assert 9 < max(took) < 30
        for message in sent:
            assert len(visitor.answers(message)) == 1


def _work(installation: Installation, *, dying: bool) -> None:
    known = {each["reference"] for each in _bookings(installation.replicas[0])}
    names = [f"{first} {last}" for first in ("Ana", "Bea", "Cleo", "Dora") for last in LAST]
    names = [f"{name} {'Reyes' if dying else 'Lopez'}" for name in names[:VISITORS]]
    with ThreadPoolExecutor(VISITORS) as pool:
        running = [pool.submit(_book, installation.proxy.url, name) for name in names]
        if dying:
            victim = installation.replicas[1]
            victim.kill()
            victim.start()
        conversations = [each.result() for each in running]
    for events in conversations:
        assert [event["seq"] for event in events] == list(range(1, len(events) + 1))
        own = [event for event in events if event["role"] == "user"]
        assert len(own) == len(BOOKING)
        for event in own:
            assert any(each["reply_to"] == event["reply_to"] for each in events if each != event)
        assert sum("Your reference is" in event["text"] for event in events) == 1
    made = [each for each in _bookings(installation.replicas[0]) if each["reference"] not in known]
    assert sorted(each["name"] for each in made) == sorted(names)


LAST = ("Adler", "Boone", "Cruz", "Diaz", "Egan", "Ford")


def test_the_proxy_keeps_the_metrics_to_itself_and_big_bodies_out(installation: Installation):
    assert httpx.get(f"{installation.proxy.url}/metrics").status_code == 404
    big = httpx.post(f"{installation.proxy.url}/webhooks/chat/v1/sessions", content=b"x" * 20_000)
    assert big.status_code == 413
    assert "clinic-chat" not in big.text  # nginx's own word: the server never heard of it
    form = httpx.post(f"{installation.proxy.url}/staff/sign-in", content=b"x" * 20_000)
    assert form.status_code == 413 and "Too much at once" in form.text
