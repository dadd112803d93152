"""Panic in pieces: "my face", "its big", sent one behind the other, are one message of danger.

The pieces are kept in the conversation's snapshot, so that a turn that is computed again joins the
same ones.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from actions.booking.draft import DETAILS, OF_CHANGE
from clinic.nlu.safety import red_flag
from clinic.store.inbox import PendingMessage

# Of a snapshot: {"text": what was said in pieces, "whole": …, "asks": …, "at": the last one}.
KEY = "pieces"
WITHIN = timedelta(seconds=75)  # of the piece before
FEW = 5  # words of a piece
MOST = 7  # words that are kept of the pieces before
SURE = 0.75  # of what a piece means by itself
DETAIL = {"phone", "email", "location"}  # entities
WHEN = {"time", "date"}  # which are details where a form is open: else it may be since when
_ENDS = " .!?…"
UNDERSTOOD = (
    "intent", "label", "label_confidence", "intent_ranking", "safety", "language", "would",
)  # fmt: skip


def together(
    snapshot: dict[str, Any] | None, message: PendingMessage, parsed: dict[str, Any]
) -> str | None:
    """What the pieces say together, where they may be a danger that none of them is alone."""
    before = _before(snapshot, message)
    if before is None or parsed.get("safety") or not _is_piece(parsed, snapshot):
        return None
    text = f"{before['text']} {parsed['text'].strip()}"
    # Where each is answered by itself ("hi", "price"), or asked, only what the rules see counts.
    both_whole = before["whole"] and _is_whole(parsed)
    by_rules = both_whole or before.get("asks") or _asks(parsed)
    return None if by_rules and red_flag(text) is None else text


def endangered(parsed: dict[str, Any], joined: dict[str, Any]) -> dict[str, Any]:
    """The parse of the last piece, with the danger that all have together if they have any."""
    if not joined.get("safety"):
        return parsed
    felt = {name: joined[name] for name in UNDERSTOOD if name in joined}
    return {**parsed, **felt, "topics": [], "suggestions": [], "response_selector": {}}


def keep(
    after: dict[str, Any],
    snapshot: dict[str, Any] | None,
    message: PendingMessage,
    parsed: dict[str, Any],
) -> None:
    """Keep a piece in the snapshot of its turn; whatever is none ends what was begun."""
    after.pop(KEY, None)
    if parsed.get("safety") or not _is_piece(parsed, snapshot) or _gave_detail(snapshot, after):
        return
    before = _before(snapshot, message)
    said = parsed["text"].strip().rstrip(_ENDS)  # a sentence's end would stand between the pieces
    words = [*(before["text"].split() if before else []), *said.split()]
    after[KEY] = {
        "text": " ".join(words[-MOST:]),
        "whole": _is_whole(parsed) and (before is None or before["whole"]),
        "asks": _asks(parsed) or bool(before and before.get("asks")),
        "at": message.received_at.isoformat(),
    }


def _before(snapshot: dict[str, Any] | None, message: PendingMessage) -> dict[str, Any] | None:
    """The pieces right before a message."""
    before = (snapshot or {}).get(KEY)
    if not before:
        return None
    passed = message.received_at - datetime.fromisoformat(before["at"])
    return before if passed <= WITHIN else None


def _is_piece(parsed: dict[str, Any], snapshot: dict[str, Any] | None) -> bool:
    """Whether a message is a few typed words that give no detail."""
    named = {each["entity"] for each in parsed.get("entities") or []}
    details = DETAIL | WHEN if (snapshot or {}).get("loop") else DETAIL
    is_short = 0 < len(parsed["text"].split()) <= FEW
    return is_short and not (parsed.get("button") or named & details)


def _asks(parsed: dict[str, Any]) -> bool:
    """Whether a piece is a question; "burning??" is alarm."""
    return "?" in parsed["text"] and "??" not in parsed["text"]


def _is_whole(parsed: dict[str, Any]) -> bool:
    """Whether a piece is understood by itself."""
    return (parsed.get("label_confidence") or 0.0) >= SURE and parsed.get("would") != "clarify"


def _gave_detail(snapshot: dict[str, Any] | None, after: dict[str, Any]) -> bool:
    """Whether a turn filled in something of a form that was open before it."""
    if not (snapshot or {}).get("loop"):
        return False
    slots = (snapshot or {})["slots"]
    return any(slots.get(name) != after["slots"].get(name) for name in (*DETAILS, *OF_CHANGE))
