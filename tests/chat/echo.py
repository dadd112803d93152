"""Turns without Rasa: claimed and committed like real ones, with answers that a test can choose."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Callable
from datetime import datetime

from clinic.errors import ConversationGone, StoreUnavailable
from clinic.settings import Settings
from clinic.store import Store
from clinic.store.inbox import PendingMessage
from clinic.store.signals import Signal
from clinic.store.unit_of_work import Reply, UnitOfWork

CARD = {
    "type": "booking",
    "fields": [
        {
            "slot": "phone",
            "label": "Phone",
            "value": "203 555 0100",
            "edit": "/correct",
            "edit_title": "Change the phone",
        }
    ],
}


class EchoTurns:
    """Says back what was said; "buttons", "card", "twice" and "ask …" get what they ask for."""

    def __init__(self, store: Store, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._clock = clock
        self._loop = asyncio.get_running_loop()
        self._one_at_a_time: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._tasks: set[asyncio.Task[None]] = set()
        self._going = asyncio.Event()
        self._going.set()

    async def start(self) -> EchoTurns:
        self._store.signals.listen(self._heard)
        for conversation in await self._store.run(self._store.turns.waiting, self._clock()):
            self._wake(conversation)
        return self

    async def stop(self) -> None:
        self._going.set()
        await asyncio.gather(*self._tasks)

    def hold(self) -> None:
        """Answer nothing until `go_on`."""
        self._loop.call_soon_threadsafe(self._going.clear)

    def go_on(self) -> None:
        self._loop.call_soon_threadsafe(self._going.set)

    def _heard(self, signal: Signal) -> None:
        if signal.kind == "inbox":
            self._wake(signal.conversation)

    def _wake(self, conversation: str) -> None:
        task = asyncio.create_task(self._work_off(conversation))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _work_off(self, conversation: str) -> None:
        async with self._one_at_a_time[conversation]:
            await self._going.wait()
            while await self._take_one(conversation):
                pass

    async def _take_one(self, conversation: str) -> bool:
        store = self._store
        try:
            claim = await store.run(store.turns.claim, conversation, self._clock())
        except StoreUnavailable:
            return False
        if claim is None:
            return False
        message = claim.message
        unit = UnitOfWork(conversation, message.seq, message.client_id, self._clock(), "secret")
        unit.replies += replies_to(message)
        try:
            await store.run(store.turns.commit, claim, unit)
        except (ConversationGone, StoreUnavailable):
            return False
        finally:
            await store.run(claim.release)
        return True


async def start_echo(
    _settings: Settings, store: Store, clock: Callable[[], datetime], _metrics: object
) -> EchoTurns:
    return await EchoTurns(store, clock).start()


def replies_to(message: PendingMessage) -> list[Reply]:
    if message.payload is not None:
        return [Reply(f"pressed {message.payload}")]
    if message.text == "buttons":
        return [
            Reply(
                "Which one?", buttons=[{"title": title, "payload": f"/{title}"} for title in "AB"]
            )
        ]
    if message.text == "card":
        return [Reply("Is this right?", card=CARD, ask="phone")]
    if message.text.startswith("ask "):
        return [Reply("Please tell me.", ask=message.text.removeprefix("ask "))]
    if message.text == "twice":
        return [Reply("one"), Reply("two")]
    return [Reply(f"echo {message.text}")]
