"""The assistant that answers now, which may be exchanged for another one between turns."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from clinic.chat.agent import Assistant
from clinic.store.inbox import PendingMessage
from clinic.store.unit_of_work import Reply, UnitOfWork


class LiveAssistant:
    """Hands each turn to the current assistant; a turn ends on the one that it began on."""

    def __init__(self, assistant: Assistant) -> None:
        self._current = assistant
        self._turns: dict[Assistant, int] = {}

    @property
    def model_id(self) -> str:
        return self._current.model_id

    @property
    def current(self) -> Assistant:
        return self._current

    async def answer(
        self, message: PendingMessage, snapshot: dict[str, Any] | None, unit: UnitOfWork
    ) -> None:
        """Compute a turn as `Assistant.answer` does, on the assistant of this moment."""
        with self._held() as assistant:
            await assistant.answer(message, snapshot, unit)

    async def listen(
        self, message: PendingMessage, snapshot: dict[str, Any] | None, unit: UnitOfWork
    ) -> None:
        """Understand a message that staff will answer, on the assistant of this moment."""
        with self._held() as assistant:
            await assistant.listen(message, snapshot, unit)

    def apology(self, message: PendingMessage) -> Reply:
        return self._current.apology(message)

    async def check(self) -> bool:
        return await self._current.check()

    def swap(self, assistant: Assistant) -> None:
        """Answer with another assistant from the next turn on; call it on the event loop.

        The former one is closed as soon as no turn is computed on it.
        """
        former, self._current = self._current, assistant
        self._let_go(former)

    @contextmanager
    def _held(self) -> Iterator[Assistant]:
        """The assistant of this moment, which is not closed before the turn has ended."""
        assistant = self._current
        self._turns[assistant] = self._turns.get(assistant, 0) + 1
        try:
            yield assistant
        finally:
            self._turns[assistant] -= 1
            self._let_go(assistant)

    def _let_go(self, assistant: Assistant) -> None:
        if not self._turns.get(assistant):
            self._turns.pop(assistant, None)
            if assistant is not self._current:
                assistant.close()
