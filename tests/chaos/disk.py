"""A small disk of its own for a database, which a run can fill to the last byte."""

from __future__ import annotations

import os
import subprocess
import tempfile
from pathlib import Path

PIECE = 64 * 1024


class SmallDisk:
    """A tmpfs; mounting one needs root."""

    def __init__(self, megabytes: int) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="clinic-disk-"))
        options = f"size={megabytes}m,mode=755"
        done = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", options, "tmpfs", self.folder],
            capture_output=True,
            text=True,
        )
        if done.returncode:
            self.folder.rmdir()
            raise RuntimeError(f"no small disk can be mounted (it needs root): {done.stderr}")
        self._filler = self.folder / "filler"

    def fill(self) -> int:
        """Leave no byte; returns how many were taken."""
        handle = os.open(self._filler, os.O_CREAT | os.O_WRONLY | os.O_APPEND, 0o600)
        try:
            for piece in (b"\0" * (16 * PIECE), b"\0" * 4096):
                while True:
                    try:
                        os.write(handle, piece)
                    except OSError:
                        break
        finally:
            os.close(handle)
        return self._filler.stat().st_size

    def empty(self) -> None:
        self._filler.unlink(missing_ok=True)

    def remove(self) -> None:
        subprocess.run(["umount", "--lazy", self.folder], check=False, capture_output=True)
        self.folder.rmdir()
