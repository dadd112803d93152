"""Measures teaching: a topic from the trainer's words to a live answer, on a copy of the project.

`make bench-training` runs it and writes docs/training-benchmark.md.
"""

from __future__ import annotations

import json
import os
import platform
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import httpx

from tests.live import free_port
from tests.sources import MADE, ROOT
from tests.visitor import Visitor

PROMOTIONS = 20
VISITORS = 2
CALM_S = 20.0
SETTLED_S = 1.0  # after a promotion; then the former model's memory is given back
PARKING = """\
can i park there
do you offer parking spaces
where can i leave my car
is there a parking lot
is parking free
parking near the clinic
where to park
any place to put my car
how do i get a parking spot
"""
ASKED = "do you have a spot where i could park my car"


class Project:
    """A copy of the project with its own data, models and database."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "project"
        shutil.copytree(ROOT, self.root, ignore=shutil.ignore_patterns(*MADE), symlinks=True)
        for made in ("var/encoder", "var/cache", "widget/dist"):
            if (ROOT / made).exists():
                shutil.copytree(ROOT / made, self.root / made, dirs_exist_ok=True)
        (self.root / "models").mkdir(exist_ok=True)
        newest = max((ROOT / "models").glob("*.tar.gz"), key=lambda path: path.stat().st_mtime)
        shutil.copy2(newest, self.root / "models")
        for words in (("init", "-q"), ("add", "data"), ("commit", "-qm", "Begin")):
            own = ("-c", "user.name=bench", "-c", "user.email=bench@clinic.invalid")
            subprocess.run(["git", *own, *words], cwd=self.root, check=True)
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = folder / "log"
        self.environment = os.environ | {
            # Or the environment's own start-up would take the program, and its data, from ROOT.
            "PYTHONPATH": str(self.root),
            "PORT": str(self.port),
            "MESSAGES_PER_MINUTE": "100000",
            "SESSIONS_PER_MINUTE": "100000",
            "REQUESTS_PER_MINUTE": "1000000",
            "PYTHONWARNINGS": "ignore",
            "LOG_LEVEL": "INFO",
        }

    def clinic(self, *arguments: str) -> tuple[str, float]:
        """Run a command; returns what it printed and the seconds it took."""
        began = time.monotonic()
        done = subprocess.run(
            [sys.executable, "-m", "clinic", *arguments],
            cwd=self.root,
            env=self.environment,
            capture_output=True,
            text=True,
        )
        if done.returncode:
            raise RuntimeError(f"{arguments}: {done.stdout[-2000:]}{done.stderr[-2000:]}")
        return done.stdout, time.monotonic() - began

    @contextmanager
    def served(self) -> Iterator[int]:
        """The server, as its process id."""
        with self.log.open("ab") as log:
            server = subprocess.Popen(
                [sys.executable, "-m", "clinic", "serve"],
                cwd=self.root,
                env=self.environment,
                stdout=log,
                stderr=log,
            )
        try:
            wait(lambda: self._is_ready(server), 300)
            yield server.pid
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(60)

    def swaps(self) -> int:
        return self.log.read_text(errors="replace").count("release_live")

    def _is_ready(self, server: subprocess.Popen) -> bool:
        if server.poll() is not None:
            raise RuntimeError(self.log.read_text(errors="replace")[-3000:])
        try:
            return httpx.get(self.url + "/readyz", timeout=5).status_code == 200
        except httpx.TransportError:
            return False


class Chatter:
    """Visitors who chat all the time; `.times` are (when it was sent, seconds to its answer)."""

    def __init__(self, url: str) -> None:
        self.times: list[tuple[float, float]] = []
        self._over = threading.Event()
        self._url = url
        self._threads = [threading.Thread(target=self._chat) for _ in range(VISITORS)]
        for thread in self._threads:
            thread.start()

    def since(self, moment: float) -> list[float]:
        return [took for at, took in self.times if at + took >= moment]

    def stop(self) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join()

    def _chat(self) -> None:
        with Visitor(self._url).open() as visitor:
            while not self._over.is_set():
                at = time.monotonic()
                visitor.say("does it hurt?")
                self.times.append((at, time.monotonic() - at))
                time.sleep(0.1)


def wait(condition: Any, patience: float = 120) -> None:
    until = time.monotonic() + patience
    while not condition():
        if time.monotonic() > until:
            raise RuntimeError("it did not happen")
        time.sleep(0.05)


def measured(folder: Path) -> dict[str, Any]:
    project = Project(folder)
    figures: dict[str, Any] = {}
    project.clinic("release", "--by", "bench")  # the state before, and every cache filled
    with project.served() as server:
        chatter = Chatter(project.url)
        try:
            _promote(project, 1)
            time.sleep(2)
            calm = time.monotonic()
            time.sleep(CALM_S)
            figures["calm"] = chatter.since(calm)
            (folder / "parking.txt").write_text(PARKING)
            _, figures["add_topic_s"] = project.clinic(
                *("add-topic", "parking", "--answer", "Yes, behind the house.", "--by", "bench"),
                *("--examples", str(folder / "parking.txt")),
            )
            began = time.monotonic()
            told, figures["release_s"] = project.clinic("release", "--by", "bench")
            figures["during"] = chatter.since(began)
            figures["processor_s"] = float(re.search(r"\(([\d.]+) s of processor", told)[1])
            figures["peak_mb"] = int(re.search(r"at most (\d+) MB", told)[1])
            began = time.monotonic()
            figures["promote_s"] = _promote(project, 2)
            figures["swap"] = chatter.since(began)
            with Visitor(project.url).open() as visitor:
                figures["answer"] = visitor.say(ASKED)[-1]["text"]
            began = time.monotonic()
            figures["rollback_s"] = _promote(project, None)
            figures["swap"] += chatter.since(began)
        finally:
            chatter.stop()
        sys.stdout.write(json.dumps({k: v for k, v in figures.items() if k[-2:] == "_s"}) + "\n")
        sys.stdout.flush()
        memory = [_rss_mb(server)]
        for number in range(PROMOTIONS):
            _promote(project, 2 - number % 2)
            time.sleep(SETTLED_S)
            memory.append(_rss_mb(server))
        figures["memory_mb"] = memory
    return figures


def _promote(project: Project, number: int | None) -> float:
    """Seconds from the command's end, when it is on record, until the server answers with it."""
    before = project.swaps()
    command = ("rollback",) if number is None else ("promote", str(number), "--reason", "bench")
    project.clinic(*command)
    began = time.monotonic()
    wait(lambda: project.swaps() > before)
    return time.monotonic() - began


