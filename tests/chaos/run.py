"""One run: visitors talk, faults come one after another, a backup is made, all is judged."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from tests.approved import unapproved_replies
from tests.chaos.chatter import Chatter
from tests.chaos.checker import Expected, Violation, answers_of, apologies, check, check_copy
from tests.chaos.crowd import Crowd
from tests.chaos.faults import FAULTS, Context, Fault
from tests.chaos.history import Told, pending, read_stored
from tests.chaos.installation import Installation
from tests.chaos.people import KINDS, people
from tests.chaos.watch import HealthWatch, Pulse
from tests.live import LiveServer

RECOVERED_WITHIN_S = 5.0
SETTLED_WITHIN_S = 60.0
TOGETHER = 24
MOST_ERRORS = 40
RECOVERY, HEALTH, UNAPPROVED = "recovery", "health", "unapproved"


@dataclass
class Happened:
    """A fault: when it began and ended, and how long it took until all was well again."""

    name: str
    began: float  # seconds since the run's start
    lasted: float
    newcomer: float  # seconds from its end to the answer that somebody new got
    waiting: int = 0  # messages that had got 202 and no answer when it ended
    caught_up: float = 0.0  # seconds from its end to the last of their answers


@dataclass
class Outcome:
    """All that the report says of one run."""

    name: str
    conversations: int
    messages: int = 0
    bookings: int = 0
    erased: int = 0
    apologies: int = 0
    repeated: int = 0
    took: float = 0.0
    faults: list[Happened] = field(default_factory=list)
    pulses: list[Pulse] = field(default_factory=list)
    backup: str = ""
    violations: list[Violation] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)  # the last lines that a log calls an error

    def explained(self, violations: list[Violation]) -> str:
        """The violations, and what the servers themselves said went wrong."""
        return "\n".join([*map(str, violations), *self.errors])


def run(
    installation: Installation,
    count: int,
    *,
    rounds: int = 1,
    hold: float = 4.0,
    tell: Callable[[str], None] = lambda line: None,
) -> Outcome:
    """Play `count` conversations through every fault, `rounds` times; whatever breaks is told."""
    outcome = Outcome(installation.name, count)
    begun = time.monotonic()
    everybody = people(count + 1 + len(KINDS) + rounds * len(FAULTS[type(installation)]))
    first, rest = everybody[: len(KINDS)], everybody[len(KINDS) :]
    told = [_undisturbed(installation, person) for person in first]
    expected = _expected(installation, told)
    crowd = Crowd(installation.url, rest[:count], together=TOGETHER)
    newcomers = iter(rest[count:])
    faults = FAULTS[type(installation)] * rounds
    backup = _Backup(installation)
    with HealthWatch(installation.names()) as watch:
        context = Context(installation, watch, hold)
        ends: list[float] = []
        for number, fault in enumerate(faults, start=1):
            crowd.let_in(count * number // (len(faults) + 1))
            if number == len(faults) // 2 + 1:
                backup.make()
            ended, visit, happened = _fault(context, fault, next(newcomers), begun)
            ends.append(ended)
            told.append(visit)
            outcome.faults.append(happened)
            tell(
                f"{happened.began:4.0f} s  {happened.name}: {happened.lasted:.1f} s, "
                f"newcomer answered {happened.newcomer:.1f} s after it"
            )
        context.wait()
        told += crowd.finish()
        told.append(_erased_by_staff(installation, told))
        _settle(installation.database_url)
    _judge(outcome, installation, told, expected, ends)
    outcome.pulses = list(watch.pulses.values())
    outcome.violations += [
        Violation(HEALTH, "", f"{pulse.name} did not answer /healthz: {why}")
        for pulse in outcome.pulses
        for _, why in pulse.unexcused()
    ]
    backup.check(outcome, told, expected)
    outcome.errors += _errors(installation.servers)
    outcome.repeated, outcome.took = crowd.repeated, time.monotonic() - begun
    return outcome


def _undisturbed(installation: Installation, person) -> Told:
    with Chatter(installation.url, person, patience=60) as chatter:
        told = chatter.play()
    if told.gave_up:
        raise RuntimeError(f"{person.kind!r} cannot be played undisturbed: {told.gave_up}")
    return told


def _expected(installation: Installation, told: list[Told]) -> Expected:
    stored = read_stored(installation.database_url)
    return {each.person.kind: answers_of(each, stored) for each in told}


def _fault(context: Context, fault: Fault, person, start: float) -> tuple[float, Told, Happened]:
    if "kill" in fault.name:
        context.wait()  # what an earlier one has killed lives again
    began = time.monotonic()
    ended = fault.work(context)
    # A new visitor, from opening the chat to the first answer.
    with Chatter(context.installation.url, person, patience=60) as chatter:
        told = chatter.play()
    answered = min((each.answered_at or float("inf") for each in told.sent), default=float("inf"))
    return ended, told, Happened(fault.name, began - start, ended - began, answered - ended)


def _erased_by_staff(installation: Installation, told: list[Told]) -> Told:
    """Staff erase somebody with a request by the command; returns who it was, not erased yet."""
    chosen = next(each for each in told if each.person.books and not each.erased_by)
    installation.command("erase", "phone", chosen.person.e164, "--yes")
    told.remove(chosen)
    return replace(chosen, erased_by="staff")


def _settle(database_url: str) -> None:
    until = time.monotonic() + SETTLED_WITHIN_S
    while pending(database_url) and time.monotonic() < until:
        time.sleep(0.2)


def _judge(
    outcome: Outcome,
    installation: Installation,
    told: list[Told],
    expected: Expected,
    ends: list[float],
) -> None:
    stored = read_stored(installation.database_url)
    outcome.messages = sum(sent.taken_at is not None for each in told for sent in each.sent)
    outcome.bookings = len(stored.bookings)
    outcome.erased = sum(each.erased_by is not None for each in told)
    outcome.apologies = apologies(told, stored)
    outcome.violations += check(told, stored, expected)
    outcome.violations += [
        Violation(UNAPPROVED, "", reply) for reply in unapproved_replies(installation.database_url)
    ]
    everything = [sent for each in told for sent in each.sent]
    for happened, ended in zip(outcome.faults, ends, strict=True):
        late = [
            (sent.answered_at or float("inf")) - ended
            for sent in everything
            if sent.taken_at is not None
            and sent.taken_at < ended
            and (sent.answered_at or float("inf")) > ended
        ]
        happened.waiting, happened.caught_up = len(late), max(late, default=0.0)
        slowest = max(happened.newcomer, happened.caught_up)
        if slowest > RECOVERED_WITHIN_S:
            what = f"{happened.name}: {slowest:.1f} s after its end"
            outcome.violations.append(Violation(RECOVERY, "", what))


def _errors(servers: list[LiveServer]) -> list[str]:
    lines = [line for server in servers for line in server.log_text().splitlines()]
    return [line for line in lines if '"level": "error"' in line][-MOST_ERRORS:]


class _Backup:
    """Made while visitors talk; restored when all is over, served, and judged like the rest."""

    def __init__(self, installation: Installation) -> None:
        self._installation = installation
        self._file: Path = installation.folder / "backup"
        self._begun = 0.0

    def make(self) -> None:
        self._begun = time.monotonic()
        self._installation.back_up(self._file)

    def check(self, outcome: Outcome, told: list[Told], expected: Expected) -> None:
        server = self._installation.restored(self._file)
        try:
            server.start()
            _settle(server.environment["DATABASE_URL"])
            server.stop()
            copy = read_stored(server.environment["DATABASE_URL"])
            outcome.errors += _errors([server])
        finally:
            server.remove()
        found = check_copy(told, copy, expected, self._begun)
        outcome.violations += [replace(each, what=f"restored: {each.what}") for each in found]
        outcome.backup = (
            f"{self._file.stat().st_size / 1e6:.1f} MB, "
            f"{sum(map(len, copy.inbox.values()))} messages of {len(copy.inbox)} conversations, "
            f"{len(copy.bookings)} requests, {len(found)} violations"
        )


def play(kind: type[Installation], count: int, **how: Any) -> Outcome:
    """Run it on an installation of its own; `how` is what `run` takes."""
    with closing(kind()) as installation:
        return run(installation, count, **how)
