"""Threads for what blocks: the one that rested last works next, because all it needs is at hand."""

from __future__ import annotations

import asyncio
import threading
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from queue import SimpleQueue
from typing import Any, TypeVar

T = TypeVar("T")
Tell = Callable[[], None]
Job = Callable[[], Tell]  # does the work and returns how to tell of it
Box = SimpleQueue[Job | None]  # where a thread finds its next job; None ends it


class Threads:
    """At most so many at once; what comes meanwhile waits its turn."""

    def __init__(self, most: int, name: str) -> None:
        self._most = most
        self._name = name
        self._threads: list[threading.Thread] = []
        self._resting: list[Box] = []
        self._waiting: deque[Job] = deque()
        self._guard = threading.Lock()
        self._closed = False

    async def run(self, function: Callable[..., T], *args: Any, **kwargs: Any) -> T:
        """Call a function in a thread; what was cancelled before its turn is never begun."""
        loop = asyncio.get_running_loop()
        told: asyncio.Future[T] = loop.create_future()
        self._begin(partial(self._done, loop, told, partial(function, *args, **kwargs)))
        try:
            return await told
        finally:
            del told  # an error knows this frame, which would know it

    def close(self) -> None:
        """Let what was begun come to its end; what waits is not begun."""
        with self._guard:
            self._closed = True
            resting, self._resting = self._resting, []
        for box in resting:
            box.put(None)
        for thread in self._threads:
            thread.join()

    def _begin(self, job: Job) -> None:
        with self._guard:
            if self._closed:
                raise RuntimeError("the threads have ended")
            if self._resting:
                self._resting.pop().put(job)
            elif len(self._threads) < self._most:
                box: Box = SimpleQueue()
                box.put(job)
                name = f"{self._name}_{len(self._threads)}"
                thread = threading.Thread(target=self._work, args=(box,), name=name, daemon=True)
                self._threads.append(thread)
                thread.start()
            else:
                self._waiting.append(job)

    def _done(
        self, loop: asyncio.AbstractEventLoop, told: asyncio.Future[Any], call: Callable[[], Any]
    ) -> Tell:
        if self._closed or told.cancelled():
            return partial(_on_loop, loop, told.cancel)
        try:
            return partial(_on_loop, loop, partial(_answer, told, call()))
        except BaseException as error:
            return partial(_on_loop, loop, partial(_fail, told, error))
        finally:
            del told  # as above

    def _work(self, box: Box) -> None:
        job = box.get()
        while job is not None:
            tell, job = job(), None
            # Who is told may have more to do: by then this thread is to be had.
            with self._guard:
                if self._waiting:
                    job = self._waiting.popleft()
                elif self._closed:
                    box.put(None)
                else:
                    self._resting.append(box)
            tell()
            del tell  # nothing of it is kept while the thread rests
            if job is None:
                job = box.get()


def _on_loop(loop: asyncio.AbstractEventLoop, answer: Callable[[], None]) -> None:
    with suppress(RuntimeError):  # the loop is closed: nobody is left to be told
        loop.call_soon_threadsafe(answer)


def _answer(told: asyncio.Future[Any], result: Any) -> None:
    if not told.done():  # it was cancelled meanwhile
        told.set_result(result)


def _fail(told: asyncio.Future[Any], error: BaseException) -> None:
    if not told.done():
        told.set_exception(error)
