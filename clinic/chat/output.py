"""Turns what Rasa wants to say into replies of the unit of work."""

from __future__ import annotations

from typing import Any

from rasa.core.channels.channel import OutputChannel

from clinic.errors import TurnFailed
from clinic.store.unit_of_work import Reply, UnitOfWork

CHANNEL = "chat"


class UnitOutput(OutputChannel):
    """Collects; nothing leaves before the turn is committed."""

    def __init__(self, unit: UnitOfWork) -> None:
        self._unit = unit

    @classmethod
    def name(cls) -> str:
        return CHANNEL

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        """Add one reply; what is no approved response counts as an error of the turn."""
        if not message.get("utter_action"):
            self._unit.record(TurnFailed("Something was to be said that is no approved response."))
        details = message.get("metadata") or {}
        card = (message.get("custom") or {}).get("card")
        self._unit.replies.append(
            Reply(
                text=(message.get("text") or "").strip(),
                response=message.get("utter_action"),
                buttons=[
                    {"title": button["title"], "payload": button["payload"]}
                    for button in message.get("buttons") or []
                ],
                card=card,
                ask=details.get("ask"),
            )
        )
