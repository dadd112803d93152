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

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DAY_FORMS = {day: number for number, day in enumerate(_DAYS)} | {
    "mon": 0, "tue": 1, "tues": 1, "wed": 2, "weds": 2, "thu": 3, "thur": 3, "thurs": 3, "fri": 4,
    "sat": 5, "sun": 6, "lunes": 0, "martes": 1, "miércoles": 2, "miercoles": 2, "jueves": 3,
    "viernes": 4, "sábado": 5, "sabado": 5, "domingo": 6,
}  # fmt: skip
_MONTHS = {
    name: number
    for number, names in enumerate(
        ("january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul",
         "august aug", "september sept sep", "october oct", "november nov", "december dec"), 1
    )
    for name in names.split()
}  # fmt: skip
_WEEKDAY = "|".join(sorted(_DAY_FORMS, key=len, reverse=True))
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_PLACES = {"first": 0, "1st": 0, "second": 1, "2nd": 1, "third": 2, "3rd": 2, "fourth": 3, "4th": 3,
           "last": -1}  # fmt: skip
_PLACE = "|".join(_PLACES)
_NUMBERS = {"a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "couple": 2}
_WEEKS_FROM = re.compile(
    rf"\b(\w+) (?:of )?weeks? (?:from|after) (?:the |this |next )?(?:{_WEEKDAY})$"
)
# "friday after next", "friday in two weeks", "not this friday but the next one": another one.
_ANOTHER = re.compile(
    r"^,?\s*(?:after next|in \w+ weeks?|(?:but )?(?:the )?(?:next|following) one|(?:but )?the one|"
    r"(?:the )?week after|of next week)\b"
)
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
    return spans


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
    pieces["day_names"] = _longest_first(day for day in _DAY_FORMS if len(day) > 3)
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
    if "day after tomorrow" in words:
        return today + timedelta(days=2)
    if re.search(r"\b(?:tomorrow|tmrw|tmr|tmw)\b", words):
        return today + timedelta(days=1)
    if re.search(r"\b(?:today|tonight|hoy)\b", words):
        return today
    return None


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
    for ahead in range(LOOKED_AHEAD):
        day = today + timedelta(days=ahead)
        if day.day == int(found[0]) and all(_DAY_FORMS[each] == day.weekday() for each in weekdays):
            return day
    return None


def _weekday(words: str, before: str, behind: str, today: date) -> date | None:
    """The next such day, also counted: "a week from friday", "first tuesday in january"."""
    days = _weekdays(words)
    if len(days) != 1 or re.search(r"\b(?:every|any|\d+(?:st|nd|rd|th))\b", words):
        return None
    weekday = _DAY_FORMS[days[0]]
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
        number = counted[1]
        weeks = int(number) if number.isdigit() else _NUMBERS.get(number)
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
