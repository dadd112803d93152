"""The server as a process: started, ended, killed, and what it leaves in its log."""

from __future__ import annotations

import stat
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from tests.chat.stream import following, until
from tests.live import LiveServer
from tests.postgres import PostgresServer
from tests.visitor import API, Visitor

ECHO = ("-m", "tests.chat.echo_server")
WORDS = "my-very-private-words"


@pytest.fixture
def process(start_server: Callable[..., LiveServer]) -> Iterator[LiveServer]:
    yield start_server(program=ECHO, log_json=True, log_level="DEBUG")


def test_it_says_where_it_is_and_ends_in_peace(process: LiveServer) -> None:
    assert f"\n{process.url}\n" in "\n" + process.log_text()
    assert process.stop() == 0
    assert '"event": "stopping"' in process.log_text()


def test_what_was_said_survives_a_kill_and_is_answered_once(process: LiveServer) -> None:
    with Visitor(process.url).open() as visitor:
        visitor.say("before")
        for number in range(3):
            message = visitor.send(text=f"{number}")
            process.kill()
            process.restart()
            visitor.answers(message)
        bot = [event["text"] for event in visitor.history() if event["role"] == "bot"]
    assert bot == ["echo before", *(f"echo {number}" for number in range(3))]


def test_streams_end_first_and_the_open_ones_do_not_hold_it_up(process: LiveServer) -> None:
    with Visitor(process.url).open() as visitor:
        headers = {"Authorization": f"Bearer {visitor.token}"}
        with (
            httpx.Client(base_url=process.url + API, headers=headers, timeout=30) as http,
            following(http) as events,
        ):
            until(events, "ready")
            stopping = threading.Thread(target=process.stop)
            stopping.start()
            assert list(events) == []  # ended in order, not cut off
            stopping.join()
    assert process.process.returncode == 0


def test_nobodys_words_are_in_the_log(process: LiveServer) -> None:
    with Visitor(process.url).open() as visitor:
        visitor.say(WORDS)
        for content in (f'{{"text": "{WORDS}"', f'{{"id": "{WORDS}", "text": "x"}}'):
            httpx.post(
                process.url + API + "/messages",
                content=content,
                headers={"Authorization": f"Bearer {visitor.token}"},
            )
        httpx.get(process.url + "/" + WORDS, params={"q": WORDS}, headers={"X": WORDS})
    process.stop()
    assert WORDS not in process.log_text()


def test_a_second_server_on_its_database_does_not_start(
    process: LiveServer, start_server: Callable[..., LiveServer]
) -> None:
    with pytest.raises(RuntimeError, match="AlreadyServed: Another server"):
        start_server(program=ECHO, database_url=process.environment["DATABASE_URL"])
    with Visitor(process.url).open() as visitor:
        assert visitor.say("hello")


def test_it_works_with_a_database_in_a_folder_that_is_not_there_yet(
    start_server: Callable[..., LiveServer], tmp_path: Path
) -> None:
    database = tmp_path / "new" / "folder" / "clinic.db"
    server = start_server(program=ECHO, database_url=f"sqlite:///{database}")
    with Visitor(server.url).open() as visitor:
        assert visitor.say("hello")
    assert database.exists()


def test_it_waits_for_a_database_server_that_is_not_up_yet(
    postgres_server: PostgresServer, postgres_url: str
) -> None:
    postgres_server.stop("immediate")
    server = LiveServer(start=False, program=ECHO, database_url=postgres_url)
    try:
        with ThreadPoolExecutor(1) as behind:
            starting = behind.submit(server.start)
            while "waiting_for_the_database" not in server.log_text():
                assert not starting.done(), starting.exception()
                time.sleep(0.1)
            postgres_server.start()
            starting.result()
        with Visitor(server.url).open() as visitor:
            assert visitor.say("hello")
    finally:
        server.remove()


def test_what_a_server_writes_is_for_its_owner_alone(
    start_server: Callable[..., LiveServer], tmp_path: Path
) -> None:
    """Secret key, database with its journal, lock, mails: nothing for group or others."""
    server = start_server(program=ECHO, var_dir=tmp_path / "var")
    with Visitor(server.url).open() as visitor:
        visitor.say("hello")
    folders = [tmp_path / "var", server.folder / "var"]
    written = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    assert {"secret_key", "clinic.db"} <= {path.name for path in written}
    assert not [path for path in written if stat.S_IMODE(path.stat().st_mode) & 0o077]
