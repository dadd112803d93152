"""A throwaway PostgreSQL server on loopback, from whatever PostgreSQL the machine has."""

from __future__ import annotations

import glob
import os
import pwd
import shutil
import subprocess
import tempfile
import uuid
from pathlib import Path

from tests.live import free_port

NOT_INSTALLED = "PostgreSQL is not installed (Debian: apt-get install postgresql)"


class PostgresServer:
    """Started in its own folder with durability off; trusts everybody on this machine."""

    def __init__(self) -> None:
        self.port = free_port()
        self._folder = Path(tempfile.mkdtemp(prefix="clinic-pg-"))
        self._data = self._folder / "data"
        self._as_user = _unprivileged(self._folder)
        self._run("initdb", "-D", self._data, "-U", "clinic", "-A", "trust", "-E", "UTF8", "-N")
        self.start()

    def start(self) -> None:
        options = (
            f"-p {self.port} -k {self._folder} -c listen_addresses=127.0.0.1 "
            "-c fsync=off -c full_page_writes=off -c max_connections=60"
        )
        log = self._folder / "log"
        self._run("pg_ctl", "-D", self._data, "-l", log, "-w", "-o", options, "start")

    def stop(self, mode: str = "fast") -> None:
        self._run("pg_ctl", "-D", self._data, "-m", mode, "-w", "stop")

    @property
    def pid(self) -> int:
        """Of the process that all its others are children of."""
        return int((self._data / "postmaster.pid").read_text().split()[0])

    def new_database(self) -> str:
        """Address of a new, empty database."""
        name = f"clinic_{uuid.uuid4().hex[:12]}"
        self._run("createdb", "-h", "127.0.0.1", "-p", self.port, "-U", "clinic", name)
        return f"postgresql://clinic@127.0.0.1:{self.port}/{name}"

    def remove(self) -> None:
        if (self._data / "postmaster.pid").exists():
            self.stop("immediate")
        shutil.rmtree(self._folder, ignore_errors=True)

    def _run(self, program: str, *arguments: object) -> None:
        command = [*self._as_user, _program(program), *map(str, arguments)]
        done = subprocess.run(
            command, cwd=self._folder, stdin=subprocess.DEVNULL, capture_output=program != "pg_ctl"
        )
        if done.returncode:
            raise RuntimeError(f"{program}: {(done.stderr or b'').decode()}{self._log()}")

    def _log(self) -> str:
        log = self._folder / "log"
        return log.read_text() if log.exists() else ""


def is_installed() -> bool:
    return all(map(_program, ("initdb", "pg_ctl", "createdb")))


def _program(name: str) -> str | None:
    """In the PATH or in one of Debian's folders, the newest version first."""
    folders = glob.glob("/usr/lib/postgresql/*/bin")
    folders.sort(key=lambda folder: float(folder.split("/")[4]), reverse=True)
    return shutil.which(name, path=os.pathsep.join([os.environ.get("PATH", ""), *folders]))


def _unprivileged(folder: Path) -> list[str]:
    """How to run as somebody else when we are root, whom PostgreSQL refuses."""
    if os.geteuid() != 0:
        return []
    names = {user.pw_name for user in pwd.getpwall()}
    name = "postgres" if "postgres" in names else "nobody"
    shutil.chown(folder, name)
    return ["setpriv", f"--reuid={name}", "--clear-groups", "--"]
