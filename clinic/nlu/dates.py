"""Days and times in a message: the visitor's own words, and an ISO date where there is one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

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

_DAY = rf"(?:{'|'.join(sorted(_DAY_FORMS, key=len, reverse=True))})s?"
_MONTH = rf"(?:{'|'.join(sorted(_MONTHS, key=len, reverse=True))})\.?"
_NUMBER = r"(?:\d{1,2}|one|two|three|four|five|six|a couple(?: of)?|a few|ten)"
_UNIT = r"(?:minutes?|mins?|hours?|hrs?|days?|weeks?|wks?|months?|mos?|years?|yrs?)"
_CLOCK = r"(?:\d{1,2}(?::\d{2})?\s?(?:am|pm|a\.m\.|p\.m\.|ish|o'?clock)(?:\s?ish)?|noon|midnight)"
_PART = (
    r"(?:early |late |mid[- ]?)?(?:mornings?|afternoons?|evenings?|eves?|nights?|lunch ?time|"
    r"after work|after school|anytime|all day|mañana|tarde)"
)
_WHEN = (
    rf"(?:(?:next|this|coming|last|every|any|on|el|los) )*(?:{_DAY})\b",
    r"(?:today|tonight|tomorrow|tmrw|tmr|tmw|tomorow|yesterday|day after tomorrow)\b",
    r"(?:mañana|hoy|asap)\b",
    r"(?:(?:any day|sometime|early|late|later) )?(?:next|this|last|coming|the following) "
    r"(?:week|wk|month|weekend|wknd|year|spring|summer|fall|winter)\b",
    r"(?:week|wk)(?:days?|ends?)\b|\bwknds?\b",
    rf"{_MONTH} (?:the )?\d{{1,2}}(?:st|nd|rd|th)?\b",
    rf"(?:the )?\d{{1,2}}(?:st|nd|rd|th)? (?:of )?{_MONTH}\b",
    r"(?:the )?\d{1,2}(?:st|nd|rd|th)\b",
    r"\d{1,2}/\d{1,2}(?:/\d{2,4})?\b",
    rf"(?:in |within )?{_NUMBER} {_UNIT} (?:ago|from now|later|after|out|before|late)\b",
    rf"in {_NUMBER} {_UNIT}\b",
    rf"(?:in|by|end of|beginning of|mid|early|late) {_MONTH}\b",
)
_LIMIT = r"(?:after|before|by|around|about|at|from|past|until|til|between|@|a las) "
_EXTRA = (
    rf"(?:{_LIMIT})?(?:{_CLOCK})(?:\s?(?:-|to|and)\s?(?:{_CLOCK}))?",
    rf"{_LIMIT}\d{{1,2}}(?::\d{{2}})?\b(?! ?(?:days|weeks|sessions|treatments|months|years))",
    rf"(?:in the |in |por la |de la )?{_PART}\b",
)
_ONE = "|".join(f"(?:{pattern})" for pattern in _WHEN)
_MORE = "|".join(f"(?:{pattern})" for pattern in _EXTRA)
_SPAN = re.compile(
    rf"(?<![\w/])(?:(?:{_LIMIT})?(?:{_ONE})|(?:{_MORE}))"
    rf"(?:,? ?(?:{_MORE}|(?:{_LIMIT})?(?:{_ONE})|if possible))*",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class DateSpan:
    text: str
    start: int
    end: int
    resolved: str | None  # ISO date of the day that is meant, if it is one day


def dates_in(text: str, today: date) -> list[DateSpan]:
    """Every day, date or time of day in the text, in its order."""
    spans = []
    for found in _SPAN.finditer(text):
        words = found.group().strip(" ,")
        if len(words) < 3:
            continue
        spans.append(
            DateSpan(words, found.start(), found.start() + len(words), _resolve(words, today))
        )
    return spans


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
