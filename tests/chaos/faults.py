"""What is done to an installation; each fault says when it ended, and whom it excuses."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field

from tests.chaos.installation import Alone, Installation, Replicas
from tests.chaos.watch import HealthWatch
from tests.live import LiveServer

HOURS_BACK = 2
MODEL_WITHIN_S = 90.0
MOST_STARTS = 10


@dataclass
class Context:
    installation: Installation
    watch: HealthWatch
    hold: float  # seconds that a fault lasts
    _pool: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(8))
    _behind: list[Future[None]] = field(default_factory=list)

    def begin(self, work: Callable[..., None], *arguments: object) -> Future[None]:
        """Do something that goes on behind the fault, such as a restart."""
        self._behind.append(self._pool.submit(work, *arguments))
        return self._behind[-1]

    def wait(self) -> None:
        """Until all that was begun is over; raises what went wrong there."""
        while self._behind:
            self._behind.pop().result()

    def name_of(self, server: LiveServer) -> str:
        return f"server {self.installation.servers.index(server) + 1}"

    @contextmanager
    def excused(self, server: LiveServer) -> Iterator[None]:
        """A server that is dead or stopped need not answer /healthz."""
        begun = time.monotonic()
        times = self.watch.pulses[self.name_of(server)].excused
        times.append((begun, float("inf")))
        place = len(times) - 1
        try:
            yield
        finally:
            times[place] = (begun, time.monotonic())


def _start(server: LiveServer) -> None:
    """Start it as a supervisor does: again, where the next fault ends it at its start."""
    for _ in range(MOST_STARTS):
        try:
            return server.start()
        except RuntimeError:
            if server.is_running:
                raise
    raise RuntimeError(f"the server has ended {MOST_STARTS} times at its start")


@dataclass(frozen=True)
class Fault:
    name: str
    work: Callable[[Context], float]  # returns when it ended (time.monotonic())


def replica_killed(context: Context) -> float:
    """kill -9; the others go on, and it is started again meanwhile."""
    server = context.installation.servers[0]
    killed, dead = threading.Event(), []

    def kill_and_start() -> None:
        with context.excused(server):
            server.kill()
            dead.append(time.monotonic())
            killed.set()
            time.sleep(context.hold)
            _start(server)

    context.begin(kill_and_start)
    killed.wait()
    return dead[0]


def all_killed(context: Context) -> float:
    """kill -9 of every process, and a supervisor that starts them again; over when one is ready."""
    servers, ready = context.installation.servers, []

    def start(server: LiveServer) -> None:
        with context.excused(server):
            server.kill()
            _start(server)
        ready.append(time.monotonic())

    restarts = [context.begin(start, server) for server in servers]
    while not ready and not all(each.done() for each in restarts):
        time.sleep(0.02)
    if not ready:
        context.wait()  # says why
    return ready[0]


def process_hangs(context: Context) -> float:
    server = context.installation.servers[-1]
    with context.excused(server):
        server.process.send_signal(signal.SIGSTOP)
        time.sleep(context.hold)
        server.process.send_signal(signal.SIGCONT)
        return time.monotonic()


def database_stops(context: Context) -> float:
    installation = _replicas(context)
    installation.postgres.stop("immediate")
    time.sleep(context.hold)
    installation.postgres.start()
    return time.monotonic()


def database_hangs(context: Context) -> float:
    installation = _replicas(context)
    installation.postgres.hang()
    time.sleep(context.hold)
    installation.postgres.go_on()
    return time.monotonic()


def disk_full(context: Context) -> float:
    """Where a full disk brings PostgreSQL down, it is started again, as a supervisor would."""
    installation = context.installation
    until = time.monotonic() + context.hold
    while time.monotonic() < until:  # what is given back meanwhile is taken again
        installation.disk.fill()
        time.sleep(0.1)
    installation.disk.empty()
    if isinstance(installation, Replicas) and not installation.postgres.is_running:
        installation.postgres.start()
    return time.monotonic()


def clock_back(context: Context) -> float:
    context.installation.clock.put_back(HOURS_BACK)
    time.sleep(max(context.hold, 3.0))
    context.installation.clock.put_right()
    return time.monotonic()


def only_clock_back(context: Context) -> float:
    """The same where the only process has to be restarted for a clock that can be put back."""
    installation = context.installation
    assert isinstance(installation, Alone)
    with context.excused(installation.servers[0]), installation.under_clock():
        clock_back(context)
    return time.monotonic()


def network_cut(context: Context) -> float:
    relay = _replicas(context).relay
    relay.cut()
    time.sleep(context.hold)
    relay.mend()
    return time.monotonic()


def network_silent(context: Context) -> float:
    relay = _replicas(context).relay
    relay.go_silent()
    time.sleep(context.hold)
    relay.mend()
    return time.monotonic()


def model_swapped(context: Context) -> float:
    """Over when every server answers with the second model."""
    installation = context.installation
    context.wait()
    before = installation.swaps()
    installation.promote_second_model()
    until = time.monotonic() + MODEL_WITHIN_S
    while any(a <= b for a, b in zip(installation.swaps(), before, strict=True)):
        if time.monotonic() > until:
            raise RuntimeError("the second model was not taken up")
        time.sleep(0.1)
    return time.monotonic()


def _replicas(context: Context) -> Replicas:
    assert isinstance(context.installation, Replicas)
    return context.installation


KILLED = Fault("one replica killed (kill -9), started again", replica_killed)
ALL_KILLED = Fault("every process killed (kill -9), started again", all_killed)
HANGS = Fault("one process stopped (SIGSTOP), then continued", process_hangs)
CLOCK = Fault(f"one process's clock turned back {HOURS_BACK} h, then put right", clock_back)
ONLY_CLOCK = Fault(f"restarted, its clock turned back {HOURS_BACK} h, restarted", only_clock_back)
DISK = Fault("the database's disk full", disk_full)
MODEL = Fault("second model promoted and taken up", model_swapped)
FAULTS: dict[type[Installation], list[Fault]] = {
    Replicas: [
        KILLED,
        Fault("PostgreSQL stopped (immediate), started again", database_stops),
        Fault("PostgreSQL hangs (SIGSTOP), then continues", database_hangs),
        CLOCK,
        DISK,
        Fault("proxy and one replica: connections reset and refused", network_cut),
        Fault("proxy and one replica: connections go silent", network_silent),
        MODEL,
        HANGS,
        ALL_KILLED,
    ],
    Alone: [ALL_KILLED, ONLY_CLOCK, DISK, MODEL, HANGS, ALL_KILLED],
}
