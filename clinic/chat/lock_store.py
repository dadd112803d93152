"""Rasa's lock store, resting on the claim that every turn holds already."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from rasa.core.lock import TicketLock
from rasa.core.lock_store import LockStore

from clinic.errors import TurnFailed
from clinic.store.unit_of_work import current_unit


class ClaimedLockStore(LockStore):
    """Refuses to work on a conversation outside of its claimed turn."""

    @asynccontextmanager
    async def lock(
        self, conversation_id: str, lock_lifetime: float = 0, wait_time_in_seconds: float = 0
    ) -> AsyncIterator[TicketLock]:
        unit = current_unit()
        if unit is None or unit.conversation != conversation_id:
            raise TurnFailed("A conversation was handled without its claim.")
        yield TicketLock(conversation_id)

    def get_lock(self, conversation_id: str) -> TicketLock | None:
        return None

    def delete_lock(self, conversation_id: str) -> None:
        """There is nothing to delete: a claim ends with its turn."""

    def save_lock(self, lock: TicketLock) -> None:
        """There is nothing to save: a claim lives in the store."""
