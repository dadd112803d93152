"""The town of a request: one of the clinic's, or either of them."""

from __future__ import annotations

import re

from actions.message import Entity, Message

EITHER = "either"
_NOT_BEFORE = re.compile(
    r"(?:\bnot|\binstead of|\brather than|\bno longer|\bn['’]?t|\bnot interested|\bavoid|\bexcept|"
    r"(?:n['’]?t|\bnot) (?:want|like|do|make|get|come|go|drive|reach)(?: to (?:come|go|drive))?)"
    r"(?: (?:in|at|to|the|it to))*\s*$",
    re.I,
)
# "No Norwalk" turns it down, "no Norwalk is closer" does not.
_NO_BEFORE, _GOOD_AFTER = (
    re.compile(r"\bno\s*$", re.I),
    re.compile(
        r"^\s*(?:is|'s|would|works?|please|instead|better|closer|then|por favor)\b(?! not)", re.I
    ),
)
_EITHER = re.compile(
    r"\b(?:either|both|any) (?:place|location|town|office|clinic|of (?:the|your) \w+)s?\b", re.I
)
_OR_EITHER = re.compile(r"\s+or either\b", re.I)
_NOT_AFTER = re.compile(
    r"^\W*(?:is|'s|would be) (?:too far|no good|not)|^\W*(?:doesn'?t|won'?t) work", re.I
)
_CHANGED = re.compile(r"\b(?:actually|instead|but|no|wait|rather|mejor)\b", re.IGNORECASE)


def town_in(message: Message) -> str | None:
    """The town that is wanted; two of them are either, unless one is turned down."""
    text = message.text
    wanted = [each for each in message.of("location") if not _is_turned_down(text, each)]
    if _EITHER.search(text) or any(_OR_EITHER.match(text, each.end) for each in wanted):
        return EITHER
    towns = list(dict.fromkeys(each.value for each in wanted))
    if len(towns) > 1:
        between = text[wanted[0].end : wanted[-1].start]
        return towns[-1] if _CHANGED.search(between) else EITHER
    return towns[0] if towns else None


def _is_turned_down(text: str, town: Entity) -> bool:
    before, behind = text[: town.start], text[town.end :]
    if _NO_BEFORE.search(before):
        return not _GOOD_AFTER.match(behind)
    return bool(_NOT_BEFORE.search(before) or _NOT_AFTER.match(behind))
