"""The booking board: every open request in view, the newest news within two seconds."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from sanic.response import HTTPResponse

from clinic.console.forms import Form
from clinic.console.service_level import waiting
from clinic.console.templating import STATE_NAMES
from clinic.console.visit import Visit
from clinic.store.booking_board import CLOSED, PAGE, WorkedBooking
from clinic.store.booking_filter import (
    FORMER,
    MESSAGES_ALONE,
    NOBODY,
    REQUESTS,
    BookingFilter,
)
from clinic.store.booking_states import CONFIRMED, OFFERED, RECEIVED

MOST_IN_COLUMN = 50
COMING = 20
RECENTLY_CLOSED = 6
MOST_PEOPLE = 6  # who needs a person; more are on a page of their own
FILTERS = (
    "kind", "state", "assignee", "location", "flagged", "since", "until", "appointment_since",
    "appointment_until", "q",
)  # fmt: skip
HIGHEST_PAGE = 1000
KINDS = {REQUESTS: "Requests", MESSAGES_ALONE: "Messages"}
WHOSE = {"me": "Mine", NOBODY: "Nobody's", FORMER: "Former colleagues'"}


async def show_board(visit: Visit) -> HTTPResponse:
    await visit.record("list_read", "booking")
    view = "table" if visit.asked.get("view") == "table" else "board"
    return visit.page(
        "bookings.html",
        view=view,
        given=parameters_of(visit.asked),
        kinds=KINDS,
        states=STATE_NAMES,
        whose=WHOSE,
        towns=visit.desk.profile.towns,
        **await _content(visit, view, await _news(visit)),
    )


async def board_changes(visit: Visit) -> HTTPResponse:
    """What an open board asks for by itself: nothing while nothing has changed."""
    view = "table" if visit.asked.get("view") == "table" else "board"
    news = await _news(visit)
    if visit.asked.get("version") == news["version"]:
        return visit.nothing()
    return visit.page(
        "_board.html",
        view=view,
        given=parameters_of(visit.asked),
        **await _content(visit, view, news),
    )


def parameters_of(form: Form) -> dict[str, str]:
    """The filters as the address holds them, without the empty ones."""
    return {name: value[:120] for name in FILTERS if (value := form.get(name))}


def filter_of(visit: Visit) -> BookingFilter:
    """What cannot be read counts as not set."""
    form, zone = visit.asked, visit.desk.profile.zone

    def begins(name: str, days_later: int = 0) -> datetime | None:
        day = form.day(name)
        return midnight(day + timedelta(days=days_later), zone) if day else None

    kind, state, assignee = form.get("kind"), form.get("state"), form.get("assignee")
    location = form.get("location")
    return BookingFilter(
        kind=kind if kind in KINDS else "",
        state=state if state in STATE_NAMES else "",
        assignee=visit.staff.id if assignee == "me" else assignee[:64],
        location=location if location in visit.desk.profile.towns else "",
        flagged=bool(form.get("flagged")),
        since=begins("since"),
        until=begins("until", 1),
        appointment_since=begins("appointment_since"),
        appointment_until=begins("appointment_until", 1),
        words=form.get("q")[:120],
    )


def today(visit: Visit) -> datetime:
    """When the day began on the clinic's clock."""
    zone = visit.desk.profile.zone
    return midnight(visit.now.astimezone(zone).date(), zone)


def midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone)


async def colleagues(visit: Visit) -> dict[str, str]:
    """Who may be given a request: the name by the account's id."""
    staff = await visit.run(visit.store.staff.list)
    return {each.id: each.name for each in staff if each.active and "front_desk" in each.roles}


