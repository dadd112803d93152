"""Which day of the calendar is meant, where the words and what stands around them leave one."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta

from clinic.months import MONTHS
from clinic.weekdays import DAYS_MEANT

_AHEAD = tuple(
    (days, re.compile(rf"(?<!\w)(?:{words})(?!\w)"))
    for days, words in (
        (2, "day after tomorrow|pasado mañana|depois de amanhã|après[- ]demain|pojutrze"),
        (1, "tomorrow|tmrw|tmr|tmw|tomorow|2morrow|(?<!la )(?<!las )mañana|amanhã|jutro|demen|"
            "demain|domani"),
        (0, "today|tonight|hoy|hoje|dzisiaj|dziś|jodi a|oggi"),
    )
)  # fmt: skip
_ONES = "first second third fourth fifth sixth seventh eighth ninth".split()
_TEENS = (
    "tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth "
    "nineteenth twentieth"
).split()
# Days of a month in words.
ORDINALS = {
    **{word: day for day, word in enumerate(_ONES + _TEENS, 1)},
    **{f"twenty{mark}{word}": 20 + day for mark in " -" for day, word in enumerate(_ONES, 1)},
    "thirtieth": 30,
    "thirty first": 31,
    "thirty-first": 31,
}
WEEKDAY = "|".join(sorted(DAYS_MEANT, key=len, reverse=True))
MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_ORDINAL_WORD = re.compile(
    rf"\b({'|'.join(sorted(ORDINALS, key=len, reverse=True))})\b"
    rf"(?! (?:(?:{WEEKDAY})\b|week|half|part))"
)
_YEAR = r"(?:,? (?P<year>20\d\d)\b)?"
_DAY = r"(?P<day>\d{1,2})(?!\d)(?:[a-z]{2})?"
_MONTH_DAYS = (
    re.compile(rf"\b(?P<month>{MONTH})\.? ?(?:the )?{_DAY}{_YEAR}"),
    re.compile(rf"\b{_DAY} ?(?:of )?(?P<month>{MONTH})\b\.?{_YEAR}"),
)
_ISO = re.compile(r"\b(?P<year>20\d\d)-(?P<month>\d{1,2})-(?P<day>\d{1,2})\b")
_SLASHED = re.compile(
    r"\b(?P<month>\d{1,2})/(?P<day>\d{1,2})(?:/(?P<year>\d{2,4}))?\b"
    rf"(?!:| ?(?:hours?|hrs?|an hour|days?)\b| (?:of )?(?:{MONTH})\b)"
)
_DOTTED = re.compile(r"\b(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>20\d\d)?")
# "after 12/1", "by dec 10" are no day; nor is the last of "5, 6 or 7 december".
_LIMIT = re.compile(r"\b(?:after|before|b4|by|since|until|till?|from|past|starting)(?: the)? $")
_ONE_OF_SEVERAL = re.compile(
    r"\b\d{1,2}(?:st|nd|rd|th)?\s*(?:[-–/,&]|\b(?:or|and|to)\b)\s*(?:the )?$"
)
_PLACES = {"first": 0, "1st": 0, "second": 1, "2nd": 1, "third": 2, "3rd": 2, "fourth": 3, "4th": 3,
           "last": -1}  # fmt: skip
_PLACE = "|".join(_PLACES)
_NUMBERS = {"a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "couple": 2}
_WEEKS_FROM = re.compile(
    rf"\b(\w+) (?:of )?weeks? (?:from|after) (?:the |this |next )?(?:{WEEKDAY}|today|tomorrow)$"
)
# "friday after next", "friday in two weeks", "the friday before my wedding": another one.
_ANOTHER = re.compile(
    r"^,?\s*(?:after next|in \w+ weeks?|(?:but )?(?:the )?(?:next|following) one|(?:but )?the one|"
    r"(?:the )?week after|(?:before|after)(?:$|[.,;!?]| that| then| (?:my |the |our )?(?:"
    r"thanksgiving|x-?mas|christmas|easter|halloween|hanukkah|new year|valentine|holiday|wedding|"
    r"birthday|party|trip|event)))\b"
)
LOOKED_AHEAD = 62  # days, for "saturday the 5th": one that is later was hardly meant


def day_meant(text: str, start: int, end: int, today: date) -> date | None:
    """The day that the words from `start` to `end` mean."""
    words, before = _ORDINAL_WORD.sub(_in_digits, text[start:end].lower()), text[:start].lower()
    behind = text[end:].lower()
    if "week of" in (before + words)[-len(words) - len("week of ") :]:
        return None
    day = _relative(words, today)
    if day is not None:
        return day
    for pattern in (_ISO, _SLASHED, _DOTTED, *_MONTH_DAYS):
        found = pattern.search(words + behind[:20])
        if found and found.start() < len(words):
            return _dated(found, before + words[: found.start()], words, today)
    return _ordinal(words, today) or _weekday(words, before[-20:], behind, today)


def _in_digits(word: re.Match[str]) -> str:
    return f"{ORDINALS[word[0]]}th"


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


def _dated(found: re.Match[str], before: str, words: str, today: date) -> date | None:
    """The day of a date with its month, where no other one may be meant."""
    month, day, said = found["month"], int(found["day"]), found["year"]
    if found.re is _DOTTED and day <= 12:
        return None  # who puts dots may begin with either
    if _LIMIT.search(before) or _ONE_OF_SEVERAL.search(before):
        return None
    year = int(said) + (2000 if len(said) == 2 else 0) if said else None
    meant = _coming(MONTHS.get(month) or int(month), day, today, year)
    named = {DAYS_MEANT[each] for each in _weekdays(words)}
    wrong = meant is None or meant < today or (len(named) == 1 and meant.weekday() not in named)
    return None if wrong else meant


def _ordinal(words: str, today: date) -> date | None:
    """ "the 17th", or "saturday the 5th": the next day that is both."""
    found = re.findall(r"\b(\d{1,2})(?:st|nd|rd|th)\b", words)
    weekdays = _weekdays(words)
    if len(found) != 1 or len(weekdays) > 1 or re.search(rf"\b(?:{MONTH})\b", words):
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
    month = re.match(rf"s? (?:in|of) ({MONTH})\b", rest + behind)
    if month:
        place = re.search(rf"\b({_PLACE}) $", before + first)
        return _of_a_month(weekday, place[1], MONTHS[month[1]], today) if place else None
    if "last" in words or _ANOTHER.match(rest + behind):
        return None
    if first.endswith("next ") and weekday > today.weekday():
        return None  # of this week or of the one to come
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
    return re.findall(rf"\b({WEEKDAY})\b", words)


def _coming(month: int, day: int, today: date, year: int | None = None) -> date | None:
    """The next such day from today on, or None where the calendar has none."""
    try:
        found = date(year or today.year, month, day)
    except ValueError:
        return None
    if year is None and found < today:
        return _coming(month, day, today, today.year + 1)
    return found
