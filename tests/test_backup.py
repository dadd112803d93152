"""A backup is whole while the server writes, comes back, and leaves the erased erased."""

from __future__ import annotations

import os
import sqlite3
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest

from clinic.errors import BackupFailed
from clinic.settings import load_settings
from clinic.store import Store, open_store
from clinic.store.backup import back_up, put_back
from clinic.store.database import Database
from tests.chat.served import Served
from tests.store.test_booking_steps import open_booking
from tests.test_cli import clinic


def _store(folder: Path) -> Store:
    return open_store(load_settings(database_url=_url(folder), var_dir=folder, _env_file=None))


def _url(folder: Path) -> str:
    return f"sqlite:///{folder}/clinic.db"


def test_a_copy_made_while_visitors_write_is_whole(tmp_path):
    server = Served(tmp_path)
    try:
        stop = threading.Event()

        def chat() -> None:
            with server.visitor() as visitor:
                while not stop.is_set():
                    visitor.say("hello")

        chats = [threading.Thread(target=chat) for _ in range(3)]
        for each in chats:
            each.start()
        sizes = [
            back_up(server.chat.store.database, tmp_path / f"copy-{number}") for number in range(5)
        ]
        stop.set()
        for each in chats:
            each.join()
    finally:
        server.stop()
    assert sizes == sorted(sizes)
    with sqlite3.connect(tmp_path / "copy-4") as copy:
        assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        # No message without its number, no number without its message.
        torn = """
            select c.id from conversations c join chat_events e on e.conversation = c.id
            group by c.id having max(e.seq) != c.last_seq or count(*) != c.last_seq
        """
        assert copy.execute(torn).fetchall() == []
    assert os.stat(tmp_path / "copy-4").st_mode & 0o777 == 0o600


def test_what_was_backed_up_comes_back_and_what_came_later_is_kept_aside(tmp_path):
    store = _store(tmp_path)
    first = open_booking(store, "form-1")
    store.close()
    environment = {"DATABASE_URL": _url(tmp_path), "VAR_DIR": tmp_path}
    assert clinic("backup", str(tmp_path / "copy"), **environment).returncode == 0
    store = _store(tmp_path)
    open_booking(store, "form-2")
    store.close()
    done = clinic("restore", str(tmp_path / "copy"), **environment)
    assert done.returncode == 0, done.stderr
    store = _store(tmp_path)
    assert [each.id for each in store.bookings.list()] == [first.id]
    store.close()
    (aside,) = tmp_path.glob("clinic.db.before-*")
    with sqlite3.connect(aside) as before:
        assert before.execute("select count(*) from bookings").fetchone() == (2,)


def test_who_was_erased_since_then_stays_erased(tmp_path):
    environment = {"DATABASE_URL": _url(tmp_path), "VAR_DIR": tmp_path}
    store = _store(tmp_path)
    booking = open_booking(store, "form-1")
    other = open_booking(store, "form-2", phone="+12035550199")
    store.close()
    clinic("backup", str(tmp_path / "copy"), **environment)
    erased = clinic("erase", "reference", booking.reference, "--yes", **environment)
    assert erased.returncode == 0, erased.stderr
    done = clinic("restore", str(tmp_path / "copy"), **environment)
    assert "1 conversations and requests were erased again" in done.stdout
    store = _store(tmp_path)
    assert [each.id for each in store.bookings.list()] == [other.id]
    store.close()


@pytest.mark.parametrize("damage", ["cut short", "no database", "another database"])
def test_a_backup_that_is_not_whole_changes_nothing(tmp_path, damage):
    store = _store(tmp_path)
    open_booking(store, "form-1")
    copy = tmp_path / "copy"
    back_up(store.database, copy)
    store.close()
    if damage == "another database":
        copy.unlink()
        with sqlite3.connect(copy) as other:
            other.execute("create table x (y)")
    else:
        content = copy.read_bytes()
        copy.write_bytes(content[: len(content) // 2] if damage == "cut short" else b"hello")
    database = Database(_url(tmp_path))
    with pytest.raises(BackupFailed, match="as it was"):
        put_back(database, copy, datetime.now(UTC))
    database.dispose()
    store = _store(tmp_path)
    assert len(store.bookings.list()) == 1
    store.close()


def test_a_running_server_is_not_restored_under(tmp_path):
    server = Served(tmp_path)
    try:
        back_up(server.chat.store.database, tmp_path / "copy")
        done = clinic(
            "restore", str(tmp_path / "copy"), DATABASE_URL=_url(tmp_path), VAR_DIR=tmp_path
        )
    finally:
        server.stop()
    assert done.returncode == 1 and "already works on" in done.stderr


def test_postgresql_has_tools_of_its_own(postgres_url, tmp_path):
    database = Database(postgres_url)
    with pytest.raises(BackupFailed, match="pg_dump"):
        back_up(database, tmp_path / "copy")
    database.dispose()
