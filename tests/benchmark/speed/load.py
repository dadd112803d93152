"""Memory while visitors come, chat and go: `python -m tests.benchmark.speed.load --minutes 60`."""

from __future__ import annotations

import argparse
import asyncio
import sys
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from statistics import median

import aiohttp

from tests.benchmark.speed.measures import http
from tests.benchmark.speed.ours import Ours
from tests.benchmark.speed.processor_time import resident_kib
from tests.benchmark.speed.texts import questions

TURNS_EACH = 5  # of a visitor
SAMPLE_S = 1.0


@dataclass
class Load:
    seconds: float
    messages: int
    mib: list[float]  # resident memory, second by second

    @property
    def growth(self) -> float:
        """From the middle to the end, by the median of a tenth of the time at each."""
        tenth, half = max(1, len(self.mib) // 10), len(self.mib) // 2
        return median(self.mib[-tenth:]) / median(self.mib[half : half + tenth]) - 1


async def under_load(
    side: Ours, texts: Sequence[str], users: int, seconds: float, pause: float = 0.0
) -> Load:
    """So many visitors at once, each with a pause (in seconds) before every message."""
    until, said = time.perf_counter() + seconds, 0
    memory: list[float] = []

    async def chat(session: aiohttp.ClientSession, first: int) -> None:
        nonlocal said
        at = first
        while time.perf_counter() < until:
            visitor = await side.visitor(session)
            for _ in range(TURNS_EACH):
                await asyncio.sleep(pause)
                await visitor.say(texts[at % len(texts)])
                at, said = at + 1, said + 1
            await visitor.leave()

    async def sample() -> None:
        while time.perf_counter() < until:
            memory.append(resident_kib(side.pid) / 1024)
            await asyncio.sleep(SAMPLE_S)

    async with http() as session:
        await asyncio.gather(sample(), *(chat(session, 31 * each) for each in range(users)))
    return Load(seconds, said, memory)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--users", type=int, default=4)
    parser.add_argument("--pause", type=float, default=0.0, help="seconds before each message")
    options = parser.parse_args()
    with closing(Ours()) as side:
        run = under_load(side, questions(), options.users, options.minutes * 60, options.pause)
        load = asyncio.run(run)
    at = [load.mib[len(load.mib) * tenth // 10] for tenth in range(10)] + load.mib[-1:]
    sys.stdout.write(
        f"{load.messages} messages in {options.minutes:.0f} minutes; resident memory "
        f"{', '.join(f'{each:.0f}' for each in at)} MiB, tenth by tenth; growth in the last half "
        f"{load.growth:+.1%}\n"
    )


if __name__ == "__main__":
    main()
