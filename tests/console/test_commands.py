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
from clinic.store import open_store
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


def test_an_account_is_added_invited_listed_and_switched_off(run: Run) -> None:
    added = run("staff", "add", "ana@clinic.example", "--role", "admin", "--role", "reviewer")
    assert re.search(r"^/staff/welcome/[\w-]{22}$", added.stdout, re.MULTILINE)
    again = run("staff", "add", "Ana@clinic.example", "--role", "admin")
    assert (again.returncode, "has an account already" in again.stderr) == (1, True)
    assert "ana@clinic.example  ana  admin, reviewer" in run("staff", "list").stdout
    assert "last admin" in run("staff", "off", "ana@clinic.example").stderr
    unknown = run("staff", "invite", "nobody@clinic.example")
    assert (unknown.returncode, "staff list" in unknown.stderr) == (1, True)


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