async def _content(visit: Visit, view: str, news: dict[str, Any]) -> dict[str, Any]:
    wanted, board = filter_of(visit), visit.store.board
    content = {**news, "waiting": _waiting(visit), "colleagues": await colleagues(visit)}
    content["calls"] = await visit.run(visit.store.calls.of, news["people"])
    content["names"] = await visit.run(visit.store.staff.names)
    content["left_behind"] = await visit.run(board.left_behind, visit.now)
    content["closed"] = CLOSED
    content["counts"] = await visit.run(board.counts, wanted)
    content["columns"], content["rows"], content["page"], content["more"] = [], [], 1, False
    content["by_appointment"] = wanted.is_of_appointments
    if view == "table":
        page = visit.asked.number("page", least=1, most=HIGHEST_PAGE) or 1
        offset = (page - 1) * PAGE
        rows = await visit.run(board.listed, wanted, today(visit), limit=PAGE + 1, offset=offset)
        content |= {"rows": rows[:PAGE], "page": page, "more": len(rows) > PAGE}
        return content | await _beside(visit, content["rows"])
    column = partial(_column, visit, wanted, content["counts"])
    content["columns"] = [
        await column("Received", (RECEIVED,), MOST_IN_COLUMN, oldest_first=True),
        await column("Times offered", (OFFERED,), MOST_IN_COLUMN, oldest_first=True),
        await _coming(visit, wanted),
        await column("Closed", CLOSED, RECENTLY_CLOSED),
    ]
    shown = [worked for each in content["columns"] for worked in each["requests"]]
    return content | await _beside(visit, shown)


async def _beside(visit: Visit, shown: list[WorkedBooking]) -> dict[str, Any]:
    """What the requests themselves do not hold: the times on offer, others of the same people."""
    offering = [each.booking.id for each in shown if each.booking.state in (OFFERED, CONFIRMED)]
    return {
        "offers": await visit.run(visit.store.offers.of, offering),
        "alike": await visit.run(visit.store.board.alike, shown),
    }


async def _column(
    visit: Visit,
    wanted: BookingFilter,
    counts: dict[str, int],
    title: str,
    states: tuple[str, ...],
    limit: int,
    *,
    oldest_first: bool = False,
) -> dict[str, Any]:
    board = visit.store.board
    found = await visit.run(board.page, wanted, states, limit=limit, oldest_first=oldest_first)
    total = sum(counts.get(state, 0) for state in states)
    return {"title": title, "requests": found, "total": total, "state": None}


async def _coming(visit: Visit, wanted: BookingFilter) -> dict[str, Any]:
    """Appointments from today on, the next first; others where their day is asked for.

    Those whose visitors would like another time stand above them.
    """
    column = {"title": "Confirmed", "requests": [], "total": 0, "state": CONFIRMED}
    if wanted.state not in ("", CONFIRMED):
        return column
    wanted = replace(wanted, state=CONFIRMED)
    if not (wanted.appointment_since or wanted.appointment_until):
        wanted = replace(wanted, appointment_since=today(visit))
    board = visit.store.board
    first = await visit.run(board.to_move, wanted, COMING)
    known = {worked.booking.id for worked in first}
    coming = await visit.run(board.appointments, wanted, today(visit), limit=COMING)
    found = [*first, *(worked for worked in coming if worked.booking.id not in known)][:COMING]
    counts = await visit.run(board.counts, wanted)
    return {**column, "requests": found, "total": counts.get(CONFIRMED, 0)}


def _waiting(visit: Visit) -> Any:
    """For the template: how long one request has waited."""
    limit = timedelta(minutes=visit.desk.settings.service_level_minutes)
    return lambda worked: waiting(worked, visit.now, visit.desk.hours, limit)


async def _news(visit: Visit) -> dict[str, Any]:
    """Who needs a person or has one, and the version of what the board shows.

    It changes with any request, with these people, and once a minute for the colours.
    """
    found = await visit.run(visit.store.board.version)
    listing = visit.store.conversation_list
    people, needed = await visit.run(listing.waiting, MOST_PEOPLE), 0
    if people:
        needed = await visit.run(listing.count_waiting)
    held = await visit.run(listing.held)
    state = [found, [(each.id, each.needs_person_at) for each in people], needed, sorted(held)]
    minute = int(visit.now.timestamp()) // 60
    version = hashlib.sha256(repr((state, minute)).encode()).hexdigest()[:16]
    return {"version": version, "people": people, "needed": needed, "held": held}
