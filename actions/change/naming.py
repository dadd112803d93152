"""Which of a few known times a message names: "thursday", "the 3rd at 4", "the later one"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from clinic.months import MONTHS
from clinic.weekdays import DAYS_MEANT

_MONTHS = MONTHS | {
    form: number
    for number, forms in enumerate(
        ("enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre",
         "octubre", "noviembre", "diciembre dic"), 1
    )
    for form in forms.split()
}  # fmt: skip
_PLACES = {
    form: place
    for place, forms in (
        (0, "first primera primero 1st earlier earliest sooner former"),
        (1, "second segunda segundo 2nd"),
        (2, "third tercera tercero 3rd"),
        (3, "fourth cuarta cuarto 4th"),
        (-1, "last later latest latter última ultima último ultimo"),
    )
    for form in forms.split()
}
_PARTS = {
    "morning": (0, 12), "mañana": (0, 12), "manana": (0, 12), "noon": (12, 13), "midday": (12, 13),
    "mediodía": (12, 13), "mediodia": (12, 13), "afternoon": (12, 17), "tarde": (12, 20),
    "evening": (17, 24), "tonight": (17, 24), "noche": (19, 24),
}  # fmt: skip
FIRST_HOUR = 8  # in the morning from which an hour may be meant
_AHEAD = {"today": 0, "hoy": 0, "tomorrow": 1, "tmrw": 1, "tmr": 1}


# Hours that a time shall not be before, or not be after.
_BOUNDS = {"after": False, "past": False, "from": False, "despues de": False, "después de": False,
           "a partir de": False, "before": True, "until": True, "antes de": True}  # fmt: skip


def _one_of(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


_MONTH = rf"(?P<month>{_one_of(_MONTHS)})\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_ONE = r"(?: (?:one|time|slot|option|opción|opcion|hora))"
_CLOCK = (
    r"(?P<hour>\d{1,2})(?:[:.h](?P<minute>\d{2}))?\s*(?P<half>[ap])\.?m\b\.?|"
    r"(?:at |@ ?|around |by |a las? |las )(?P<hour>\d{1,2})(?:[:.](?P<minute>\d{2}))?"
    r"(?: ?(?:o'?clock|h))?(?![\d/])|"
    r"(?P<hour>\d{1,2})[:h](?P<minute>\d{2})(?!\d)|(?P<hour>\d{1,2}) ?o'?clock"
)
_FORMS = (
    ("date", rf"{_MONTH} (?:the )?{_DAY}(?![\d:]| ?[ap]m)(?:,? 20\d\d)?"),
    ("date", rf"{_DAY} (?:of |de )?{_MONTH}(?: (?:de )?20\d\d)?"),
    ("date", r"(?P<month>\d{1,2})/(?P<day>\d{1,2})(?:/\d{2,4})?"),
    ("bound", rf"(?P<bound>{_one_of(_BOUNDS)}) (?:las? )?(?P<hour>\d{{1,2}})"
              r"(?:[:.](?P<minute>\d{2}))?\s*(?:(?P<half>[ap])\.?m\b\.?)?(?![\d/:])"),
    ("clock", _CLOCK),
    ("place", rf"(?P<place>{_one_of(_PLACES)}){_ONE}"),
    ("place", rf"(?:the|la|el|lo) (?P<place>{_one_of(_PLACES)})"),
    ("date", r"(?:the |el )?(?P<day>\d{1,2})(?:st|nd|rd|th)|(?:el )(?P<day>\d{1,2})"),
    ("place", r"(?P<place>[1-4]st|2nd|3rd|4th)"),
    ("weekday", rf"(?:el |los )?(?P<weekday>{_one_of(DAYS_MEANT)})s?"),
    ("part", r"(?:in the |por la |en la |de la |this )?"
             rf"(?P<part>{_one_of(_PARTS)})s?"),
    ("ahead", rf"(?P<ahead>{_one_of(_AHEAD)})"),
)  # fmt: skip


def _compiled(form: str) -> list[re.Pattern[str]]:
    """One pattern for each alternative, as a name can stand in one of them once only."""
    return [re.compile(rf"(?<![\w/:.]){each}(?!\w)") for each in _alternatives(form)]


def _alternatives(form: str) -> list[str]:
    depth, parts, last = 0, [], 0
    for at, sign in enumerate(form):
        depth += (sign in "([") - (sign in ")]")
        if sign == "|" and depth == 0:
            parts.append(form[last:at])
            last = at + 1
    return [*parts, form[last:]]


_PATTERNS = [(kind, pattern) for kind, form in _FORMS for pattern in _compiled(form)]
# What may stand between two words for one time: "thursday the 3rd at 4", "friday (9:30)".
_WITHIN = re.compile(r"^[\s,(]*(?:(?:at|the|on|in|de|del|a|dec)[\s,(]*)*$")


@dataclass(frozen=True)
class Named:
    """A place in the text that names a time, and which of the known ones it fits."""

    start: int
    end: int
    fits: frozenset[str]
    kinds: frozenset[str]


def named_in(text: str, times: list[str], now: datetime) -> list[Named]:
    """Every time that is named, in its order; `times`: ISO; `now`: on the clinic's clock.

    One that is none of `times` fits nothing.
    """
    moments = {each: datetime.fromisoformat(each).astimezone(now.tzinfo) for each in times}
    low, taken = text.lower().replace("’", "'"), [False] * len(text)
    found: list[Named] = []
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(low):
            if any(taken[match.start() : match.end()]):
                continue
            taken[match.start() : match.end()] = [True] * (match.end() - match.start())
            fits = _READ[kind](match, moments, now.date())
            named = Named(match.start(), match.end(), frozenset(fits), frozenset({kind}))
            found.append(named)
    return _together(low, sorted(found, key=lambda each: each.start))


def _together(text: str, found: list[Named]) -> list[Named]:
    """Words side by side name one time, which has to fit them all; two week days are two."""
    whole: list[Named] = []
    for each in found:
        before = whole[-1] if whole else None
        beside = before and _WITHIN.match(text[before.end : each.start])
        if before and beside and not before.kinds & each.kinds:
            kinds = before.kinds | each.kinds
            whole[-1] = Named(before.start, each.end, before.fits & each.fits, kinds)
        else:
            whole.append(each)
    return whole


Moments = dict[str, datetime]


def _on_date(match: re.Match[str], moments: Moments, today: date) -> list[str]:
    day, month = int(match["day"]), match.groupdict().get("month")
    number = None if month is None else _MONTHS.get(month) or int(month)
    fits = [
        each
        for each, at in moments.items()
        if at.day == day and (number is None or at.month == number)
    ]
    place = _PLACES.get(match[0].split()[-1]) if number is None else None
    return list(dict.fromkeys([*fits, *_placed(place, moments)]))


def _at_place(match: re.Match[str], moments: Moments, today: date) -> list[str]:
    place = _PLACES[match["place"]]
    by_day = [each for each, at in moments.items() if place >= 0 and at.day == place + 1]
    return list(dict.fromkeys([*_placed(place, moments), *by_day]))


def _placed(place: int | None, moments: Moments) -> list[str]:
    in_order = sorted(moments, key=lambda each: moments[each])
    if place is None or len(in_order) < 2 or place >= len(in_order):
        return []
    return [in_order[place]]


def _at_clock(match: re.Match[str], moments: Moments, today: date) -> list[str]:
    groups = match.groupdict()
    hour, minute, half = int(match["hour"]), int(groups.get("minute") or 0), groups.get("half")
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    return [
        each
        for each, at in moments.items()
        if at.minute == minute and (at.hour == hour or not half and at.hour == hour + 12)
    ]


def _within_bound(match: re.Match[str], moments: Moments, today: date) -> list[str]:
    """ "after 5" is that of the afternoon, unless its half of the day is said."""
    hour, half = int(match["hour"]), match["half"]
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    elif hour < FIRST_HOUR:
        hour += 12
    limit = (hour, int(match["minute"] or 0))
    before = _BOUNDS[match["bound"]]
    return [each for each, at in moments.items() if ((at.hour, at.minute) < limit) is before]


def _on_weekday(match: re.Match[str], moments: Moments, today: date) -> list[str]:
    return [each for each, at in moments.items() if at.weekday() == DAYS_MEANT[match["weekday"]]]


def _in_part(match: re.Match[str], moments: Moments, today: date) -> list[str]:
    first, last = _PARTS[match["part"]]
    fits = [each for each, at in moments.items() if first <= at.hour < last]
    if match[0] in ("mañana", "manana"):  # also tomorrow
        fits += _days_on(1, moments, today)
    return list(dict.fromkeys(fits))


def _days_ahead(match: re.Match[str], moments: Moments, today: date) -> list[str]:
    return _days_on(_AHEAD[match["ahead"]], moments, today)


def _days_on(days: int, moments: Moments, today: date) -> list[str]:
    return [each for each, at in moments.items() if at.date() == today + timedelta(days=days)]


_READ: dict[str, Callable[[re.Match[str], Moments, date], list[str]]] = {
    "date": _on_date,
    "clock": _at_clock,
    "bound": _within_bound,
    "place": _at_place,
    "weekday": _on_weekday,
    "part": _in_part,
    "ahead": _days_ahead,
}
