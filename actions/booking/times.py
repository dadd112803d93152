"""Preferred times: always the visitor's words, with the resolved date beside them."""

from __future__ import annotations

import re
from calendar import monthrange

from actions.message import Entity

MOST_TIMES = 2
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_MONTH = rf"(?P<month>{'|'.join(_MONTHS)})[a-z]*\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_NAMED_DATES = (
    re.compile(rf"\b{_MONTH}\s+(?:the\s+)?{_DAY}\b(?!\s*(?:am|pm|:))", re.IGNORECASE),
    re.compile(rf"\b{_DAY}\s+(?:of\s+)?{_MONTH}\b", re.IGNORECASE),
)
_NUMERIC_DATE = re.compile(r"\b(?!24/7)(?P<month>\d{1,2})/(?P<day>\d{1,2})(?:/\d{2,4})?\b")
_REASON = re.compile(
    r"[,;]?\s*\b(?:because|bc|cuz|cause|since that'?s|as that'?s)\b.*$", re.I | re.S
)
_BETWEEN = re.compile(r"\s*(?:\bor\b|\bo\b|;|\balternatively\b)\s*", re.IGNORECASE)


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
    said = _REASON.sub("", text).strip(" ,.")
    parts = [part.strip(" ,.") for part in _BETWEEN.split(said) if part.strip(" ,.")]
    if len(parts) != MOST_TIMES or len(dates) < MOST_TIMES:
        parts = [said]
    return [{"said": part, "date": _date_in(part, dates)} for part in parts[:MOST_TIMES]]


def times_mentioned(text: str, dates: list[Entity]) -> list[dict[str, str | None]]:
    """The times among other details, each in the words around its date."""
    return [{"said": date.text, "date": date.resolved} for date in dates[:MOST_TIMES]]


def _date_in(part: str, dates: list[Entity]) -> str | None:
    return next((date.resolved for date in dates if date.text and date.text in part), None)


def _exists(month: int, day: int) -> bool:
    leap_year = 2024  # a February 29 may be meant
    return 1 <= month <= 12 and 1 <= day <= monthrange(leap_year, month)[1]
