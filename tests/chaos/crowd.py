"""Many visitors at once, let in group by group, so that every fault meets talk."""

from __future__ import annotations

import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor

from tests.chaos.chatter import Chatter
from tests.chaos.history import Told
from tests.chaos.people import Person

PATIENCE_S = 150.0
THINK_S = 0.15


class Crowd:
    def __init__(self, url: str, people: list[Person], *, together: int) -> None:
        self._url = url
        self._people = people
        self._pool = ThreadPoolExecutor(together, thread_name_prefix="visitor")
        self._playing: list[Future[Told]] = []
        self._begun = self._repeated = 0
        self._guard = threading.Lock()

    def let_in(self, count: int) -> None:
        """Let the first `count` people begin, as soon as there is room; wait until some have."""
        before = len(self._playing)
        for person in self._people[before:count]:
            self._playing.append(self._pool.submit(self._play, person))
        wanted = before + (len(self._playing) - before) // 3
        until = time.monotonic() + PATIENCE_S
        while self._begun < wanted and time.monotonic() < until:
            time.sleep(0.05)

    def finish(self) -> list[Told]:
        """Everybody's conversation, when all are over."""
        self.let_in(len(self._people))
        try:
            return [each.result() for each in self._playing]
        finally:
            self._pool.shutdown()

    @property
    def repeated(self) -> int:
        return self._repeated

    def _play(self, person: Person) -> Told:
        with self._guard:
            self._begun += 1
        with Chatter(self._url, person, patience=PATIENCE_S, think=THINK_S) as chatter:
            told = chatter.play()
        with self._guard:
            self._repeated += chatter.repeated
        return told
