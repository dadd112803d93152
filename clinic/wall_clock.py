"""A time as somebody reads it off the clinic's clock, made a moment."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo


def moment_of(written: datetime, zone: ZoneInfo) -> datetime:
    """The moment in UTC; raises ValueError for a time that the clocks skip in spring."""
    moment = written.replace(tzinfo=zone).astimezone(UTC)
    if moment.astimezone(zone).replace(tzinfo=None) != written:
        raise ValueError(f"{written:%Y-%m-%d %H:%M} is skipped by the clocks of {zone}")
    return moment
