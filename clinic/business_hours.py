"""When somebody at the clinic looks at requests: the clinic's opening hours, in its time zone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SPAN = re.compile(r"(\d{1,2}):(\d\d)\s*[-–]\s*(\d{1,2}):(\d\d)")
_DAYS_LOOKED_AHEAD = 60  # a holiday list longer than this is a clinic that has closed


@dataclass(frozen=True)
class BusinessHours:
    """Spans by weekday (0 is Monday) and closed days; without spans nothing is known."""

    spans: dict[int, list[tuple[time, time]]]
    closed: frozenset[date]
    zone: ZoneInfo

    @property
    def known(self) -> bool:
        return any(self.spans.values())

    def is_open(self, now: datetime) -> bool:
        return any(begin <= now < end for begin, end in self._of_day(self._local(now).date()))

    def is_closed_day(self, moment: datetime) -> bool:
        return self._local(moment).date() in self.closed

    def next_opening(self, now: datetime) -> datetime | None:
        """The next moment at which the clinic opens (UTC), or None where no hours are known."""
        day = self._local(now).date()
        for ahead in range(_DAYS_LOOKED_AHEAD):
            for begin, _ in self._of_day(day + timedelta(days=ahead)):
                if begin > now:
                    return begin
        return None

    def open_time_between(self, start: datetime, end: datetime) -> timedelta:
        """How much of the time between two moments the clinic was open; all of it if unknown."""
        if not self.known:
            return max(end - start, timedelta())
        total, day = timedelta(), self._local(start).date()
        while day <= self._local(end).date():
            for begin, finish in self._of_day(day):
                total += max(min(finish, end) - max(begin, start), timedelta())
            day += timedelta(days=1)
        return total

    def _local(self, moment: datetime) -> datetime:
        return moment.astimezone(self.zone)

    def _of_day(self, day: date) -> list[tuple[datetime, datetime]]:
        """The spans of one day as moments in UTC, so that clock changes count as they are."""
        if day in self.closed:
            return []
        return [
            (
                datetime.combine(day, begin, self.zone).astimezone(UTC),
                datetime.combine(day, end, self.zone).astimezone(UTC),
            )
            for begin, end in self.spans.get(day.weekday(), [])
        ]


def read_spans(written: str) -> list[tuple[time, time]]:
    """The spans in "9:00-12:30, 14:00-18:00"; raises ValueError saying what is wrong."""
    spans = []
    for part in filter(None, (each.strip() for each in written.split(","))):
        found = _SPAN.fullmatch(part)
        if not found:
            raise ValueError(f"{part!r} is no span such as 9:00-17:00")
        begin, end = time(int(found[1]), int(found[2])), time(int(found[3]), int(found[4]))
        if begin >= end:
            raise ValueError(f"{part!r} ends before it begins")
        spans.append((begin, end))
    return sorted(spans)
