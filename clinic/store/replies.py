"""What the assistant says, as it is stored for the streams to send."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from clinic.store import schema
from clinic.store.chat_events import ChatEvent
from clinic.store.ids import random_id
from clinic.store.prepared import Prepared
from clinic.store.unit_of_work import Reply

_SAY = Prepared(
    sa.insert(schema.chat_events),
    (
        "conversation", "seq", "role", "text", "buttons", "card", "ask", "response", "reply_to",
        "at",
    ),
)  # fmt: skip
_OFFER = Prepared(sa.insert(schema.buttons), ("id", "conversation", "seq", "title", "payload"))


def append_replies(
    connection: Connection,
    conversation: str,
    first: int,
    reply_to: str | None,
    replies: list[Reply],
    now: datetime,
) -> list[ChatEvent]:
    """Write replies from number `first` on, with an opaque id for each button; returns them."""
    if not replies:
        return []
    said: list[ChatEvent] = []
    offered: list[dict[str, Any]] = []
    for seq, reply in enumerate(replies, start=first):
        shown = []
        for button in reply.buttons:
            identifier = random_id()
            shown.append({"id": identifier, "title": button["title"]})
            offered.append({"id": identifier, "conversation": conversation, "seq": seq, **button})
        card = _with_button_ids(reply.card, conversation, seq, offered)
        said.append(
            ChatEvent(seq, "bot", reply.text, now, shown, card, reply.ask, reply.response, reply_to)
        )
    _SAY.insert(connection, [{"conversation": conversation, **vars(each)} for each in said])
    if offered:
        _OFFER.insert(connection, offered)
    return said


def _with_button_ids(
    card: dict[str, Any] | None,
    conversation: str,
    seq: int,
    offered: list[dict[str, Any]],
) -> dict[str, Any] | None:
    """A card's edit buttons get opaque ids like all others; their payloads stay with us."""
    if card is None:
        return None
    fields = []
    for entry in card["fields"]:
        identifier = random_id()
        offered.append(
            {
                "id": identifier,
                "conversation": conversation,
                "seq": seq,
                "title": entry["edit_title"],
                "payload": entry["edit"],
            }
        )
        fields.append(
            {
                "slot": entry["slot"],
                "label": entry["label"],
                "value": entry["value"],
                "edit": identifier,
            }
        )
    return {**card, "fields": fields}
