"""A wished time put right: what goes, what comes in its place, and what of it stays."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from actions.booking import phrases, time_clauses, times
from actions.message import Entity
from clinic.weekdays import weekdays_in

Wish = dict[str, Any]  # {"said": …, "date": …}

_CHANGES = re.compile(
    r"\b(?:change|switch|move|swap|replace|resched\w*|push|cambi\w+)\b[^.;!?\n]*$", re.IGNORECASE
)
_BECOMES = re.compile(
    r"^\W*(?:to|into|for|with|por|a|(?:and )?(?:make|put) (?:it|that))(?: be)?(?: on| the)*\s*$",
    re.IGNORECASE,
)
_BUT = re.compile(r"^\W*(?:but|rather|instead|sino)?(?: on| the| for)*\s*$", re.IGNORECASE)
_CLOCK = r"\d{1,2}(?::\d{2})?\s?(?:am|pm|a\.m\.|p\.m\.|ish|o'?clock)|\d{1,2}:\d{2}|noon|midnight"
_LIMIT = r"(?:after|before|around|about|at|by|past|from|until|till?|between|a las)"
_HOURS = re.compile(
    rf"(?:(?:any ?time |right |just )?\b{_LIMIT}\s+(?:the\s+)?)?"
    rf"\b(?:{_CLOCK})(?:\s?(?:-|to|and)\s?(?:{_CLOCK}|\d{{1,2}}))?|"
    rf"\b{_LIMIT}\s+(?:\d{{1,2}}(?![\d/])|work|lunch|school|dinner)\b|"
    r"(?:\bin the )?\b(?:early |late |mid[- ]?)?(?:mornings?|afternoons?|evenings?)|"
    r"\bpor la (?:mañana|tarde|noche)",
    re.IGNORECASE,
)
# What is wished only then: "only if it's not on Friday"; "Friday, if possible" is a wish.
_CONDITION = re.compile(
    r"\b(?:(?:but )?only )?(?:if|as long as|so long as|provided(?: that)?|unless|siempre que)\b"
    r"(?! (?:at all )?possible)[^.;!?\n]*$",
    re.IGNORECASE,
)
_DATED = re.compile(
    r"\b\d{1,2}(?:st|nd|rd|th)\b|\b\d{1,2}/\d{1,2}\b|"
    r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? \d",
    re.IGNORECASE,
)
_CLAUSE_ENDS = re.compile(r"[,.;!?\n]")
_LEAD_IN = re.compile(r"\W*(?:(?:yes|yeah|ok|okay|fine|good|but|just|and|oh)\b\W*)*", re.IGNORECASE)
_HOUR = rf"(?:{_CLOCK}|\d{{1,2}}(?::\d{{2}})?)"
_HOUR_FOR_HOUR = re.compile(
    r"^\W*(?:(?:no|oh|sorry|wait|actually|hm+|yes|ok|but|and)\b\W*)*"
    r"(?:not|instead of|rather than) (?:at )?"
    rf"(?P<old>{_HOUR})\W+(?:(?:but|rather|make it|at|more|like|it'?s)\s+)*(?P<new>{_HOUR})"
    r"\W*(?:please|pls|instead|(?:is )?better|works?)?\W*$",
    re.IGNORECASE,
)
_OF_DAY = re.compile(r"(?<=\d)\s?(?P<half>[ap])\.?m\b", re.IGNORECASE)
# "Can you make it later that day": what is wished stays, with that behind it.
_SHIFTED = re.compile(
    r"^\W*(?:(?:can|could|would|actually|please|ok|yes|but|maybe)\W+)*(?:(?:you|we|i|u|it)\W+)?"
    r"(?:please\W+)?(?:make|do|have|be|move|come)\W+(?:it\W+|that\W+)?(?P<said>"
    r"(?:a (?:bit|little) )?(?:later|earlier)(?: (?:that|the same|in the) day| on)?)"
    r"\W*(?:please|instead)?\W*$",
    re.IGNORECASE,
)
_BARE_HOUR = re.compile(
    r"\b(?:make (?:it|that)|do|say|let'?s say|(?:change|move|switch|push) (?:it|that|the time) to)"
    r"(?:\s+(?:a (?:bit|little) )?(?:later|earlier)\b[\s,]*(?:like|say|around|about|at|maybe)*)?"
    r"\s+(?P<hour>\d{1,2}(?::\d{2})?)(?=\W*(?:instead|please|better|then|if possible|$))",
    re.IGNORECASE,
)


def edited(
    known: list[Wish], text: str, dates: list[Entity], *, corrects: bool
) -> list[Wish] | None:
    """The wishes after "change monday to wednesday"; None where the message edits none of them.

    `corrects`: a time without anything that it replaces is meant to replace one too.
    """
    dates = times.not_to_call(text, dates)
    shifted = _SHIFTED.match(text) if corrects else None
    if shifted:
        return _with_more(known, shifted["said"])
    swapped = _HOUR_FOR_HOUR.match(text) if corrects else None
    if swapped:
        hour = _in_same_half(swapped["new"], swapped["old"])
        return at_other_hours(known, hour) or _with_more(known, text.strip(" ,.!"))
    old, new = _old_and_new(text, dates)
    exchanged = _exchanged(known, text, old, new) if old else None
    if exchanged or not corrects:
        return exchanged
    narrowed = _narrowed(known, text, old, new)
    if old or narrowed:
        return narrowed
    if not new:
        hours = bare_hours(text)
        return at_other_hours(known, hours) if hours else None
    if len(new) > 1:
        return None
    if not _names_a_day(new[0]):
        return at_other_hours(known, new[0].text) if _HOURS.search(new[0].text) else None
    if len(known) == 1:
        return [_in_its_place(known[0], text, new[0])]
    return None


def bare_hours(text: str) -> str | None:
    """ "make it 4", "afternoon is better": an hour that is none by itself."""
    bare = _BARE_HOUR.search(text)
    if bare:
        return f"at {bare['hour']}"
    hours = _HOURS.search(text)
    return hours.group() if hours and times.is_only_beside(_HOURS.sub(" ", text)) else None


def _old_and_new(text: str, dates: list[Entity]) -> tuple[list[Entity], list[Entity]]:
    """Which of the days are given up and which are wished for."""
    old = times.turned_down(text, dates)
    for first, second in zip(dates, dates[1:], strict=False):
        becomes = _BECOMES.match(text[first.end : second.start])
        if becomes and _CHANGES.search(text[: first.start]) and first not in old:
            old.append(first)
    return old, [each for each in dates if each not in old]


def _exchanged(
    known: list[Wish], text: str, old: list[Entity], new: list[Entity]
) -> list[Wish] | None:
    """The wishes on the days that are given up gone, with the new ones in their place."""
    gone = [wish for wish in known if any(_same_day(wish, each) for each in old)]
    if not gone:
        return None
    if len(new) == 1:
        placed = [_in_its_place(gone[0], text, new[0])]
    else:
        placed = [{"said": each.text, "date": each.resolved} for each in new]
    kept: list[Wish] = []
    for wish in known:
        kept += placed if wish is gone[0] else [] if wish in gone else [wish]
    return kept[: times.MOST_TIMES] or None


def _narrowed(
    known: list[Wish], text: str, old: list[Entity], new: list[Entity]
) -> list[Wish] | None:
    """ "Yes, if it's not on Friday", "except Wednesday": the wish stays, with that behind it."""
    named = sorted([*old, *new], key=lambda each: each.start)
    if old and not new and not _CONDITION.search(text[: named[0].start]):
        said = time_clauses.whole(text, named, needed=True) or text
        return _with_more(known, _LEAD_IN.sub("", said, count=1))
    if not any(_names_a_day(each) for each in named):
        return None
    before = text[: named[0].start]
    condition = _CONDITION.search(before)
    if new and not condition:
        return None
    start = condition.start() if condition else _clause_start(before)
    said = _CLAUSE_ENDS.split(text[named[-1].end :])[0]
    return _with_more(known, f"{text[start : named[-1].end]}{said}".rstrip())


def _with_more(known: list[Wish], said: str) -> list[Wish]:
    """The wishes with these words behind the last."""
    whole = phrases.shortened(f"{known[-1]['said']}, {said}", times.LONGEST_TIME)
    return [*known[:-1], {**known[-1], "said": whole}]


def with_another(known: list[Wish], more: Wish) -> list[Wish]:
    """One wish more; beyond the most there may be, in the words of the last."""
    if any(each["said"].lower() == more["said"].lower() for each in known):
        return known
    if len(known) < times.MOST_TIMES:
        return [*known, more]
    said = phrases.shortened(f"{known[-1]['said']} / {more['said']}", times.LONGEST_TIME)
    return [*known[:-1], {"said": said, "date": None}]


def _in_same_half(hour: str, before: str) -> str:
    """ "not 2pm, 4" is 4pm; "not 11am, 2" leaves open what it is."""
    half = _OF_DAY.search(before)
    bare = re.fullmatch(r"(\d{1,2})(?::\d{2})?", hour)
    if not bare:
        return hour
    morning = half is not None and half["half"].lower() == "a"
    if half is None or (morning and not 7 <= int(bare[1]) <= 11):
        return f"at {hour}"
    return f"{hour}{half.group().strip()}"


def _clause_start(before: str) -> int:
    """Where the clause begins, its "yes" or "but" left out."""
    start = len(before) - len(_CLAUSE_ENDS.split(before)[-1])
    return start + _LEAD_IN.match(before[start:]).end()  # type: ignore[union-attr]


def at_other_hours(known: list[Wish], hours: str) -> list[Wish] | None:
    """ "make it 4pm": the day stays."""
    timed = [wish for wish in known if _HOURS.search(wish["said"])] or known
    if not all(_names_a_day(wish) for wish in timed):
        return None
    changed = []
    for wish in known:
        day = " ".join(_HOURS.sub(" ", wish["said"]).split()).strip(" ,")
        changed.append({**wish, "said": f"{day} {hours}"} if wish in timed else wish)
    return changed


def _in_its_place(wish: Wish, text: str, day: Entity) -> Wish:
    """The new day, at the hours that were said with the old one; where it may be of another week
    than a date that was named, the words stay whole."""
    if _DATED.search(wish["said"]) and not re.search(r"\d", day.text) and _other_week(wish, day):
        return {**_with_more([wish], text.strip(" ,.!"))[0], "date": None}
    hours = _HOURS.search(wish["said"])
    said = day.text if not hours or _HOURS.search(day.text) else f"{day.text} {hours.group()}"
    return {"said": said.strip(), "date": day.resolved}


def _other_week(wish: Wish, day: Entity) -> bool:
    if not (wish["date"] and day.resolved):
        return False
    weeks = {date.fromisoformat(each).isocalendar()[:2] for each in (wish["date"], day.resolved)}
    return len(weeks) > 1


def _same_day(wish: Wish, day: Entity) -> bool:
    named = weekdays_in(wish["said"]) & weekdays_in(day.text)
    return bool(named) or (day.resolved is not None and day.resolved == wish["date"])


def _names_a_day(time: Wish | Entity) -> bool:
    said, date = (
        (time.text, time.resolved) if isinstance(time, Entity) else (time["said"], time["date"])
    )
    rest = _HOURS.sub("", said).strip(" ,.")
    return bool(date or weekdays_in(said) or re.search(r"\w{3}", rest))
