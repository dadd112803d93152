"""The part of a message that says when, in whole clauses: "not this week but next, tues-thurs"."""

from __future__ import annotations

import re
from datetime import date, timedelta

from actions.booking.phrases import anywhere
from actions.message import Entity
from clinic.weekdays import weekdays_in

_ENDS = re.compile(
    r"\band (?:also )?(?=(?:how|what|where|why|who|do|does|is|are|will|can|could)\b)|[,;!?\n]|"
    r"(?<![ap]\.m)(?<!\b[ap])\.(?=\s|$)|(?<=\d\s)-(?=\s)",
    re.IGNORECASE,
)
# Beside a day these say more of when than the day does by itself.
_SAYS_MORE = anywhere(
    r"fortnights?", r"(?:btw|between) \d{1,2}", r"(?:the )?(?:one|week|day) after(?: that)?",
    r"not this(?: one| week)?", r"after next", r"only (?:if|when|before|after|in)", r"unless",
    r"lunch ?(?:hour|time|break)", r"anything (?:else|but|except)",
    r"(?:when|once|as soon as|after) (?:i|we)(?:['’]?m| am| get| come| are)* back", r"quincena",
)  # fmt: skip
_HOUR_BEHIND = re.compile(
    r"^\s*(?:at |@ ?|like |around |about )*\d{1,2}(?::\d\d)?\b"
    r"(?!\s*(?:of us|people|sessions?|treatments?|visits?|persons?|kids|years?|/|-\d{3}|\d{3}))",
    re.IGNORECASE,
)
# A clause of these alone belongs to the days beside it: "any day after", "lunch hour".
_ONLY_OF_TIMES = re.compile(
    r"^\W*(?=.*\b(?:any|other|else|lunch|except|weeks?|days?|time|hour|mornings?|afternoons?|"
    r"evenings?|nights?|next|one)\b)"
    r"(?:(?:any|anything|anytime|other|else|lunch|hour|time|break|except|but|not|no|the|this|that|"
    r"next|week|weeks|day|days|after|before|then|one|is|are|works?|ok|fine|good|better|best|"
    r"mornings?|afternoons?|evenings?|nights?|early|late|in|at|around|please|pls|only|or|and|"
    r"whenever|otherwise|free|all|i|am|i['’]?m)\b\W*)+$",
    re.IGNORECASE | re.DOTALL,
)
_POLITE = (
    r"(?:hi|hey|hello|please|pls|can|could|may|i|we|you|u|want|wanna|to|would|i'?d|like|need|love|"
    r"so|and|also|just|ok|yes)"
)
# "Can I come", "book me for": what stands before a time and says nothing of it.
_TO_COME = re.compile(
    rf"^\W*(?:{_POLITE}\s+)*(?:book|schedule|put|fit|squeeze|come(?! back)|"
    r"(?<=can i )(?:get|have)|(?<=could i )(?:get|have))\b"
    r"(?:\s+(?:me|us|my \w+|down|it|an?(?! fortnight) (?:appointment|appt|session|slot)|for|on|"
    r"in(?! (?:an?|\d+|two|three|the)\b)))*\s+",
    re.IGNORECASE,
)
_OPEN = re.compile(
    r"^\W*(?:(?!\b(?:not?|never|but|except|away|busy)\b|n['’]t)[^,.;!?])*?\b(?:have|got|see|get|"
    r"there|is|any)\s+(?:any ?thing|some ?thing|any|an|openings?|availability|slots?|times?|space)"
    r"(?:\s+(?:open|opening|openings|available|free|left|time|slots?|for|on))*\s+",
    re.IGNORECASE,
)
# Counted from a day, or from what is not said: the day that is named is not the one meant.
_COUNTED = anywhere(
    r"fortnights?", r"(?:the )?(?:one|week) after(?: that)?", r"after next", r"quincena",
    r"(?:when|once|as soon as|after) (?:i|we)(?:['’]?m| am| get| come| are)* back",
)  # fmt: skip
_DAY_AND_NUMBER = re.compile(
    r"\b(?P<day>[a-z]+)\.?\s+(?P<number>\d{1,2})\b(?!\s*(?:[:/]|am|pm|a\.m|p\.m|ish|o'?clock|h\b))",
    re.IGNORECASE,
)
_MOST_WEEKS = 9  # ahead, for "thu 10": a later one was hardly meant


def whole(text: str, dates: list[Entity], *, needed: bool) -> str | None:
    """The clauses that say when, as they stand; None where the dates alone say as much.

    `needed`: the dates alone would say something else than the clauses do.
    """
    if not dates:
        return None
    clauses = _clauses(text)
    held = [any(start <= each.start < end for each in dates) for start, end in clauses]
    more = needed or any(
        _says_more(text, start, end, dates)
        for (start, end), holds in zip(clauses, held, strict=True)
        if holds
    )
    beside = _beside(text, clauses, held)
    if not (more or beside):
        return None
    kept = [at for at, holds in enumerate(held) if holds or at in beside]
    parts: list[str] = []
    for at in kept:
        start, end = clauses[at]
        if parts and at - 1 in kept:
            parts[-1] += text[clauses[at - 1][1] : end]
        else:
            parts.append(text[start:end])
    said = ", ".join(part.strip(" ,.;") for part in parts)
    return _OPEN.sub("", _TO_COME.sub("", " ".join(said.split())))


def is_counted(said: str) -> bool:
    """ "a fortnight from saturday", "the one after": not the day that is named."""
    return bool(_COUNTED.search(said))


def may_be_of_month(said: str, resolved: str) -> bool:
    """ "thu 10", where a Thursday that is the 10th may be meant instead of the next one."""
    nearest = date.fromisoformat(resolved)
    for found in _DAY_AND_NUMBER.finditer(said):
        if weekdays_in(found["day"]) != {nearest.weekday()}:
            continue
        later = (nearest + timedelta(weeks=ahead) for ahead in range(1, _MOST_WEEKS))
        if any(each.day == int(found["number"]) for each in later):
            return True
    return False


def _clauses(text: str) -> list[tuple[int, int]]:
    ends = [*(found.span() for found in _ENDS.finditer(text)), (len(text), len(text))]
    start, clauses = 0, []
    for end, after in ends:
        if text[start:end].strip():
            clauses.append((start, end))
        start = after
    return clauses


def _says_more(text: str, start: int, end: int, dates: list[Entity]) -> bool:
    clause = text[start:end]
    inside = [each for each in dates if start <= each.start < end]
    if _SAYS_MORE.search(clause):
        return True
    if any(_HOUR_BEHIND.match(text[each.end : end]) for each in inside):
        return True
    named = set().union(*(weekdays_in(each.text) for each in inside))
    return bool(named) and bool(weekdays_in(clause) - named)


def _beside(text: str, clauses: list[tuple[int, int]], held: list[bool]) -> set[int]:
    """The clauses next to those with a date that only say more of when."""
    found: set[int] = set()
    for order in (range(len(clauses)), range(len(clauses) - 1, -1, -1)):
        last = False
        for at in order:
            start, end = clauses[at]
            only = not held[at] and last and bool(_ONLY_OF_TIMES.match(text[start:end]))
            if only:
                found.add(at)
            last = held[at] or only
    return found
