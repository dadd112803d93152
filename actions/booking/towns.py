"""The town of a request: one of the clinic's, or either of them."""

from __future__ import annotations

import re

from actions.message import Entity, Message

EITHER = "either"
_NOT_BEFORE = re.compile(
    r"(?:\bnot|\binstead of|\brather than|\bno longer|\bn't|\bno)(?: (?:in|at|the))?\s*$", re.I
)
_NOT_AFTER = re.compile(
    r"^\W*(?:is|'s|would be) (?:too far|no good|not)|^\W*(?:doesn'?t|won'?t) work", re.I
)
_CHANGED = re.compile(r"\b(?:actually|instead|but|no|wait|rather|mejor)\b", re.IGNORECASE)


def town_in(message: Message) -> str | None:
    """The town that is wanted; two of them are either, unless one is turned down."""
    wanted = [each for each in message.of("location") if not _is_turned_down(message.text, each)]
    towns = list(dict.fromkeys(each.value for each in wanted))
    if len(towns) > 1:
        between = message.text[wanted[0].end : wanted[-1].start]
        return towns[-1] if _CHANGED.search(between) else EITHER
    return towns[0] if towns else None


def _is_turned_down(text: str, town: Entity) -> bool:
    return bool(_NOT_BEFORE.search(text[: town.start]) or _NOT_AFTER.match(text[town.end :]))
