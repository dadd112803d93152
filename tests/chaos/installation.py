"""What a run is played on: three replicas with one PostgreSQL, or one process on SQLite."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from clinic.settings import load_settings
from clinic.store import Store
from clinic.store.database import Database
from clinic.training.files import checksum
from clinic.training.models import newest_model
from tests.chaos.clock import Clock
from tests.chaos.disk import SmallDisk
from tests.chaos.relay import Relay
from tests.live import LiveServer
from tests.postgres import PostgresServer
from tests.scale.proxy import Proxy
from tests.sources import ROOT

SECRET = "chaos-" * 8
REPLICAS = 3
MEGABYTES = 256  # of the disk that is filled


class Installation:
    """Servers in a folder of their own, with what is needed to harm them."""

    name: str
    url: str  # what visitors are given
    database_url: str

    def __init__(self, megabytes: int = MEGABYTES) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="clinic-chaos-"))
        self.models = self.folder / "models"
        (self.models / "releases").mkdir(parents=True)
        shutil.copy(newest_model(ROOT / "models"), self.models / "first.tar.gz")
        self.clock = Clock(self.folder / "clock")
        self.disk = SmallDisk(megabytes)
        self.servers: list[LiveServer] = []
        try:
            self._open()
        except BaseException:
            self.close()
            raise

    def _open(self) -> None:
        raise NotImplementedError

    def close(self) -> None:
        for server in self.servers:
            server.remove()
        self.clock.sweep()
        self.disk.remove()
        shutil.rmtree(self.folder, ignore_errors=True)

    def server(self, database_url: str, var: Path) -> LiveServer:
        """One more server, not started, that shares the models and the secret."""
        return LiveServer(
            start=False,
            database_url=database_url,
            secret_key=SECRET,
            models_dir=self.models,
            var_dir=var,
            trusted_proxies=1,
        )

    def names(self) -> dict[str, str]:
        return {f"server {place}": each.url for place, each in enumerate(self.servers, start=1)}

    def promote_second_model(self) -> None:
        """Put a second release on record and make it the live one."""
        number = len(list((self.models / "releases").iterdir())) + 2
        path = self.models / "releases" / f"release-{number}.tar.gz"
        shutil.copy(self.models / "first.tar.gz", path)
        database = Database(load_settings(database_url=self.database_url).database_url)
        try:
            releases, now = Store(database).releases, datetime.now(UTC)
            release = releases.add(
                model=path.name,
                checksum=checksum(path),
                revision=None,
                trainer="chaos",
                passed=True,
                report={},
                now=now,
            )
            releases.promote(release.id, "chaos", now)
        finally:
            database.dispose()

    def swaps(self) -> list[int]:
        """How many models each server that lives has taken up since it was made."""
        return [each.log_text().count("release_live") for each in self.servers]

    def command(self, *arguments: str, **environment: object) -> str:
        """Run `python -m clinic …` against this installation, and return what it says."""
        settings = {
            **self.servers[0].environment,
            **{name: str(value) for name, value in environment.items()},
        }
        done = subprocess.run(
            [sys.executable, "-m", "clinic", *arguments],
            cwd=ROOT,
            env=os.environ | settings,
            capture_output=True,
            text=True,
        )
        if done.returncode:
            raise RuntimeError(f"clinic {arguments[0]}: {done.stderr[-500:]}")
        return done.stdout.strip()

    def back_up(self, file: Path) -> None:
        raise NotImplementedError

    def restored(self, file: Path) -> LiveServer:
        """A server, not started, on a database made from the backup."""
        raise NotImplementedError


class Replicas(Installation):
    """Three behind `deploy/nginx.conf`; the third is reached over a relay."""

    name = "Three replicas behind nginx, one PostgreSQL"

    def _open(self) -> None:
        self.postgres = PostgresServer(self.disk.folder)
        self.database_url = self.postgres.new_database()
        var = self.folder / "var"
        self.servers = [self.server(self.database_url, var) for _ in range(REPLICAS)]
        self.servers[1].environment |= self.clock.environment
        with ThreadPoolExecutor(REPLICAS) as pool:
            list(pool.map(LiveServer.start, self.servers))
        self.relay = Relay(self.servers[2].port)
        ports = [each.port for each in self.servers]
        self.proxy = Proxy([*ports[:2], self.relay.port])
        self.url = self.proxy.url

    def close(self) -> None:
        for part in ("proxy", "relay"):
            if hasattr(self, part):
                getattr(self, part).close()
        for server in self.servers:
            server.kill()
        if hasattr(self, "postgres"):
            self.postgres.go_on()
            self.postgres.remove()
        super().close()

    def back_up(self, file: Path) -> None:
        self.postgres.dump(self.database_url, file)

    def restored(self, file: Path) -> LiveServer:
        url = self.postgres.new_database()
        self.postgres.load(url, file)
        return self.server(url, self.folder / "var")


class Alone(Installation):
    """One process, whose database and files lie on the small disk."""

    name = "One process, SQLite"

    def _open(self) -> None:
        var = self.disk.folder / "var"
        self.database_url = f"sqlite:///{var / 'clinic.db'}"
        self.servers = [self.server(self.database_url, var)]
        self.servers[0].start()
        self.url = self.servers[0].url

    @contextmanager
    def under_clock(self) -> Iterator[None]:
        """Restarts it twice: libfaketime's locks make a process with threads ten times slower."""
        (server,) = self.servers
        server.restart(**self.clock.environment)
        try:
            yield
        finally:
            server.restart()

    def back_up(self, file: Path) -> None:
        self.command("backup", str(file))

    def restored(self, file: Path) -> LiveServer:
        var = self.folder / "restored"
        var.mkdir()
        shutil.copy(self.disk.folder / "var" / "erasures.jsonl", var / "erasures.jsonl")
        url = f"sqlite:///{var / 'clinic.db'}"
        self.command("restore", str(file), DATABASE_URL=url, VAR_DIR=var)
        return self.server(url, var)