def _rss_mb(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text()
    return int(re.search(r"VmRSS:\s+(\d+)", status)[1]) / 1024


def _p95(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[-1]


def report(figures: dict[str, Any], load: tuple[float, float, float]) -> str:
    memory = figures["memory_mb"]
    grown = max(memory[-5:]) / max(memory[:3]) - 1
    calm, during, swap = (figures[name] for name in ("calm", "during", "swap"))
    delay = max(swap) - statistics.median(calm)
    rows = [
        ("a topic's change trained, tested and ready", f"{figures['release_s']:.0f} s", "≤ 60 s"),
        ("of it processor time", f"{figures['processor_s']:.0f} s", "–"),
        ("most memory of one process of the job", f"{figures['peak_mb']} MB", "≤ 1000 MB"),
        ("answers while it runs, 95 %", f"{_p95(during) / _p95(calm):.1f} × as usual", "≤ 2 ×"),
        (
            f"longest delay of a turn by a promotion or roll-back ({len(swap)} turns)",
            f"{delay * 1000:.0f} ms",
            "≤ 200 ms",
        ),
        ("promotion until the server answers with it", f"{figures['promote_s']:.1f} s", "–"),
        ("roll-back likewise", f"{figures['rollback_s']:.1f} s", "≤ 5 s"),
        (
            f"memory after {PROMOTIONS} promotions ({memory[0]:.0f} → {memory[-1]:.0f} MB)",
            f"{grown:+.0%}",
            "within 5 %",
        ),
        ("checking and writing a new topic", f"{figures['add_topic_s']:.0f} s", "–"),
    ]
    lines = [
        "# Teaching, measured\n",
        f"Written by `make bench-training` on {date.today()}: {platform.machine()}, "
        f"{os.cpu_count()} cores, load {load[0]:.1f} at the start and {os.getloadavg()[0]:.1f} at "
        "the end. Other programs on the machine make every time longer.\n",
        "A copy of the project learns the topic `parking` while "
        f"{VISITORS} visitors chat with its server all the time.\n",
        "| what | measured | wanted |\n|---|---|---|",
        *(f"| {what} | {value} | {wanted} |" for what, value, wanted in rows),
        f"\nAsked in other words (“{ASKED}”), it said: “{figures['answer']}”\n",
        "Memory is the server's resident size a second after each promotion, compared with the "
        "largest of the first three: the first promotions also fill caches.\n",
    ]
    return "\n".join(lines)


def main() -> None:
    load = os.getloadavg()
    folder = Path(tempfile.mkdtemp(prefix="clinic-bench-"))
    try:
        figures = measured(folder)
        text = report(figures, load)
        (ROOT / "docs" / "training-benchmark.md").write_text(text, encoding="utf-8")
        sys.stdout.write(text + json.dumps(figures["memory_mb"]) + "\n")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
