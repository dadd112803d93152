"""What the team shall be told and is a wish by itself: "please let the team know friday works"."""

from __future__ import annotations

from actions.booking.phrases import anywhere
from actions.booking.team_note import without_lead_in
from actions.change.wishes import (
    ACCEPT,
    CANCEL,
    LATE,
    OTHER,
    PERHAPS_ACCEPT,
    PERHAPS_OTHER,
    REFUSE,
    Sent,
    wants_elsewhen,
    wish_in,
)
from actions.message import Message

_DONE = (ACCEPT, CANCEL, LATE, PERHAPS_ACCEPT, PERHAPS_OTHER, REFUSE)
_MOVES = anywhere(
    r"move", r"re-?schedule", r"chang(?:e|ing)", r"switch", r"cambiar",
    r"(?:different|another|other) (?:time|day|date|slot)",
)  # fmt: skip


def relayed(message: Message, booking: Sent) -> Message:
    """The words to be told, where they wish something of this request; else the whole message,
    in which they are a note: "tell the team that my husband drives me"."""
    behind = without_lead_in(message)
    wish = None if behind is message else wish_in(behind, booking)
    if wish is None:
        return message
    moves = bool(booking.offered or wants_elsewhen(behind) or _MOVES.search(behind.text))
    is_one = wish.kind in _DONE or (wish.kind == OTHER and wish.said and moves)
    return behind if is_one else message
