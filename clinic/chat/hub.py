"""Wakes the open streams of a conversation when something happened in it."""

from __future__ import annotations

import asyncio
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import chain
from operator import attrgetter

from clinic.chat.problems import Problem
from clinic.store.chat_events import ChatEvent
from clinic.store.signals import Signal, Signals

# Whoever says something knows of it: it reaches the streams with its answer, or after so long.
ECHO_AFTER_S = 0.1
NOTES = {"typing", "delayed", "turn_done"}  # passed on as they are, and not stored
MOST_NOTES = MOST_SAID = 32
# Tabs of one visitor. One more closes the oldest, which is most likely one whose network died
# without saying so.
MOST_PER_CONVERSATION = 20
MOST_STREAMS = 4000


Said = tuple[ChatEvent, ...] | None
_number = attrgetter("seq")


class Watch:
    """One stream's ear on its conversation; waiting costs no task."""

    __slots__ = ("_heard", "_notes", "_said", "_untold", "closed", "fresh")

    def __init__(self) -> None:
        self._heard = asyncio.Event()
        self._notes: deque[Signal] = deque(maxlen=MOST_NOTES)
        self._said: list[ChatEvent] = []
        self._untold = False  # something was said, and we were not told what
        self.fresh = False  # the table has something that was not seen yet
        self.closed = False

    def news(self, said: Said = None) -> None:
        self._keep(said)
        self._heard.set()

    def news_soon(self, said: Said = None) -> None:
        self._keep(said)
        asyncio.get_running_loop().call_later(ECHO_AFTER_S, self._remind)

    def note(self, signal: Signal) -> None:
        self._notes.append(signal)
        self._heard.set()

    def close(self) -> None:
        self.closed = True
        self._heard.set()

    def _remind(self) -> None:
        if self.fresh:
            self._heard.set()

    async def wait(self, seconds: float) -> bool:
        """Wait until something is heard; False when nothing was for so long."""
        try:
            async with asyncio.timeout(seconds):
                await self._heard.wait()
        except TimeoutError:
            return False
        return True

    def take(self) -> list[Signal]:
        """The notes since the last time.

        To be called before the table is read: what they speak of is committed by then, so the
        stream shows the events first and `turn_done` after them.
        """
        self._heard.clear()
        notes = list(self._notes)
        self._notes.clear()
        return notes

    def take_said(self, last: int) -> list[ChatEvent] | None:
        """All that was said behind number `last`; None where that is to be read in the table."""
        said = sorted((each for each in self._said if each.seq > last), key=_number)
        told = not self._untold and not self.closed
        self._said, self._untold, self.fresh = [], False, False
        whole = all(each.seq == seq for seq, each in enumerate(said, start=last + 1))
        return said if told and whole else None

    def _keep(self, said: Said) -> None:
        self.fresh = True
        if said is None or len(self._said) >= MOST_SAID:
            self._untold = True
        else:
            self._said += said


class EventHub:
    """Listens to the store's signals on behalf of all streams."""

    def __init__(self, signals: Signals, most_per_address: int) -> None:
        self._signals = signals
        self._most_per_address = most_per_address
        self._addresses: Counter[str] = Counter()
        self._watches: dict[str, list[Watch]] = defaultdict(list)
        self._also: list[Callable[[Signal], None]] = []
        self.open_streams = 0
        self.closing = False

    def start(self) -> None:
        self._signals.listen(self._heard)

    def also_tell(self, listener: Callable[[Signal], None]) -> None:
        """Call `listener` with every signal, before the streams hear of it."""
        self._also.append(listener)

    @contextmanager
    def watch(self, conversation: str, address: str) -> Iterator[Watch]:
        """Hear of everything in a conversation from here on; raises a problem where it is full."""
        self._refuse_too_many(address)
        watch = Watch()
        others = self._watches[conversation]
        others.append(watch)
        listening = [other for other in others if not other.closed]
        if len(listening) > MOST_PER_CONVERSATION:
            listening[0].close()
        self.open_streams += 1
        self._addresses[address] += 1
        try:
            yield watch
        finally:
            self.open_streams -= 1
            self._addresses[address] -= 1
            if not self._addresses[address]:
                del self._addresses[address]
            others.remove(watch)
            if not others:
                self._watches.pop(conversation, None)

    def close(self) -> None:
        """End every stream; the clients come back to the next process."""
        self.closing = True
        for watches in self._watches.values():
            for watch in watches:
                watch.close()

    def _refuse_too_many(self, address: str) -> None:
        if self.closing:
            raise Problem(503, "stopping", "The server is being restarted.", retry_after=1)
        if self._addresses[address] >= self._most_per_address:
            detail = "Too many open streams from this address."
            raise Problem(429, "rate-limited", detail, retry_after=10)
        if self.open_streams >= MOST_STREAMS:
            raise Problem(503, "too-many-streams", "Too many open streams.", retry_after=10)

    def _heard(self, signal: Signal) -> None:
        for listener in self._also:
            listener(signal)
        if signal.kind == "missed":
            for watch in chain.from_iterable(self._watches.values()):
                watch.news()
        for watch in self._watches.get(signal.conversation, ()):
            if signal.kind == "events":
                watch.news(signal.said)
            elif signal.kind == "inbox":
                watch.news_soon(signal.said)
            elif signal.kind in NOTES:
                watch.note(signal)
            elif signal.kind == "erased":
                watch.close()
