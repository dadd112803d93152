"""Days on which nobody can come: one that is over, or one that no calendar has."""

from __future__ import annotations

import re
from calendar import monthrange

MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_MONTH = rf"(?P<month>{'|'.join(MONTHS)})[a-z]*\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
NAMED_DATES = (
    re.compile(rf"\b{_MONTH}\s+(?:the\s+)?{_DAY}\b(?!\s*(?:am|pm|:))", re.IGNORECASE),
    re.compile(rf"\b{_DAY}\s+(?:of\s+)?{_MONTH}\b", re.IGNORECASE),
)
_NUMERIC_DATE = re.compile(r"\b(?!24/7)(?P<month>\d{1,2})/(?P<day>\d{1,2})(?:/\d{2,4})?\b")
_GONE = re.compile(
    r"^\W*(?:yesterday|ayer|"
    r"last (?:night|week|month|year|(?:mon|tues|wednes|thurs|fri|satur|sun)day)|"
    r"(?:\w+ )?(?:days?|weeks?|months?|years?) ago)\W*$",
    re.IGNORECASE,
)


def past_date(text: str) -> bool:
    """Whether nothing but a day that is over is named."""
    return bool(_GONE.match(text))


def impossible_date(text: str) -> bool:
    """Whether the text names a day that no calendar has, such as February 31."""
    for pattern in NAMED_DATES:
        for found in pattern.finditer(text):
            month = MONTHS.index(found["month"][:3].lower()) + 1
            if not _exists(month, int(found["day"])):
                return True
    return any(
        not _exists(int(found["month"]), int(found["day"]))
        for found in _NUMERIC_DATE.finditer(text)
    )


def _exists(month: int, day: int) -> bool:
    leap_year = 2024  # a February 29 may be meant
    return 1 <= month <= 12 and 1 <= day <= monthrange(leap_year, month)[1]
