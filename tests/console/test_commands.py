"""The console's commands, as they are typed."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from clinic.settings import load_settings
from clinic.store import Store, open_store
from tests.console.booked import book
from tests.sources import ROOT

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    def call(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "clinic", *arguments],
            cwd=ROOT,
            env=os.environ | settings_of(tmp_path),
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
        )

    return call


def settings_of(folder: Path) -> dict[str, str]:
    return {"DATABASE_URL": f"sqlite:///{folder / 'clinic.db'}", "VAR_DIR": str(folder)}


def opened(folder: Path) -> Store:
    url = settings_of(folder)["DATABASE_URL"]
    return open_store(load_settings(database_url=url, var_dir=folder, _env_file=None))


def test_an_account_is_added_invited_listed_and_switched_off(run: Run) -> None:
    added = run("staff", "add", "ana@clinic.example", "--role", "admin", "--role", "reviewer")
    assert re.search(r"^/staff/welcome/[\w-]{22}$", added.stdout, re.MULTILINE)
    again = run("staff", "add", "Ana@clinic.example", "--role", "admin")
    assert (again.returncode, "has an account already" in again.stderr) == (1, True)
    assert "ana@clinic.example  ana  admin, reviewer" in run("staff", "list").stdout
    assert "last admin" in run("staff", "off", "ana@clinic.example").stderr
    unknown = run("staff", "invite", "nobody@clinic.example")
    assert (unknown.returncode, "staff list" in unknown.stderr) == (1, True)


def test_who_is_switched_off_hands_their_requests_on(run: Run, tmp_path: Path) -> None:
    for name, role in (("boss", "admin"), ("mia", "front_desk"), ("noor", "front_desk")):
        run("staff", "add", f"{name}@clinic.example", "--role", role)
    store, now = opened(tmp_path), datetime.now(UTC)
    mia, noor = (store.staff.by_email(f"{name}@clinic.example").id for name in ("mia", "noor"))
    booking = book(store, now)
    store.board.assign(booking.id, mia, now)
    told = run("staff", "off", "mia@clinic.example").stdout
    assert "open requests: 1, appointments to come: 0" in told and "--hand-to" in told
    told = run("staff", "off", "mia@clinic.example", "--hand-to", "noor@clinic.example").stdout
    assert "Still held" not in told
    assert store.board.get(booking.reference).assignee == noor
    store.close()


def test_a_message_is_done_and_opened_again_by_command(run: Run, tmp_path: Path) -> None:
    store, now = opened(tmp_path), datetime.now(UTC)
    message, request = book(store, now, flags=["message"]), book(store, now)
    assert "done" in run("booking", "done", message.reference, "--reason", "called").stdout
    assert store.bookings.get(message.id).state == "done"
    assert "open again" in run("booking", "reopen", message.reference).stdout
    assert store.bookings.get(message.id).state == "received"
    refused = run("booking", "done", request.reference)
    assert (refused.returncode, "cannot become done" in refused.stderr) == (1, True)
    store.close()


def test_somebody_is_erased_with_a_receipt_and_the_rest_is_reindexed(
    run: Run, tmp_path: Path
) -> None:
    values = {name.lower(): value for name, value in settings_of(tmp_path).items()}
    store = open_store(load_settings(**values, _env_file=None))
    now = datetime.now(UTC)
    book(store, now, phone="+12035550144")
    other = book(store, now, phone="+12035550199")
    erased = run("erase", "phone", "203 555 0144", "--yes")
    assert "Receipt " in erased.stdout and "bookings: 1" in erased.stdout
    assert [each.id for each in store.bookings.list()] == [other.id]
    assert "Nothing is held" in run("erase", "phone", "(203) 555-0144", "--yes").stdout
    assert (tmp_path / "erasures.jsonl").read_text().count("\n") == 1
    store.conversations.open(now)
    store.close()
    assert run("reindex").stdout == "1 conversations.\n"
    assert run("purge").stdout == "Nothing.\n"
