"""A process's clock, which a run can put back while it goes on (libfaketime)."""

from __future__ import annotations

import glob
import os
from pathlib import Path

NOT_INSTALLED = "libfaketime is not installed (Debian: apt-get install faketime)"


class Clock:
    def __init__(self, file: Path) -> None:
        self._file = file
        self.put_right()

    @property
    def environment(self) -> dict[str, str]:
        """What a process has to be started with for its clock to be ours."""
        return {
            "LD_PRELOAD": _library(),
            "FAKETIME_TIMESTAMP_FILE": str(self._file),
            "FAKETIME_CACHE_DURATION": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            "NO_FAKE_STAT": "1",
        }

    def put_back(self, hours: int) -> None:
        self._write(f"-{hours}h")

    def put_right(self) -> None:
        self._write("+0")

    def sweep(self) -> None:
        """Remove the shared memory of processes that were killed: nobody else would."""
        for path in Path("/dev/shm").glob("*faketime_s*_*"):
            if not Path("/proc", path.name.rpartition("_")[2]).exists():
                path.unlink(missing_ok=True)

    def _write(self, offset: str) -> None:
        draft = self._file.with_name(self._file.name + ".draft")
        draft.write_text(offset + "\n")
        os.replace(draft, self._file)


def _library() -> str:
    found = glob.glob("/usr/lib/*/faketime/libfaketimeMT.so.1")
    if not found:
        raise RuntimeError(NOT_INSTALLED)
    return found[0]
