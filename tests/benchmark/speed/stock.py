"""A stock Rasa 3.6.21 assistant: its own environment, pipeline, server, channel and store.

Where Python 3.10 is at hand, the environment is Rasa's own (TensorFlow and all) with the pipeline
of `rasa init`. Elsewhere it is this project's, with the light pipeline, and the report says so.
"""

from __future__ import annotations

import glob
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
import httpx
from sqlalchemy.engine import make_url

from clinic.settings import ROOT
from tests.benchmark.speed.measures import http
from tests.benchmark.speed.processor_time import processor_seconds, resident_kib
from tests.benchmark.speed.stock_project import (
    DEFAULT_PIPELINE,
    LIGHT_PIPELINE,
    project_files,
    write_project,
)
from tests.benchmark.speed.visitors import StockVisitor, Visitor
from tests.live import free_port

CACHE = ROOT / ".cache" / "stock-rasa"
PACKAGES = ("rasa==3.6.21", "setuptools<81")  # Rasa imports pkg_resources, which 81 dropped
INSTALLED_WITHIN_S = 900
TRAINED_WITHIN_S = 900
STARTS_WITHIN_S = 900
SEEDED_TURNS = 10  # that are really played and then repeated in the history


@dataclass(frozen=True)
class StockRasa:
    """A Python with Rasa in it, and the pipeline that it can run."""

    python: str
    name: str
    pipeline: str

    def model(self) -> Path:
        """The folder of its trained project; trained once for the same project."""
        files = project_files(self.pipeline)
        mark = hashlib.sha256(repr((self.name, files)).encode()).hexdigest()[:16]
        folder = CACHE / f"project-{mark}"
        if not list(folder.glob("models/*.tar.gz")):
            write_project(folder, files)
            self.run(["train", "--quiet", "--augmentation", "0"], folder, TRAINED_WITHIN_S)
        return folder

    def run(self, arguments: Sequence[str], folder: Path, seconds: float) -> None:
        done = subprocess.run(
            [self.python, "-m", "rasa", *arguments],
            cwd=folder,
            env=_environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=seconds,
        )
        if done.returncode:
            raise RuntimeError(f"rasa {arguments[0]}: {done.stdout[-1500:]}{done.stderr[-500:]}")


def find_stock_rasa() -> StockRasa:
    """Rasa's own environment, installed if need be; else the light one on this project's."""
    python = CACHE / "venv" / "bin" / "python"
    own = "Rasa 3.6.21 with its own pins, Python 3.10, the pipeline of `rasa init` (DIET, TED)"
    light = "Rasa 3.6.21 on this project's runtime, a light pipeline without DIET and TED"
    if _works(python) or _installed(python):
        return StockRasa(str(python), own, DEFAULT_PIPELINE)
    return StockRasa(sys.executable, light, LIGHT_PIPELINE)


