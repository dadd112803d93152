"""What the team shall be told and is a wish by itself: "please let the team know friday works"."""

from __future__ import annotations

from actions.booking.phrases import anywhere
from actions.booking.team_note import without_lead_in
from actions.change.wishes import OTHER, Sent, does_something, wants_elsewhen, wish_in
from actions.message import Message

_MOVES = anywhere(
    r"move", r"re-?schedule", r"chang(?:e|ing)", r"switch", r"cambiar",
    r"(?:different|another|other) (?:time|day|date|slot)",
)  # fmt: skip


def relayed(message: Message, booking: Sent) -> Message:
    """The words to be told, where they wish something of this request; else the whole message,
    in which they are a note: "tell the team that my husband drives me"."""
    behind = without_lead_in(message)
    wish = None if behind is message else wish_in(behind, booking)
    if wish is None or not does_something(wish):
        return message
    moves = booking.offered or wants_elsewhen(behind) or _MOVES.search(behind.text)
    return behind if wish.kind != OTHER or moves else message
