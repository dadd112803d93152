"""A booking goes on where its database left off: locked, full, read-only, or away for a while."""

from __future__ import annotations

import resource
import sqlite3
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import httpx
import psycopg2
import pytest

from clinic.settings import load_settings
from clinic.store import open_store
from tests.chaos.disk import CANNOT_MOUNT, FailingDisk
from tests.chat.test_crashes import BOOKING, _book, _bookings, _said
from tests.live import LiveServer
from tests.postgres import PostgresServer
from tests.visitor import API, Visitor

LOCKED_S, AWAY_S = 5.0, 10.0
MET_AT = ("Norwalk", "yes, send it")  # a detail, and the message that sends the request


@contextmanager
def _locked(server: LiveServer) -> Iterator[None]:
    """Another program holds the file's write lock."""
    blocker = sqlite3.connect(_file(server), isolation_level=None, timeout=30)
    blocker.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        blocker.execute("ROLLBACK")
        blocker.close()


@contextmanager
def _full(server: LiveServer) -> Iterator[None]:
    """No file of the server may grow any more, as on a full disk."""
    pid = server.process.pid
    before = resource.prlimit(pid, resource.RLIMIT_FSIZE)
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (1024, before[1]))
    try:
        yield
    finally:
        resource.prlimit(pid, resource.RLIMIT_FSIZE, before)


@contextmanager
def _read_only(server: LiveServer) -> Iterator[None]:
    """The database takes no writes: a standby, say, or an administrator's switch."""
    url = server.environment["DATABASE_URL"]
    name = url.rpartition("/")[2]
    admin = psycopg2.connect(url.replace(f"/{name}", "/postgres"))
    admin.autocommit = True
    cursor = admin.cursor()

    def switch(state: str) -> None:
        cursor.execute(f"ALTER DATABASE {name} SET default_transaction_read_only = {state}")
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", (name,)
        )

    switch("on")
    try:
        yield
    finally:
        switch("off")
        admin.close()


def _file(server: LiveServer) -> str:
    return server.environment["DATABASE_URL"].removeprefix("sqlite:///")


def _book_through(server: LiveServer, fault: Callable[[], None]) -> tuple[list[dict], list[dict]]:
    """The whole conversation, the fault beginning before each message of MET_AT."""
    with Visitor(server.url, patience=120).open() as visitor:
        for text in BOOKING:
            if text in MET_AT:
                fault()
            visitor.say(text)
        return visitor.history(), visitor.events


def _for_a_while(fault: Callable[[LiveServer], object], server: LiveServer, seconds: float):
    """Begins the fault, and ends it later, while the visitor waits for an answer."""

    def begin() -> None:
        began = threading.Event()

        def hold() -> None:
            with fault(server):
                began.set()
                time.sleep(seconds)

        threading.Thread(target=hold, daemon=True).start()
        assert began.wait(30)

    return begin


def _check(server: LiveServer, undisturbed: list[dict], stored: list[dict], seen: list[dict]):
    assert [event["seq"] for event in stored] == list(range(1, len(stored) + 1))
    assert seen == stored
    assert [_said(event) for event in stored] == [_said(event) for event in undisturbed]
    (booking,) = _bookings(server)
    assert booking["reference"] in stored[-1]["text"]
    assert (booking["name"], booking["location"]) == ("Ana Beltran", "Norwalk")


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.parametrize("fault", [_locked, _full])
def test_sqlite_that_takes_nothing_for_a_while(fault, live_server: LiveServer, start_server):
    undisturbed, _ = _book(live_server)
    server = start_server()
    stored, seen = _book_through(server, _for_a_while(fault, server, LOCKED_S))
    _check(server, undisturbed, stored, seen)


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.parametrize("fault", ["read-only", "away"])
def test_postgresql_that_takes_nothing_for_a_while(
    fault, live_server: LiveServer, start_server, postgres_server: PostgresServer
):
    @contextmanager
    def away(_server: LiveServer) -> Iterator[None]:
        postgres_server.stop("immediate")
        try:
            yield
        finally:
            postgres_server.start()

    undisturbed, _ = _book(live_server)
    server = start_server(database_url=postgres_server.new_database())
    seconds = AWAY_S if fault == "away" else LOCKED_S
    begin = _for_a_while(away if fault == "away" else _read_only, server, seconds)
    stored, seen = _book_through(server, begin)
    _check(server, undisturbed, stored, seen)


@pytest.fixture
def failing_disk() -> Iterator[FailingDisk]:
    try:
        disk = FailingDisk()
    except RuntimeError as error:
        pytest.skip(f"{CANNOT_MOUNT}: {error}")
    yield disk
    disk.remove()


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_sqlite_whose_disk_goes_read_only(
    failing_disk: FailingDisk, live_server: LiveServer, start_server
):
    undisturbed, _ = _book(live_server)
    var = failing_disk.folder / "var"
    server = start_server(database_url=f"sqlite:///{var}/clinic.db", var_dir=var)
    with Visitor(server.url, patience=120).open() as visitor:
        for text in BOOKING[:-1]:
            visitor.say(text)
        failing_disk.fail()
        message = {"id": str(uuid.uuid4()), "text": BOOKING[-1]}
        headers = {"Authorization": f"Bearer {visitor.token}"}
        for _ in range(2):  # nothing is taken in, and the server lives and goes on to read
            refused = httpx.post(f"{server.url}{API}/messages", json=message, headers=headers)
            assert refused.status_code == 503 and int(refused.headers["Retry-After"]) >= 1
            assert refused.json()["type"] == "urn:problem:clinic-chat:store-unavailable"
        opening = httpx.post(f"{server.url}{API}/sessions", json={})
        erasing = httpx.delete(f"{server.url}{API}/sessions/current", headers=headers)
        assert opening.status_code == erasing.status_code == 503
        assert httpx.get(f"{server.url}/healthz").status_code == 200
        assert len(visitor.history()) == len(undisturbed) - 2
        server.kill()
        failing_disk.mend()
        server.start()
        visitor.answers(visitor.send(message=message["id"], text=message["text"]))
        stored, seen = visitor.history(), visitor.events
    _check(server, undisturbed, stored, seen)
    server.stop()


@pytest.mark.slow
def test_secret_and_receipts_outlive_a_disk_that_fails_at_once(failing_disk: FailingDisk):
    var = failing_disk.folder / "var"
    settings = load_settings(
        var_dir=var, database_url=f"sqlite:///{var}/clinic.db", secret_key=None, _env_file=None
    )
    secret, now = settings.secret, datetime.now(UTC)
    store = open_store(settings)
    erased = store.conversations.open(now).id
    store.erasures.erase_conversation(erased, secret, now, settings.erasures_file)
    failing_disk.fail()
    store.close()
    failing_disk.mend()
    assert (var / "secret_key").read_text() == secret
    store = open_store(settings)
    known = [receipt.id for receipt in store.erasures.list()]
    store.close()
    assert len(known) == 1 and known[0] in settings.erasures_file.read_text()