class Stock:
    """`rasa run` with the REST channel and a SQL tracker store."""

    def __init__(self, rasa: StockRasa, database: str | None = None) -> None:
        project = rasa.model()
        self._folder = Path(tempfile.mkdtemp(prefix="stock-rasa-"))
        self.url = f"http://127.0.0.1:{(port := free_port())}"
        endpoints = self._folder / "endpoints.yml"
        endpoints.write_text(_endpoints(database), encoding="utf-8")
        began = time.perf_counter()
        command = f"run -i 127.0.0.1 -p {port} --enable-api --endpoints {endpoints}".split()
        with (self._folder / "log").open("wb") as log:
            self.process = subprocess.Popen(
                [rasa.python, "-m", "rasa", *command, "--credentials", project / "credentials.yml"]
                + ["--model", str(max((project / "models").glob("*.tar.gz")))],
                cwd=self._folder,
                env=_environment(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        self.pid = self.process.pid
        try:
            self._wait()
        except BaseException:
            self.close()
            raise
        self.start_s = time.perf_counter() - began
        self.start_cpu_s = self.spent()
        self.start_mib = resident_kib(self.pid) / 1024

    def spent(self) -> float:
        return processor_seconds(self.pid)

    async def visitor(self, session: aiohttp.ClientSession) -> Visitor:
        return StockVisitor(session, self.url)

    async def at_length(self, texts: Sequence[str], turns: int, measured: int) -> float:
        """Milliseconds of processor time of a turn behind so many others.

        The first turns are played; the history's rest are their events again, stored through
        Rasa's own API, because playing a thousand turns would take it most of an hour.
        """
        async with http() as session:
            visitor = StockVisitor(session, self.url)
            for text in texts[:SEEDED_TURNS]:
                await visitor.say(text)
            tracker = f"{self.url}/conversations/{visitor.sender}/tracker"
            if turns > SEEDED_TURNS:
                await _lengthened(session, tracker, turns // SEEDED_TURNS)
                await visitor.say(texts[0])
            before = self.spent()
            for text in texts[:measured]:
                await visitor.say(text)
            return (self.spent() - before) / measured * 1e3

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(40)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _wait(self) -> None:
        """Until it has answered a message."""
        until = time.monotonic() + STARTS_WITHIN_S
        body = {"sender": "start", "message": "what is microdermabrasion"}
        while time.monotonic() < until and self.process.poll() is None:
            try:
                answer = httpx.post(f"{self.url}/webhooks/rest/webhook", json=body, timeout=60)
                if answer.is_success and answer.json():
                    return
            except httpx.TransportError:
                pass
            time.sleep(0.2)
        log = (self._folder / "log").read_text(encoding="utf-8", errors="replace")
        raise RuntimeError(f"stock Rasa does not answer:\n{log[-3000:]}")


async def _lengthened(session: aiohttp.ClientSession, tracker: str, times: int) -> None:
    async with session.get(tracker, params={"include_events": "ALL"}) as answer:
        events: list[dict[str, Any]] = (await answer.json())["events"]
    first = next(at for at, event in enumerate(events) if event["event"] == "user")
    longer = events[:first] + events[first:] * times
    async with session.put(f"{tracker}/events", json=longer) as answer:
        answer.raise_for_status()


def _endpoints(database: str | None) -> str:
    if database is None:
        return "tracker_store:\n  type: SQL\n  dialect: sqlite\n  db: rasa.db\n"
    url = make_url(database)
    return (
        "tracker_store:\n  type: SQL\n  dialect: postgresql\n"
        f"  url: {url.host}\n  port: {url.port}\n  username: {url.username}\n"
        f'  password: "unused"\n  db: {url.database}\n'
    )


def _environment() -> dict[str, str]:
    quiet = {
        "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
        "RASA_TELEMETRY_ENABLED": "false",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "PYTHONWARNINGS": "ignore",
    }
    return {name: value for name, value in os.environ.items() if name != "PYTHONPATH"} | quiet


def _works(python: Path) -> bool:
    if not python.exists():
        return False
    command = [python, "-c", "import rasa, tensorflow; assert rasa.__version__ == '3.6.21'"]
    return subprocess.run(command, capture_output=True, env=_environment()).returncode == 0


def _installed(python: Path) -> bool:
    """Install Rasa with its own pins, with uv where there is one; False where it cannot be done."""
    own = sorted(glob.glob(os.path.expanduser("~/.pyenv/versions/3.10.*/bin/python")))
    base = own[-1] if own else shutil.which("python3.10")
    if base is None:
        return False
    folder, uv = CACHE / "venv", shutil.which("uv")
    shutil.rmtree(folder, ignore_errors=True)
    install = [uv, "pip", "install", "-q", "--python", str(python)] if uv else None
    install = install or [str(python), "-m", "pip", "install", "-q"]
    try:
        for command in ([base, "-m", "venv", str(folder)], [*install, *PACKAGES]):
            subprocess.run(command, check=True, capture_output=True, timeout=INSTALLED_WITHIN_S)
    except (subprocess.SubprocessError, OSError):
        return False
    return _works(python)
