"""What is measured of either side, by processor time wherever the machine may be busy."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import quantiles

import aiohttp

from tests.benchmark.speed.visitors import PATIENCE_S, Side, Visitor

TURNS_EACH = 10  # turns of one conversation, as a visitor has them


@dataclass
class Turns:
    """Turns of short conversations, one visitor after the other."""

    cpu_ms: float  # of the server's process for each turn
    waits_ms: list[float]  # from POST to the answer

    @property
    def p50(self) -> float:
        return quantiles(self.waits_ms, n=100, method="inclusive")[49]

    @property
    def p95(self) -> float:
        return quantiles(self.waits_ms, n=100, method="inclusive")[94]


@dataclass
class Throughput:
    users: int
    messages: int
    per_second: float
    cpu_ms: float


def http() -> aiohttp.ClientSession:
    return aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(limit=0),
        timeout=aiohttp.ClientTimeout(total=None, sock_read=PATIENCE_S),
    )


async def short_turns(side: Side, warm_up: Sequence[str], texts: Sequence[str]) -> Turns:
    """Every text once, in conversations of TURNS_EACH turns, on a server that has worked before."""
    async with http() as session:
        await said(side, session, warm_up)
        await asyncio.sleep(1)  # what follows a turn in the background belongs to the warm-up
        before = side.spent()
        waits = await said(side, session, texts)
        await asyncio.sleep(1)  # … and here to what is measured
        spent = side.spent() - before
    return Turns(spent / len(waits) * 1e3, [each * 1e3 for each in waits])


async def by_length(
    side: Side, texts: Sequence[str], turns: int, window: int
) -> list[tuple[int, float]]:
    """(turn, milliseconds of processor time) along one conversation.

    The same messages come in every window, so that windows differ by their place alone.
    """
    found = []
    async with http() as session:
        other = await side.visitor(session)
        await _all(other, texts[:window])  # every message once before, for caches
        await other.leave()
        visitor = await side.visitor(session)
        for at in range(0, turns, window):
            before = side.spent()
            await _all(visitor, texts[:window])
            spent = side.spent() - before
            found.append((at + window, spent / window * 1e3))
        await visitor.leave()
    return found


async def by_users(side: Side, texts: Sequence[str], users: int, seconds: float) -> Throughput:
    """So many visitors at once, each with the next message as soon as it has an answer."""
    async with http() as session:
        visitors = [await side.visitor(session) for _ in range(users)]
        began, before = time.perf_counter(), side.spent()
        until = began + seconds

        async def chat(visitor: Visitor, first: int) -> int:
            said = 0
            while time.perf_counter() < until:
                if said and said % TURNS_EACH == 0:
                    await visitor.leave()
                    visitor = await side.visitor(session)
                await visitor.say(texts[(first + said) % len(texts)])
                said += 1
            await visitor.leave()
            return said

        counts = await asyncio.gather(*(chat(each, 7 * n) for n, each in enumerate(visitors)))
        took, spent = time.perf_counter() - began, side.spent() - before
    said = sum(counts)
    return Throughput(users, said, said / took, spent / said * 1e3)


async def said(side: Side, session: aiohttp.ClientSession, texts: Sequence[str]) -> list[float]:
    """Every text once, in conversations of TURNS_EACH turns; seconds from POST to the answer."""
    waits = []
    for first in range(0, len(texts), TURNS_EACH):
        visitor = await side.visitor(session)
        waits += await _all(visitor, texts[first : first + TURNS_EACH])
        await visitor.leave()
    return waits


async def _all(visitor: Visitor, texts: Sequence[str]) -> list[float]:
    return [await visitor.say(text) for text in texts]
