"""The town of a request: one of the clinic's, or either of them."""

from __future__ import annotations

import re

from actions.booking.phrases import FIRM_CORRECTION
from actions.message import Entity, Message
from actions.say import profile

EITHER = "either"
_NOT_BEFORE = re.compile(
    r"(?:\bnot|\b(?:any(?:thing|where|one)?(?: (?:town|place|location|office))?|either|"
    r"all|every\w*) but|\binstead of|\brather than|\bno longer|\bn['’]?t|\bnot interested|\bavoid|"
    r"\bexcept|"
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


_AS_WELL = re.compile(r"\b(?:too|as well|also)\b|^\W*or\b", re.IGNORECASE)


def town_in(message: Message, known: str | None = None) -> str | None:
    """The town that is wanted; two of them are either, unless one is turned down.

    `known`: the one that was wanted before; it may be turned down now, or joined by another.
    """
    text = message.text
    wanted = [each for each in message.of("location") if not _is_turned_down(text, each)]
    if _EITHER.search(text) or any(_OR_EITHER.match(text, each.end) for each in wanted):
        return EITHER
    towns = list(dict.fromkeys(each.value for each in wanted))
    if len(towns) > 1:
        between = text[wanted[0].end : wanted[-1].start]
        return towns[-1] if _CHANGED.search(between) else EITHER
    if not towns:
        return _the_other(message, known)
    joins = known and _AS_WELL.search(text) and not FIRM_CORRECTION.search(text)
    return EITHER if joins and known != towns[0] else towns[0]


def _the_other(message: Message, known: str | None) -> str | None:
    """ "Anything but Stamford", where Stamford is noted and there is one town beside it."""
    turned_down = {each.value for each in message.of("location")}
    left = [town for town in profile().towns if town not in turned_down]
    gone = known == EITHER or known in turned_down
    return left[0] if turned_down and gone and len(left) == 1 else None


def _is_turned_down(text: str, town: Entity) -> bool:
    before, behind = text[: town.start], text[town.end :]
    if _NO_BEFORE.search(before):
        return not _GOOD_AFTER.match(behind)
    return bool(_NOT_BEFORE.search(before) or _NOT_AFTER.match(behind))
