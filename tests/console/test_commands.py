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
    def call(*arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "clinic", *arguments],
            cwd=ROOT,
            env=os.environ | settings_of(tmp_path) | settings,
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
    assert re.search(r"^http://\S+/staff/welcome/[\w-]{22}$", added.stdout, re.MULTILINE)
    again = run("staff", "add", "Ana@clinic.example", "--role", "admin")
    assert (again.returncode, "has an account already" in again.stderr) == (1, True)
    assert "ana@clinic.example  ana  admin, reviewer" in run("staff", "list").stdout
    assert "last admin" in run("staff", "off", "ana@clinic.example").stderr
    unknown = run("staff", "invite", "nobody@clinic.example")
    assert (unknown.returncode, "staff list" in unknown.stderr) == (1, True)


def test_everything_an_account_needs_can_be_done_by_command(run: Run, tmp_path: Path) -> None:
    run("staff", "add", "ana@clinic.example", "--role", "admin")
    assert run("staff", "add", "cy@clinic.example", "--role", "approver").returncode == 0
    no_address = run("staff", "add", "cy", "--role", "admin")
    assert (no_address.returncode, "name@example.org" in no_address.stderr) == (1, True)
    run("staff", "roles", "cy@clinic.example", "--role", "front_desk", "--role", "trainer")
    run("staff", "off", "cy@clinic.example")
    listed = run("staff", "list").stdout
    assert "front_desk, trainer  (off, no password yet)" in listed
    refused = run("staff", "invite", "cy@clinic.example")
    assert (refused.returncode, "switched off" in refused.stderr) == (1, True)
    run("staff", "on", "cy@clinic.example")
    store = opened(tmp_path)
    account = store.staff.by_email("cy@clinic.example")
    store.staff.change(account.id, totp="A" * 32)
    assert "second step" in run("staff", "list").stdout
    run("staff", "second-step-off", "cy@clinic.example")
    assert store.staff.get(account.id).totp is None
    done = [entry.action for entry in store.audit.list()]
    assert done.count("account_changed") == 3 and "totp_off" in done
    store.close()


def test_what_is_no_phone_number_is_refused_in_words(run: Run) -> None:
    refused = run("erase", "phone", "abc")
    assert (refused.returncode, "no phone number" in refused.stderr) == (1, True)
    assert "Traceback" not in refused.stderr


@pytest.mark.parametrize("command", [["outbox"], ["releases"], ["topics", "--overdue"]])
def test_nothing_to_show_is_said(run: Run, command: list[str]) -> None:
    assert run(*command).stdout.strip()


def test_a_wrong_setting_is_told_without_the_library_s_words(run: Run) -> None:
    refused = run("outbox", SECRET_KEY="short")
    assert "A setting cannot be used: SECRET_KEY needs" in refused.stderr


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
    store = opened(tmp_path)
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
