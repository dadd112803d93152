"""What a short way is worth that shows in a whole server alone: servers with and without it."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import ExitStack, closing
from statistics import mean

import aiohttp

from tests.benchmark.speed.measures import http, said
from tests.benchmark.speed.ours import Ours
from tests.benchmark.speed.switches import Worth
from tests.benchmark.speed.without import WAYS

BLOCK = 20  # messages that one server answers before the next has its turn
REST_S = 0.25  # what follows a turn in the background belongs to its block


def beside(texts: Sequence[str]) -> list[Worth]:
    """All servers run at once and take turns, so that a busy machine is busy for each of them."""
    with ExitStack() as stack:
        whole = stack.enter_context(closing(Ours()))
        others = {
            way: stack.enter_context(
                closing(Ours(program=("-m", "tests.benchmark.speed.without", way)))
            )
            for way in WAYS
        }
        spent = asyncio.run(_in_blocks([whole, *others.values()], texts))
    return [
        Worth(way, "a turn of a server", mean(spent[0]), mean(each))
        for way, each in zip(others, spent[1:], strict=True)
    ]


async def _in_blocks(sides: list[Ours], texts: Sequence[str]) -> list[list[float]]:
    """Milliseconds of a turn by server and block; the first block is their warm-up."""
    spent: list[list[float]] = [[] for _ in sides]
    async with http() as session:
        for first in range(0, len(texts) - BLOCK, BLOCK):
            for side, own in zip(sides, spent, strict=True):
                own.append(await _block(side, session, texts[first : first + BLOCK]))
    return [own[1:] for own in spent]


async def _block(side: Ours, session: aiohttp.ClientSession, texts: Sequence[str]) -> float:
    before = side.spent()
    await said(side, session, texts)
    await asyncio.sleep(REST_S)
    return (side.spent() - before) / len(texts) * 1e3
