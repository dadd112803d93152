"""This product as a side of the benchmark, and what is asked of it alone."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import quantiles

import aiohttp

from tests.benchmark.speed.measures import http
from tests.benchmark.speed.processor_time import processor_seconds, resident_kib
from tests.benchmark.speed.visitors import API, OurVisitor, Visitor
from tests.live import LiveServer

OPENED_AT_ONCE = 50
HEARTBEAT_S = 20  # all streams have had one by then
ASKED = 100  # messages for a percentile


class Ours:
    """`python -m clinic serve` on a database of its own."""

    def __init__(self, **settings: object) -> None:
        began = time.perf_counter()
        self.server = LiveServer(log_level="INFO", **settings)
        self.url = self.server.url
        self.pid = self.server.process.pid
        self.start_s = time.perf_counter() - began  # ready: a test message was answered
        self.start_cpu_s = self.spent()
        self.start_mib = resident_kib(self.pid) / 1024

    def spent(self) -> float:
        return processor_seconds(self.pid)

    async def visitor(self, session: aiohttp.ClientSession) -> Visitor:
        return await OurVisitor(session, self.url).open()

    def close(self) -> None:
        self.server.remove()


@dataclass
class OpenStreams:
    count: int
    kib_each: float
    p95_usual_ms: float
    p95_ms: float
    cpu_share: float  # of one core, while nothing happens


async def open_streams(side: Ours, texts: Sequence[str], count: int) -> OpenStreams:
    """What so many idle event streams cost, and whether a visitor notices them."""
    async with http() as session:
        visitor = await side.visitor(session)
        usual = [await visitor.say(texts[turn % len(texts)]) for turn in range(ASKED)]
        before = resident_kib(side.pid)
        streams: list[aiohttp.ClientResponse] = []
        for _ in range(0, count, OPENED_AT_ONCE):
            opened = (_stream(session, side.url) for _ in range(OPENED_AT_ONCE))
            streams += await asyncio.gather(*opened)
        spent = side.spent()
        await asyncio.sleep(HEARTBEAT_S)
        share = (side.spent() - spent) / HEARTBEAT_S
        each = (resident_kib(side.pid) - before) / len(streams)
        crowded = [await visitor.say(texts[turn % len(texts)]) for turn in range(ASKED)]
        for stream in streams:
            stream.close()
        await visitor.leave()
    await asyncio.sleep(2)
    return OpenStreams(len(streams), each, _p95(usual), _p95(crowded), share)


async def _stream(session: aiohttp.ClientSession, url: str) -> aiohttp.ClientResponse:
    async with session.post(f"{url}{API}/sessions", json={}) as answer:
        token = (await answer.json())["token"]
    headers = {"Authorization": f"Bearer {token}", "Accept": "text/event-stream"}
    stream = await session.get(f"{url}{API}/events", headers=headers)
    stream.raise_for_status()
    await stream.content.readline()
    return stream


def _p95(seconds: list[float]) -> float:
    return quantiles(seconds, n=100, method="inclusive")[94] * 1e3
