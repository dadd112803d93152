"""Days and times in a message: the visitor's own words, and an ISO date where there is one."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from clinic.nlu.lexicon import lexicon
from clinic.nlu.text import small
from clinic.weekdays import DAY_FORMS, DAYS_MEANT, weekdays_in

_AHEAD = tuple(
    (days, re.compile(rf"(?<!\w)(?:{words})(?!\w)"))
    for days, words in (
        (2, "day after tomorrow|pasado mañana|depois de amanhã|après[- ]demain|pojutrze"),
        (1, "tomorrow|tmrw|tmr|tmw|tomorow|2morrow|(?<!la )(?<!las )mañana|amanhã|jutro|demen|"
            "demain|domani"),
        (0, "today|tonight|hoy|hoje|dzisiaj|dziś|jodi a|oggi"),
    )
)  # fmt: skip
_MONTHS = {
    name: number
    for number, names in enumerate(
        ("january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul",
         "august aug", "september sept sep", "october oct", "november nov", "december dec"), 1
    )
    for name in names.split()
}  # fmt: skip
_WEEKDAY = "|".join(sorted(DAYS_MEANT, key=len, reverse=True))
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_PLACES = {"first": 0, "1st": 0, "second": 1, "2nd": 1, "third": 2, "3rd": 2, "fourth": 3, "4th": 3,
           "last": -1}  # fmt: skip
_PLACE = "|".join(_PLACES)
_NUMBERS = {"a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "couple": 2}
_WEEKS_FROM = re.compile(
    rf"\b(\w+) (?:of )?weeks? (?:from|after) (?:the |this |next )?(?:{_WEEKDAY}|today|tomorrow)$"
)
# "friday after next", "friday in two weeks", "not this friday but the next one": another one.
_ANOTHER = re.compile(
    r"^,?\s*(?:after next|in \w+ weeks?|(?:but )?(?:the )?(?:next|following) one|(?:but )?the one|"
    r"(?:the )?week after)\b"
)
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
_MONTH_AND_DAY = re.compile(rf"(?:{_MONTH})\.? (?:the )?\d{{1,2}}(?:st|nd|rd|th)?$", re.IGNORECASE)
_ONE_DAY = (
    re.compile(rf"\b(?:{_WEEKDAY})s?\b", re.IGNORECASE),
    re.compile(r"\b\d{1,2}(?:st|nd|rd|th)\b"),
)
LOOKED_AHEAD = 180  # days, for "friday the 13th"


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
            spans.append(DateSpan(words, start, end, _resolve(text, start, end, today)))
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
    if not all(each.resolved or weekdays_in(each.text) for each in (first, last)):
        return False
    gap = text[first.end : last.start]
    if _AND.fullmatch(gap):
        return bool(_BETWEEN.search(text[max(0, first.start - 8) : first.end]))
    return bool(_TO.fullmatch(gap)) and not _CHANGES.search(text[: first.start])


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
            plain = re.match(rf"(?:{_WEEKDAY})\b", span.text, re.IGNORECASE)
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
    pieces["months"] = _longest_first(_MONTHS)

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


def _resolve(text: str, start: int, end: int, today: date) -> str | None:
    """The day, where the words and what stands around them leave only one."""
    words, before = text[start:end].lower(), text[:start].lower()
    if "week of" in (before + words)[-len(words) - len("week of ") :]:
        return None
    for resolve in (_relative, _numeric, _named_month, _ordinal):
        day = resolve(words, today)
        if day is not None:
            return day.isoformat()
    day = _weekday(words, before[-20:], text[end:].lower(), today)
    return day.isoformat() if day else None


def _relative(words: str, today: date) -> date | None:
    for days, named in _AHEAD:
        found = named.search(words)
        if found:
            counted = _WEEKS_FROM.search(words[: found.end()])
            weeks = _number(counted[1]) if counted else 0
            return None if weeks is None else today + timedelta(days=days, weeks=weeks)
    return None


def _number(word: str) -> int | None:
    return int(word) if word.isdigit() else _NUMBERS.get(word)


def _numeric(words: str, today: date) -> date | None:
    found = re.search(r"\b(\d{1,2})/(\d{1,2})(?:/(\d{2,4}))?\b", words)
    if not found:
        return None
    year = int(found[3]) if found[3] else None
    return _coming(
        int(found[1]), int(found[2]), today, year + 2000 if year and year < 100 else year
    )


def _named_month(words: str, today: date) -> date | None:
    for pattern, month, day in (
        (rf"\b({_MONTH})\.? (?:the )?(\d{{1,2}})", 1, 2),
        (rf"(\d{{1,2}})(?:st|nd|rd|th)? (?:of )?({_MONTH})\b", 2, 1),
    ):
        found = re.search(pattern, words)
        if found:
            return _coming(_MONTHS[found[month]], int(found[day]), today)
    return None


def _ordinal(words: str, today: date) -> date | None:
    """ "the 17th", or "saturday the 5th": the next day that is both."""
    found = re.findall(r"\b(\d{1,2})(?:st|nd|rd|th)\b", words)
    weekdays = _weekdays(words)
    if len(found) != 1 or len(weekdays) > 1 or re.search(rf"\b(?:{_MONTH})\b", words):
        return None
    if re.search(r"\b(?:after|before|until|til|till|by|from|since|past|around)\b the", words):
        return None
    meant = {DAYS_MEANT[each] for each in weekdays}
    for ahead in range(LOOKED_AHEAD):
        day = today + timedelta(days=ahead)
        if day.day == int(found[0]) and meant <= {day.weekday()}:
            return day
    return None


def _weekday(words: str, before: str, behind: str, today: date) -> date | None:
    """The next such day, also counted: "a week from friday", "first tuesday in january"."""
    days = _weekdays(words)
    if len(days) != 1 or re.search(r"\b(?:every|any|\d+(?:st|nd|rd|th))\b", words):
        return None
    weekday = DAYS_MEANT[days[0]]
    first, _, rest = words.partition(days[0])
    month = re.match(rf"s? (?:in|of) ({_MONTH})\b", rest + behind)
    if month:
        place = re.search(rf"\b({_PLACE}) $", before + first)
        return _of_a_month(weekday, place[1], _MONTHS[month[1]], today) if place else None
    if "last" in words or _ANOTHER.match(rest + behind):
        return None
    day = today + timedelta(days=(weekday - today.weekday()) % 7 or 7)
    counted = _WEEKS_FROM.search(before + first + days[0])
    if counted:
        weeks = _number(counted[1])
        return day + timedelta(weeks=weeks) if weeks else None
    return day


def _of_a_month(weekday: int, place: str, month: int, today: date) -> date | None:
    year = today.year + (month < today.month)
    days = (date(year, month, day) for day in range(1, monthrange(year, month)[1] + 1))
    day = [each for each in days if each.weekday() == weekday][_PLACES[place]]
    return day if day >= today else None


def _weekdays(words: str) -> list[str]:
    return re.findall(rf"\b({_WEEKDAY})\b", words)


def _coming(month: int, day: int, today: date, year: int | None = None) -> date | None:
    """The next such day from today on, or None where the calendar has none."""
    try:
        found = date(year or today.year, month, day)
    except ValueError:
        return None
    if year is None and found < today:
        return _coming(month, day, today, today.year + 1)
    return found
