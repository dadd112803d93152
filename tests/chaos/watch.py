"""Asks every server for /healthz all the time, past proxy and relay."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field

import httpx

EVERY_S = 0.25
PATIENCE_S = 5.0


@dataclass
class Pulse:
    """What one server's /healthz did; `excused` are the times in which it was dead or stopped."""

    name: str
    url: str
    asked: int = 0
    slowest: float = 0.0
    missed: list[tuple[float, str]] = field(default_factory=list)
    excused: list[tuple[float, float]] = field(default_factory=list)

    def unexcused(self) -> list[tuple[float, str]]:
        return [
            (at, why)
            for at, why in self.missed
            if not any(begin - PATIENCE_S <= at <= end for begin, end in self.excused)
        ]


class HealthWatch:
    def __init__(self, servers: dict[str, str]) -> None:
        self.pulses = {name: Pulse(name, url) for name, url in servers.items()}
        self._over = threading.Event()
        self._threads = [
            threading.Thread(target=self._watch, args=[pulse], daemon=True)
            for pulse in self.pulses.values()
        ]

    def __enter__(self) -> HealthWatch:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join(PATIENCE_S + 1)

    def _watch(self, pulse: Pulse) -> None:
        with httpx.Client(timeout=PATIENCE_S) as http:
            while not self._over.wait(EVERY_S):
                begun = time.monotonic()
                pulse.asked += 1
                try:
                    status = http.get(pulse.url + "/healthz").status_code
                except httpx.TransportError as error:
                    pulse.missed.append((begun, type(error).__name__))
                    continue
                if status != 200:
                    pulse.missed.append((begun, str(status)))
                    continue
                if not any(begin <= begun <= end for begin, end in pulse.excused):
                    pulse.slowest = max(pulse.slowest, time.monotonic() - begun)
