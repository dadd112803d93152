"""docs/benchmark.md from what one run has found."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterator
from datetime import date
from importlib.metadata import version

from tests.benchmark.speed.results import Results
from tests.benchmark.speed.switches import Worth

LIBRARIES = ("rasa", "spacy", "sanic", "onnxruntime", "numpy", "SQLAlchemy")
Row = tuple[str, str, str, str, str]
PAGE = """# Benchmark

Written by `make bench` on {today} in {minutes} minutes: {machine}, {cores} cores, load
{load}; Python {python}, {libraries}.
Clients ran on the same cores as the servers. Ratios and processor time hold on a busy machine as
well; waiting times and messages a second do not.

The other side is **{stock}**, trained on the same
topics. Both answer the messages of `tests/evaluation/questions.jsonl` through their public API, in
conversations of ten turns, after a hundred other ones to warm up, and keep them in the same kind of
database. Processor time is the server process's; the database server's is left out. The stock
assistant does less on each turn: no entities, no safety rules, no second question, no durable
inbox, no read model for staff. The first turns of its long conversation are played and the rest of
its history is their events again.

| what | this product | stock Rasa | ratio | wanted |
|---|---|---|---|---|
{compared}

| this product alone | measured | wanted |
|---|---|---|
{alone}

Of replicas: processor time of the replicas + of PostgreSQL for each message.

![Processor time of a turn against the conversation's length](benchmark-length.svg)

![Answered messages a second against users](benchmark-users.svg)

## What each short way is worth

Processor time with it and without it, on the same questions one after the other in one process; of
the last ones in servers of their own, which take turns by twenty messages.

| short way | of | with | without | saved |
|---|---|---|---|---|
{worths}
{left_out}"""


def page(found: Results, minutes: float, load_before: float) -> str:
    return PAGE.format(
        today=date.today(),
        minutes=f"{minutes:.0f}",
        machine=_machine(),
        cores=os.cpu_count(),
        load=f"{load_before:.1f} at the start and {os.getloadavg()[0]:.1f} at the end",
        python=platform.python_version(),
        libraries=", ".join(f"{name} {version(name)}" for name in LIBRARIES),
        stock=found.stock.name,
        compared=_table(_compared(found)),
        alone=_table(_alone(found)),
        worths=_table(_worths(found.worths)),
        left_out=_left_out(found.left_out),
    )


def _compared(found: Results) -> Iterator[Row]:
    ours, stock = found.ours, found.stock
    for database in (each for each in ours.turns if each in stock.turns):
        a, b = ours.turns[database], stock.turns[database]
        for name, of, wanted in (
            ("processor time of a turn", lambda each: each.cpu_ms, "≤ 6 ms, 7×"),
            ("POST to the answer, one user, p50", lambda each: each.p50, "≤ 25 ms"),
            ("the same, p95", lambda each: each.p95, "≤ 60 ms"),
        ):
            yield _row(f"{name}, {database}", of(a), of(b), wanted)
    # Ours is measured in windows of fifty turns, of which one alone can be unlucky.
    first, last = ours.at_turn(150, places=3), ours.at_turn(1000, places=3)
    early, late = stock.at_turn(10), stock.at_turn(1000)
    yield _row("the first turns of a conversation", first, early, "–")
    yield _row("turn 1,000", last, late, "–")
    growth, others = last / first, late / early
    yield ("turn 1,000 ÷ the first turns", f"{growth:.2f}×", f"{others:.1f}×", "", "≤ 1.3×")
    for a, b in zip(ours.users, stock.users, strict=True):
        rates = f"{a.per_second:.0f}", f"{b.per_second:.0f}"
        wanted = "≥ 5×" if a.users == 32 else "–"
        ratio = f"{a.per_second / b.per_second:.1f}×"
        yield (f"answered messages a second, {a.users} users", *rates, ratio, wanted)
    for name, unit, of, wanted in (
        ("start to the first answer", "s", lambda each: each.seconds, "≤ 8 s"),
        ("of it processor time", "s", lambda each: each.cpu_s, "–"),
        ("memory after the start", "MiB", lambda each: each.mib, "–"),
    ):
        yield _row(name, of(ours.start), of(stock.start), wanted, unit)


def _row(name: str, ours: float, stock: float, wanted: str, unit: str = "ms") -> Row:
    digits = 0 if min(ours, stock) >= 100 else 1
    values = (f"{each:.{digits}f} {unit}" for each in (ours, stock))
    return name, *values, f"{stock / ours:.1f}×", wanted


def _alone(found: Results) -> Iterator[tuple[str, str, str]]:
    if (streams := found.streams) is not None:
        crowded = streams.p95_ms / streams.p95_usual_ms
        each = f"{streams.kib_each:.0f} KiB"
        yield f"memory of each of {streams.count} open streams", each, "≤ 64 KB"
        p95 = f"{streams.p95_ms:.0f} ms, {crowded:.1f}× as usual"
        yield "p95 of one visitor beside them", p95, "≤ 2×"
        yield "processor time for their heartbeats", f"{streams.cpu_share:.1%} of a core", "–"
    if (load := found.load) is not None:
        name = f"memory after {load.seconds / 60:.0f} minutes of load, {load.messages} messages"
        yield name, f"{load.mib[-1]:.0f} MiB", "≤ 400 MB"
        yield "its growth in the last half", f"{load.growth:+.1%}", "≤ 2 %"
    for each in found.replicas:
        servers = f"{each.replicas} replica{'s' * (each.replicas > 1)}"
        name = f"{servers} behind nginx, one PostgreSQL, {each.rate.users} users"
        rate = f"{each.rate.per_second:.0f} messages a second"
        yield name, f"{rate}, {each.rate.cpu_ms:.1f} + {each.database_ms:.1f} ms each", "–"


def _worths(worths: list[Worth]) -> Iterator[Row]:
    for each in worths:
        saved = each.without_ms - each.with_ms
        times = f"{each.with_ms:.2f} ms", f"{each.without_ms:.2f} ms"
        yield (each.name, each.of, *times, f"{saved:+.2f} ms")


def _table(rows: Iterator[tuple[str, ...]]) -> str:
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _left_out(reasons: list[str]) -> str:
    if not reasons:
        return ""
    return "\n## Not measured\n\n" + "".join(f"- {reason}\n" for reason in reasons)


def _machine() -> str:
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as lines:
            return next(line.partition(":")[2].strip() for line in lines if "model name" in line)
    except (OSError, StopIteration):
        return platform.machine()
