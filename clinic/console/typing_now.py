"""Who is typing at the other end of a conversation."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from clinic.store.signals import Signal

TYPING_LASTS = timedelta(seconds=6)
MOST_TYPING = 1000  # conversations remembered at once


class TypingNow:
    """Which visitors are typing, as far as this process has heard."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._last: dict[str, datetime] = {}

    def hear(self, signal: Signal) -> None:
        if signal.kind == "inbox":  # what was being typed has come
            self._last.pop(signal.conversation, None)
        if signal.kind != "visitor_typing":
            return
        self._last[signal.conversation] = self._clock()
        while len(self._last) > MOST_TYPING:
            self._last.pop(next(iter(self._last)), None)

    def is_typing(self, conversation: str, now: datetime) -> bool:
        last = self._last.get(conversation)
        return last is not None and now - last < TYPING_LASTS
