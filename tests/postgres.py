"""A throwaway PostgreSQL server on loopback, from whatever PostgreSQL the machine has."""

from __future__ import annotations

import glob
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import uuid
from pathlib import Path

from tests.live import free_port

NOT_INSTALLED = "PostgreSQL is not installed (Debian: apt-get install postgresql)"


class PostgresServer:
    """Started in its own folder with durability off; trusts everybody on this machine.

    `disk` is where that folder is to be; there the log of changes is kept in small pieces.
    """

    def __init__(self, disk: Path | None = None) -> None:
        self.port = free_port()
        self._folder = Path(tempfile.mkdtemp(prefix="clinic-pg-", dir=disk))
        self._data = self._folder / "data"
        self._as_user = _unprivileged(self._folder)
        options = ["-U", "clinic", "-A", "trust", "-E", "UTF8", "-N"]
        if disk is not None:
            options.append("--wal-segsize=1")
        self._run("initdb", "-D", self._data, *options)
        self.start()

    def start(self) -> None:
        options = (
            f"-p {self.port} -k {self._folder} -c listen_addresses=127.0.0.1 "
            "-c fsync=off -c full_page_writes=off -c max_connections=60 "
            "-c min_wal_size=32MB -c max_wal_size=64MB"
        )
        log = self._folder / "log"
        self._run("pg_ctl", "-D", self._data, "-l", log, "-w", "-o", options, "start")

    def stop(self, mode: str = "fast") -> None:
        self._run("pg_ctl", "-D", self._data, "-m", mode, "-w", "stop")

    @property
    def pid(self) -> int:
        """Of the process that all its others are children of."""
        return int((self._data / "postmaster.pid").read_text().split()[0])

    @property
    def is_running(self) -> bool:
        return bool(self._processes())

    def hang(self) -> None:
        """Stop every process of it where it stands; nobody is told."""
        for process in self._processes():
            os.kill(process, signal.SIGSTOP)

    def go_on(self) -> None:
        for process in self._processes():
            os.kill(process, signal.SIGCONT)

    def dump(self, url: str, file: Path) -> None:
        """Back a database up with PostgreSQL's own tool, while it is used."""
        content = subprocess.run(
            [_program("pg_dump"), "--format=custom", url],
            cwd=self._folder,
            capture_output=True,
            check=True,
        )
        file.write_bytes(content.stdout)

    def load(self, url: str, file: Path) -> None:
        """Restore a dump into an empty database."""
        subprocess.run(
            [_program("pg_restore"), "--no-owner", "--dbname", url, file],
            cwd=self._folder,
            capture_output=True,
            check=True,
        )

    def _processes(self) -> list[int]:
        """The server's own process and its children."""
        try:
            first = self.pid
            os.kill(first, 0)
        except (OSError, ValueError, IndexError):
            return []
        children = Path(f"/proc/{first}/task/{first}/children").read_text().split()
        return [first, *map(int, children)]

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
            command,
            cwd=self._folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=None if program == "pg_ctl" else subprocess.PIPE,
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
