"""Writes what happened down, for people."""

from __future__ import annotations

import os
import platform
from collections import Counter
from pathlib import Path

from tests.chaos.checker import KINDS
from tests.chaos.run import HEALTH, RECOVERED_WITHIN_S, RECOVERY, UNAPPROVED, Outcome

HEAD = """# Chaos: what became of every message and every request

Written by `make chaos`. Scripted visitors ask and leave requests, each under a name and numbers
of their own, while one fault after another is done to the installation. Then every message that
was answered with 202 is looked up in the client's own notes and in the database: answered by one
turn, in order, with the very words that the same script gets when nothing fails; every request
there once, as it was read back, with one consent and one alert; nothing of anybody else; erased
people gone. `/healthz` of every process is asked four times a second. A backup is made in the
middle, restored when all is over, served, and judged by the same rules.

**Recovery** is the time from a fault's end to the first answer of a visitor who comes only then
("newcomer"), and to the last answer of the messages that had been taken in and not been answered
("caught up", as their clients saw it). Both have to be within {limit:.0f} s. A killed process
counts as the end of the fault where others live, its readiness where none does.

How the faults are made: processes get SIGKILL and SIGSTOP; the database lies on a small tmpfs,
which is filled to the last byte again and again; one process runs under libfaketime, whose offset
changes while it runs; between the proxy and the third replica stands a relay that resets
connections, or goes silent and keeps them. The second model is a copy of the first under a
release of its own, so that answers can be compared.

Machine: {machine}.
"""


def write_report(file: Path, outcomes: list[Outcome]) -> None:
    parts = [HEAD.format(limit=RECOVERED_WITHIN_S, machine=_machine())]
    file.write_text("\n".join(parts + [_run(each) for each in outcomes]), encoding="utf-8")


def _machine() -> str:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{os.cpu_count()} CPU cores, {memory:.0f} GiB, {platform.system()} {platform.release()}, "
        f"Python {platform.python_version()}; visitors, proxy, database and servers all on it"
    )


def _run(outcome: Outcome) -> str:
    lines = [
        f"## {outcome.name}",
        "",
        f"{outcome.conversations} conversations in {outcome.took:.0f} s: {outcome.messages} "
        f"messages taken in, {outcome.bookings} requests, {outcome.erased} people erased, "
        f"{outcome.repeated} calls that clients had to repeat, {outcome.apologies} messages that "
        "ended with an apology and its button.",
        "",
        "| at | fault | lasted | newcomer | waiting | caught up |",
        "|--:|---|--:|--:|--:|--:|",
    ]
    lines += [
        f"| {each.began:.0f} s | {each.name} | {each.lasted:.1f} s | {each.newcomer:.1f} s | "
        f"{each.waiting} | {f'{each.caught_up:.1f} s' if each.waiting else '–'} |"
        for each in outcome.faults
    ]
    lines += ["", "| broken promises | |", "|---|--:|"]
    counts = Counter(each.kind for each in outcome.violations)
    lines += [f"| {kind} | {counts[kind]} |" for kind in (*KINDS, UNAPPROVED, RECOVERY, HEALTH)]
    lines += [
        "",
        *(
            f"- {each.name}: `/healthz` asked {each.asked} times, slowest answer "
            f"{each.slowest:.2f} s, {len(each.unexcused())} missed while it lived"
            for each in outcome.pulses
        ),
        f"- Backup: {outcome.backup}",
        "",
    ]
    if outcome.violations:
        lines += ["What was broken:", ""]
        lines += [f"- {each.kind}: {each.what}" for each in outcome.violations[:50]] + [""]
    return "\n".join(lines)
