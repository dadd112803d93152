"""Preferred times: always the visitor's words, with the resolved date beside them."""

from __future__ import annotations

import re
from calendar import monthrange

from actions.message import Entity

MOST_TIMES = 2
LONGEST_TIME = 200  # characters kept of a time in the visitor's words
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_MONTH = rf"(?P<month>{'|'.join(_MONTHS)})[a-z]*\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_NAMED_DATES = (
    re.compile(rf"\b{_MONTH}\s+(?:the\s+)?{_DAY}\b(?!\s*(?:am|pm|:))", re.IGNORECASE),
    re.compile(rf"\b{_DAY}\s+(?:of\s+)?{_MONTH}\b", re.IGNORECASE),
)
_NUMERIC_DATE = re.compile(r"\b(?!24/7)(?P<month>\d{1,2})/(?P<day>\d{1,2})(?:/\d{2,4})?\b")
_REASON = re.compile(
    r"[,;]?(?<!\s)\s*\b(?:because|bc|cuz|cause|since that'?s|as that'?s)\b.*$", re.I | re.S
)
_BETWEEN = re.compile(r"(?<!\s)\s*(?:\bor\b|\bo\b|;|\balternatively\b)\s*", re.IGNORECASE)

_AND = re.compile(r"(?<!\s)\s*(?:,\s*(?:and\s+)?|\band\b|\by\b|\bthen\b|/)\s*", re.IGNORECASE)
_LEAD_IN = re.compile(
    r"^\W*(?:(?:hmm+|um+|uh|oh|ok(?:ay)?|well|yes|sure|haha)\b"
    r"(?: ok\b)?[\s,.]*)+",
    re.IGNORECASE,
)
_PAST = re.compile(
    r"\b(?:ago|since|last|yesterday|past|for|years?|months?|minutes?|mins?|in (?:19|20)\d\d|"
    r"trimester|old)\b",
    re.IGNORECASE,
)

_GONE = re.compile(
    r"^\W*(?:yesterday|ayer|"
    r"last (?:night|week|month|year|(?:mon|tues|wednes|thurs|fri|satur|sun)day)|"
    r"(?:\w+ )?(?:days?|weeks?|months?|years?) ago)\W*$",
    re.IGNORECASE,
)
# A day that is named for something else: "my wedding is on Saturday".
_OCCASION = re.compile(
    r"\b(?:wedding|party|event|vacation|trip|birthday|prom|reunion|holidays?|surgery|flight|boda)\b"
    r"[^,.;!?]{0,20}$",
    re.IGNORECASE,
)
_BESIDE_DATES = frozenset(
    "or and then ok okay maybe please at for around is better o y entonces".split()
)


def past_date(text: str) -> bool:
    """Whether nothing but a day that is over is named."""
    return bool(_GONE.match(text))


def only_dates(text: str, dates: list[Entity]) -> bool:
    """Whether the text is about days and times alone."""
    rest = text.lower()
    for date in dates:
        rest = rest.replace(date.text.lower(), " ") if date.text else rest
    return bool(dates) and not set(re.findall(r"\w+", rest)) - _BESIDE_DATES


def impossible_date(text: str) -> bool:
    """Whether the text names a day that no calendar has, such as February 31."""
    for pattern in _NAMED_DATES:
        for found in pattern.finditer(text):
            month = _MONTHS.index(found["month"][:3].lower()) + 1
            if not _exists(month, int(found["day"])):
                return True
    return any(
        not _exists(int(found["month"]), int(found["day"]))
        for found in _NUMERIC_DATE.finditer(text)
    )


def times_as_answer(text: str, dates: list[Entity]) -> list[dict[str, str | None]]:
    """The answer to "when would suit you", at most two times, reasons left out."""
    said = _LEAD_IN.sub("", _REASON.sub("", text)).strip(" ,.")
    for between in (_BETWEEN, _AND):
        parts = [part.strip(" ,.") for part in between.split(said) if part.strip(" ,.")]
        if len(parts) == MOST_TIMES and all(_dates_in(part, dates) for part in parts):
            return [_time(part, dates) for part in parts]
    return [_time(said or text, dates)]


def times_mentioned(text: str, dates: list[Entity]) -> list[dict[str, str | None]]:
    """The times among other details, each in the words around its date; the past is no wish."""
    coming = [
        date
        for date in dates
        if not (date.negated or _PAST.search(date.text) or _OCCASION.search(text[: date.start]))
    ]
    return [{"said": date.text, "date": date.resolved} for date in coming[:MOST_TIMES]]


def _time(said: str, dates: list[Entity]) -> dict[str, str | None]:
    return {"said": said[:LONGEST_TIME], "date": _date_in(said, dates)}


def _dates_in(part: str, dates: list[Entity]) -> list[Entity]:
    return [date for date in dates if date.text and date.text in part]


def _date_in(part: str, dates: list[Entity]) -> str | None:
    return next((date.resolved for date in dates if date.text and date.text in part), None)


def _exists(month: int, day: int) -> bool:
    leap_year = 2024  # a February 29 may be meant
    return 1 <= month <= 12 and 1 <= day <= monthrange(leap_year, month)[1]
