"""Disks of a test's own for a database: one to fill to the last byte, one that fails."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

PIECE = 64 * 1024
CANNOT_MOUNT = "this machine lets nobody mount a file system"


class SmallDisk:
    """A tmpfs; mounting one needs root."""

    def __init__(self, megabytes: int) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="clinic-disk-"))
        options = f"size={megabytes}m,mode=755"
        try:
            _run("mount", "-t", "tmpfs", "-o", options, "tmpfs", self.folder)
        except BaseException:
            self.folder.rmdir()
            raise
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


class FailingDisk:
    """An ext4 file system in a file, which goes read-only under its users as on a disk error."""

    def __init__(self, megabytes: int = 64) -> None:
        self._image = Path(tempfile.mkdtemp(prefix="clinic-image-")) / "image"
        self.folder = Path(tempfile.mkdtemp(prefix="clinic-disk-"))
        with self._image.open("wb") as file:
            file.truncate(megabytes * 2**20)
        try:
            _run("mkfs.ext4", "-q", self._image)
            self._mount()
        except BaseException:
            self.remove()
            raise

    def fail(self) -> None:
        """Nothing can be written any more, whoever has which file open."""
        _run("mount", "-o", "remount,abort", self.folder)

    def mend(self) -> None:
        """Mount it anew; nobody may use it meanwhile."""
        _run("umount", self.folder)
        self._mount()

    def remove(self) -> None:
        subprocess.run(["umount", "--lazy", self.folder], check=False, capture_output=True)
        self.folder.rmdir()
        shutil.rmtree(self._image.parent)

    def _mount(self) -> None:
        _run("mount", "-o", "loop", self._image, self.folder)


def _run(*command: object) -> None:
    done = subprocess.run([*map(str, command)], capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"{command[0]} (it needs root): {done.stderr.strip()}")
