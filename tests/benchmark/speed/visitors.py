"""Visitors of either side: each says one message after the other and waits for its answer."""

from __future__ import annotations

import asyncio
import itertools
import json
import time
import uuid
from typing import Protocol

import aiohttp

API = "/webhooks/chat/v1"
PATIENCE_S = 120


class Visitor(Protocol):
    async def say(self, text: str) -> float:
        """Send a message; returns the seconds until its answer was there."""

    async def leave(self) -> None: ...


class Side(Protocol):
    """One of the two products, as a server with visitors."""

    url: str

    def spent(self) -> float:
        """Processor seconds of its processes so far."""

    async def visitor(self, http: aiohttp.ClientSession) -> Visitor: ...


class OurVisitor:
    """Posts messages and reads the answers from an open event stream, as the widget does."""

    def __init__(self, http: aiohttp.ClientSession, url: str) -> None:
        self._http = http
        self._api = url + API
        self._waits: dict[str, asyncio.Future[float]] = {}

    async def open(self) -> OurVisitor:
        async with self._http.post(f"{self._api}/sessions", json={}) as answer:
            answer.raise_for_status()
            self._headers = {"Authorization": f"Bearer {(await answer.json())['token']}"}
        self._stream = await self._http.get(
            f"{self._api}/events", headers={**self._headers, "Accept": "text/event-stream"}
        )
        self._stream.raise_for_status()
        self._reading = asyncio.create_task(self._read())
        return self

    async def say(self, text: str) -> float:
        message, began = str(uuid.uuid4()), time.perf_counter()
        wait = self._waits[message] = asyncio.get_running_loop().create_future()
        body = {"id": message, "text": text}
        async with self._http.post(
            f"{self._api}/messages", json=body, headers=self._headers
        ) as answer:
            answer.raise_for_status()
        return await asyncio.wait_for(wait, PATIENCE_S) - began

    async def leave(self) -> None:
        self._reading.cancel()
        self._stream.close()

    async def _read(self) -> None:
        async for line in self._stream.content:
            if not line.startswith(b"data: "):
                continue
            event = json.loads(line[6:])
            if event.get("role", "user") == "user":
                continue
            wait = self._waits.pop(event["reply_to"], None)
            if wait is not None and not wait.done():
                wait.set_result(time.perf_counter())


class StockVisitor:
    """Posts messages to Rasa's REST channel, whose response is the answer."""

    _number = itertools.count()

    def __init__(self, http: aiohttp.ClientSession, url: str) -> None:
        self._http = http
        self._webhook = url + "/webhooks/rest/webhook"
        self.sender = f"visitor-{next(self._number)}"

    async def say(self, text: str) -> float:
        began = time.perf_counter()
        body = {"sender": self.sender, "message": text}
        async with self._http.post(self._webhook, json=body) as answer:
            answer.raise_for_status()
            if not await answer.json():
                raise RuntimeError("stock Rasa answered nothing")
        return time.perf_counter() - began

    async def leave(self) -> None:
        return
