"""Locks on files, held by real processes."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from clinic.file_lock import FileLocked, lock_file
from tests.sources import ROOT


def test_a_lock_that_is_held_is_refused_at_once(tmp_path: Path) -> None:
    with lock_file(tmp_path / "lock"), pytest.raises(FileLocked), lock_file(tmp_path / "lock"):
        pass


def test_a_lock_that_is_let_go_can_be_had(tmp_path: Path) -> None:
    for _ in range(2):
        with lock_file(tmp_path / "lock"):
            pass


def test_who_waits_gets_a_lock_that_is_let_go_in_time(tmp_path: Path) -> None:
    held, let_go = threading.Event(), threading.Event()

    def hold() -> None:
        with lock_file(tmp_path / "lock"):
            held.set()
            let_go.wait(10)

    holder = threading.Thread(target=hold)
    holder.start()
    held.wait(10)
    threading.Timer(0.2, let_go.set).start()
    with lock_file(tmp_path / "lock", wait_s=10):
        holder.join()


def test_a_lock_goes_with_its_process(tmp_path: Path) -> None:
    hold = (
        "import sys, time; from pathlib import Path; from clinic.file_lock import lock_file\n"
        "with lock_file(Path(sys.argv[1])): print('held', flush=True); time.sleep(60)"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", hold, str(tmp_path / "lock")], cwd=ROOT, stdout=subprocess.PIPE
    )
    assert process.stdout.readline() == b"held\n"
    with pytest.raises(FileLocked), lock_file(tmp_path / "lock"):
        pass
    process.kill()
    process.wait()
    until = time.monotonic() + 10
    with lock_file(tmp_path / "lock", wait_s=10):
        assert time.monotonic() < until
