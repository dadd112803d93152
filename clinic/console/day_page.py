"""One day's appointments in their order, to work along and to print."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sanic.response import HTTPResponse

from clinic.console.board import midnight
from clinic.console.visit import Visit
from clinic.store.booking_board import MOST_EXPORTED, WorkedBooking
from clinic.store.booking_filter import BookingFilter

A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Entry:
    """A time of the day that is somebody's, or still on offer to them."""

    at: datetime
    worked: WorkedBooking
    offered: bool = False


async def show_day(visit: Visit) -> HTTPResponse:
    await visit.record("list_read", "booking")
    version = await visit.run(visit.store.board.version)
    day, today, towns = _day(visit), _today(visit), visit.desk.profile.towns
    return visit.page(
        "day.html",
        view="day",
        given={"location": _town(visit)},
        towns=towns,
        day=day,
        before=day - A_DAY,
        after=day + A_DAY,
        today=today,
        **await _content(visit, version),
    )


async def day_changes(visit: Visit) -> HTTPResponse:
    """What an open day asks for by itself: nothing while nothing has changed."""
    version = await visit.run(visit.store.board.version)
    if visit.asked.get("version") == version:
        return visit.nothing()
    return visit.page("_day.html", **await _content(visit, version))


async def _content(visit: Visit, version: str) -> dict[str, Any]:
    day, town, zone = _day(visit), _town(visit), visit.desk.profile.zone
    begin, end = midnight(day, zone), midnight(day + A_DAY, zone)
    wanted = BookingFilter(location=town, appointment_since=begin, appointment_until=end)
    board = visit.store.board
    still = max(begin, visit.now)  # a time that is over is not on offer
    fixed = await visit.run(board.appointments, wanted, begin, limit=MOST_EXPORTED)
    offers = await visit.run(visit.store.offers.between, BookingFilter(location=town), still, end)
    entries = [Entry(each.booking.appointment, each) for each in fixed if each.booking.appointment]
    entries += [Entry(at, worked, offered=True) for at, worked in offers]
    return {
        "version": version,
        "asked": {"day": day.isoformat(), "location": town},
        "entries": sorted(entries, key=lambda entry: (entry.at, entry.offered)),
        "appointments": len(fixed),
        "one_town": bool(town) or len(visit.desk.profile.towns) == 1,
    }


def _day(visit: Visit) -> date:
    return visit.asked.day("day") or _today(visit)


def _today(visit: Visit) -> date:
    return visit.now.astimezone(visit.desk.profile.zone).date()


def _town(visit: Visit) -> str:
    """The town that is asked for, or none for all of them."""
    town = visit.asked.get("location")
    return town if town in visit.desk.profile.towns else ""
