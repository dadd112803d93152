"""Days and times in a message: the visitor's own words, and an ISO date where there is one."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from clinic.nlu.lexicon import lexicon

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
    for found in span.finditer(text):
        words = found.group().strip(" ,")
        if len(words) < 3 or never.fullmatch(words):
            continue
        spans.append(
            DateSpan(words, found.start(), found.start() + len(words), _resolve(words, today))
        )
    return spans


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
    return re.compile(span, re.IGNORECASE), re.compile(_joined(entry["never"]), re.IGNORECASE)


def _joined(pattern: str) -> str:
    """A pattern that stands on several lines."""
    return pattern.replace("\n", "")


def _longest_first(words: Iterable[str]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


def _resolve(words: str, today: date) -> str | None:
    lower = words.lower()
    for resolve in (_relative, _numeric, _named_month, _weekday):
        day = resolve(lower, today)
        if day:
            return day.isoformat()
    return None


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
    names = "|".join(sorted(_MONTHS, key=len, reverse=True))
    for pattern, month, day in (
        (rf"\b({names})\.? (?:the )?(\d{{1,2}})", 1, 2),
        (rf"(\d{{1,2}})(?:st|nd|rd|th)? (?:of )?({names})\b", 2, 1),
    ):
        found = re.search(pattern, words)
        if found:
            return _coming(_MONTHS[found[month]], int(found[day]), today)
    return None


def _weekday(words: str, today: date) -> date | None:
    days = re.findall(rf"\b({'|'.join(sorted(_DAY_FORMS, key=len, reverse=True))})\b", words)
    if len(days) != 1 or re.search(r"\b(?:every|any|last)\b", words):
        return None
    ahead = (_DAY_FORMS[days[0]] - today.weekday()) % 7 or 7
    return today + timedelta(days=ahead)


def _coming(month: int, day: int, today: date, year: int | None = None) -> date | None:
    """The next such day from today on, or None where the calendar has none."""
    try:
        found = date(year or today.year, month, day)
    except ValueError:
        return None
    if year is None and found < today:
        return _coming(month, day, today, today.year + 1)
    return found
