"""Days and times in a message: the visitor's own words, and an ISO date where there is one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from clinic.months import MONTHS
from clinic.nlu.calendar_days import MONTH, ORDINALS, WEEKDAY, day_meant
from clinic.nlu.lexicon import lexicon
from clinic.nlu.text import small
from clinic.weekdays import DAY_FORMS, weekdays_in

_NEXT_WEEK = re.compile(r"\bnext (?:week|wk)\b", re.IGNORECASE)
_OF_NEXT_WEEK = re.compile(r"\s*(?:of |the |on )?next (?:week|wk)\b", re.IGNORECASE)
_JOINED = re.compile(r"\s*(?:,|/|&|or|and|,? (?:or|and))(?: on)?\s*", re.IGNORECASE)
# "monday to wednesday" is a range, "change monday to wednesday" is none.
_TO = re.compile(r"\s*(?:-|–|—|to|through|thru|until|till?|a|al|até|bis)\s*", re.IGNORECASE)
_AND = re.compile(r"\s*(?:and|&|y|e)\s*", re.IGNORECASE)
_BETWEEN = re.compile(r"\b(?:between|entre)\b", re.IGNORECASE)
_CHANGES = re.compile(
    r"\b(?:change|switch|move|swap|replace|resched\w*|push\w*|cambi\w+)\b[^.;!?\n]*$", re.IGNORECASE
)
# "dec 5 or 6", "dec 7-10": one or the other of these.
_MORE_DAYS = re.compile(
    r"(?:\s*,\s*\d{1,2}(?:st|nd|rd|th)?)*\s*(?:-|–|/|to|through|thru|or|and|&)\s*(?:the )?"
    r"\d{1,2}(?:st|nd|rd|th)?\b(?!\s*(?:am|pm|a\.m|p\.m|:|/|%|o'?clock|ish|days?|weeks?|sessions?|"
    r"treatments?|people|of us|years?))",
    re.IGNORECASE,
)
_MONTH_AND_DAY = re.compile(
    rf"(?:(?:{MONTH})\.? ?(?:the )?\d{{1,2}}(?:st|nd|rd|th)?|\d{{1,2}}/\d{{1,2}})$", re.IGNORECASE
)
_ONE_DAY = (
    re.compile(rf"\b(?:{WEEKDAY})s?\b", re.IGNORECASE),
    re.compile(r"\b\d{1,2}(?:st|nd|rd|th)\b"),
)


@dataclass(frozen=True)
class DateSpan:
    text: str
    start: int
    end: int
    resolved: str | None  # ISO date of the day that is meant, if it is one day


def dates_in(text: str, today: date) -> list[DateSpan]:
    """Every day, date or time of day in the text, in its order."""
    span, never = _patterns()
    spans = []
    for found in span.finditer(small(text)):
        for start, words in _apart(text[found.start() : found.end()], found.start()):
            if len(words) < 3 or never.fullmatch(words):
                continue
            end = start + len(words)
            day = day_meant(text, start, end, today)
            spans.append(DateSpan(words, start, end, day.isoformat() if day else None))
    return _whole_ranges(text, _in_next_week(text, spans, today))


def _whole_ranges(text: str, spans: list[DateSpan]) -> list[DateSpan]:
    """ "between dec 7 and dec 10", "mon-wed", "dec 5 or 6" are one wish, and no single day."""
    whole: list[DateSpan] = []
    for span in spans:
        before = whole[-1] if whole else None
        if before and _OF_NEXT_WEEK.fullmatch(text[before.end : span.end]):
            whole[-1] = _joined_span(text, before, span.end, before.resolved)
        elif before and _is_range(text, before, span):
            whole[-1] = _joined_span(text, before, span.end, None)
        else:
            more = _MORE_DAYS.match(text[span.end :])
            if more and _MONTH_AND_DAY.search(span.text):
                span = _joined_span(text, span, span.end + more.end(), None)
            whole.append(span)
    return whole


def _is_range(text: str, first: DateSpan, last: DateSpan) -> bool:
    if not all(map(_names_a_day, (first, last))):
        return False
    gap = text[first.end : last.start]
    if _AND.fullmatch(gap):
        return bool(_BETWEEN.search(text[max(0, first.start - 8) : first.end]))
    return bool(_TO.fullmatch(gap)) and not _CHANGES.search(text[: first.start])


def _names_a_day(span: DateSpan) -> bool:
    return bool(span.resolved or weekdays_in(span.text) or _MONTH_AND_DAY.search(span.text))


def _joined_span(text: str, first: DateSpan, end: int, resolved: str | None) -> DateSpan:
    return DateSpan(text[first.start : end], first.start, end, resolved)


def _in_next_week(text: str, spans: list[DateSpan], today: date) -> list[DateSpan]:
    """ "next week thursday or friday", "monday or tuesday next week": said for both."""
    found = list(spans)
    for order in (range(len(spans)), range(len(spans) - 1, -1, -1)):
        last: int | None = None
        for at in order:
            span = found[at]
            days = weekdays_in(span.text)
            says_so = _NEXT_WEEK.search(span.text) or _OF_NEXT_WEEK.match(text[span.end :])
            first, second = sorted((at, at if last is None else last))
            joined = last is not None and _JOINED.fullmatch(
                text[found[first].end : found[second].start]
            )
            plain = re.match(rf"(?:{WEEKDAY})\b", span.text, re.IGNORECASE)
            if len(days) == 1 and span.resolved and (says_so or joined and plain):
                monday = today + timedelta(days=7 - today.weekday())
                day = (monday + timedelta(days=days.pop())).isoformat()
                found[at] = DateSpan(span.text, span.start, span.end, day)
                last = at
            else:
                last = None
    return found


def _apart(words: str, start: int) -> Iterator[tuple[int, str]]:
    """ "friday, monday" are two days; "saturday, the 5th" is one."""
    at, parts = 0, words.split(",")
    for place in range(1, len(parts) + 1):
        said, rest = ",".join(parts[at:place]), ",".join(parts[place:])
        next_part = parts[place] if place < len(parts) else ""
        if rest and not any(kind.search(said) and kind.search(next_part) for kind in _ONE_DAY):
            continue
        before = len(",".join(parts[:at])) + (at > 0)
        lead = len(said) - len(said.lstrip(" ,"))
        yield start + before + lead, said.strip(" ,")
        at = place


@lru_cache(maxsize=1)
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What is a day or a time, and what is none although it looks like one."""
    entry = lexicon("dates")
    pieces = {name: _joined(piece) for name, piece in entry["pieces"].items()}
    pieces["day_names"] = _longest_first(day for day in DAY_FORMS if len(day) > 3)
    pieces["months"] = _longest_first(MONTHS)
    pieces["ordinals"] = _longest_first(ORDINALS)
    # "the first" may be anything, "the tenth" is a day.
    pieces["later_ordinals"] = _longest_first(each for each in ORDINALS if ORDINALS[each] > 4)

    def whole(pattern: str) -> str:
        while re.search(r"<[a-z_]+>", pattern):
            pattern = re.sub(r"<([a-z_]+)>", lambda name: pieces[name[1]], pattern)
        return pattern

    when, more = (
        "|".join(f"(?:{whole(_joined(pattern))})" for pattern in entry[part])
        for part in ("when", "more")
    )
    limit = pieces["limit"]
    span = (
        rf"(?<![\w/])(?:(?:{limit})?(?:{when})|(?:{more}))"
        rf"(?:,? ?(?:{more}|(?:{limit})?(?:{when})|if possible))*"
    )
    # For small letters: to take both alike costs twice as much.
    return re.compile(span), re.compile(_joined(entry["never"]), re.IGNORECASE)


def _joined(pattern: str) -> str:
    """A pattern that stands on several lines."""
    return pattern.replace("\n", "")


def _longest_first(words: Iterable[str]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))
