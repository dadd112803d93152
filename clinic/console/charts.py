"""Bars for the overview, computed here: the template only draws them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from clinic.store.overview import Day

WIDTH, HEIGHT, FOOT = 320, 84, 14  # of a chart's drawing, in its own units
WIDEST = 26


@dataclass(frozen=True)
class Period:
    """A day or a week with its counts."""

    first: date
    last: date
    counts: dict[str, int]

    @property
    def name(self) -> str:
        if self.first == self.last:
            return f"{self.first:%a} {self.first.day} {self.first:%b}"
        return f"{self.first.day} {self.first:%b} to {self.last.day} {self.last:%b}"


@dataclass(frozen=True)
class Bar:
    period: Period
    value: int
    x: float
    y: float
    width: float
    height: float


def periods(days: list[Day], first: date, last: date, *, weekly: bool) -> list[Period]:
    """Every day or week of a span, those without a conversation too; the ends are cut to it."""
    counts = {day.day: day.counts for day in days}
    found, start = [], first
    while start <= last:
        end = min(last, start + timedelta(days=6 - start.weekday())) if weekly else start
        total: dict[str, int] = {}
        for ordinal in range(start.toordinal(), end.toordinal() + 1):
            for name, value in counts.get(ordinal, {}).items():
                total[name] = total.get(name, 0) + value
        found.append(Period(start, end, total))
        start = end + timedelta(days=1)
    return found


def bars(found: list[Period], measure: str) -> list[Bar]:
    """The bars of one measure, the highest as high as the drawing."""
    values = [period.counts.get(measure, 0) for period in found]
    most = max([*values, 1])
    step = WIDTH / max(len(found), 1)
    width = min(WIDEST, step * 0.8)
    room = HEIGHT - FOOT
    return [
        Bar(
            period,
            value,
            round(place * step + (step - width) / 2, 2),
            round(room - room * value / most, 2),
            round(width, 2),
            round(room * value / most, 2),
        )
        for place, (period, value) in enumerate(zip(found, values, strict=True))
    ]
