"""All that one run has found."""

from __future__ import annotations

from dataclasses import dataclass, field
from statistics import median

from tests.benchmark.speed.load import Load
from tests.benchmark.speed.measures import Throughput, Turns
from tests.benchmark.speed.ours import OpenStreams
from tests.benchmark.speed.switches import Worth


@dataclass
class Start:
    seconds: float  # to the first answered message
    cpu_s: float
    mib: float


@dataclass
class SideResults:
    name: str
    start: Start | None = None
    turns: dict[str, Turns] = field(default_factory=dict)  # by kind of database
    lengths: list[tuple[int, float]] = field(default_factory=list)
    users: list[Throughput] = field(default_factory=list)

    def at_turn(self, turn: int, places: int = 1) -> float:
        """Milliseconds at the last measured places that are not behind `turn`: their median."""
        return median([ms for at, ms in self.lengths if at <= turn][-places:])


@dataclass
class Grown:
    """So many replicas under load."""

    replicas: int
    rate: Throughput
    database_ms: float  # of PostgreSQL's processes for each message


@dataclass
class Results:
    ours: SideResults
    stock: SideResults
    streams: OpenStreams | None = None
    load: Load | None = None
    worths: list[Worth] = field(default_factory=list)
    replicas: list[Grown] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)  # what could not be measured, and why
