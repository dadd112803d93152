"""The booking board: every open request in view, the newest news within two seconds."""

from __future__ import annotations

import hashlib
from datetime import datetime, time, timedelta
from typing import Any

from sanic.response import HTTPResponse

from clinic.console.forms import Form
from clinic.console.service_level import waiting
from clinic.console.templating import STATE_NAMES
from clinic.console.visit import Visit
from clinic.store.booking_board import CLOSED, PAGE, BookingFilter

MOST_IN_COLUMN = 50
RECENTLY_CLOSED = 6
COLUMNS = (
    ("Received", ("received",), MOST_IN_COLUMN, True),
    ("Times offered", ("times_offered",), MOST_IN_COLUMN, True),
    ("Confirmed", ("confirmed",), RECENTLY_CLOSED, False),
    ("Closed", CLOSED, RECENTLY_CLOSED, False),
)
FILTERS = ("state", "assignee", "location", "flagged", "since", "until", "q")
HIGHEST_PAGE = 1000


async def show_board(visit: Visit) -> HTTPResponse:
    await visit.record("list_read", "booking")
    view = "table" if visit.asked.get("view") == "table" else "board"
    return visit.page(
        "bookings.html",
        view=view,
        given=parameters_of(visit.asked),
        states=STATE_NAMES,
        colleagues=await colleagues(visit),
        towns=visit.desk.profile.towns,
        names=await visit.run(visit.store.staff.names),
        **await _content(visit, view, await _news(visit)),
    )


async def board_changes(visit: Visit) -> HTTPResponse:
    """What an open board asks for by itself: nothing while nothing has changed."""
    view = "table" if visit.asked.get("view") == "table" else "board"
    news = await _news(visit)
    if visit.asked.get("version") == news["version"]:
        return visit.nothing()
    names = await visit.run(visit.store.staff.names)
    return visit.page(
        "_board.html",
        view=view,
        given=parameters_of(visit.asked),
        names=names,
        **await _content(visit, view, news),
    )


def parameters_of(form: Form) -> dict[str, str]:
    """The filters as the address holds them, without the empty ones."""
    return {name: value[:120] for name in FILTERS if (value := form.get(name))}


def filter_of(visit: Visit) -> BookingFilter:
    """What cannot be read counts as not set."""
    form, zone = visit.asked, visit.desk.profile.zone
    since, until = form.day("since"), form.day("until")
    state, assignee = form.get("state"), form.get("assignee")
    location = form.get("location")
    return BookingFilter(
        state=state if state in STATE_NAMES else "",
        assignee=visit.staff.id if assignee == "me" else assignee[:64],
        location=location if location in visit.desk.profile.towns else "",
        flagged=bool(form.get("flagged")),
        since=datetime.combine(since, time(), zone) if since else None,
        until=datetime.combine(until + timedelta(days=1), time(), zone) if until else None,
        words=form.get("q")[:120],
    )


async def colleagues(visit: Visit) -> list[tuple[str, str]]:
    """Who may be given a request: (id, name)."""
    staff = await visit.run(visit.store.staff.list)
    return [(each.id, each.name) for each in staff if each.active and "front_desk" in each.roles]


async def _content(visit: Visit, view: str, news: dict[str, Any]) -> dict[str, Any]:
    wanted, board = filter_of(visit), visit.store.board
    content = {**news, "waiting": _waiting(visit)}
    content["counts"] = await visit.run(board.counts, wanted)
    content["columns"], content["rows"], content["page"], content["more"] = [], [], 1, False
    if view == "table":
        page = visit.asked.number("page", least=1, most=HIGHEST_PAGE) or 1
        rows = await visit.run(board.page, wanted, limit=PAGE + 1, offset=(page - 1) * PAGE)
        content |= {"rows": rows[:PAGE], "page": page, "more": len(rows) > PAGE}
        return content
    for title, states, limit, oldest_first in COLUMNS:
        found = await visit.run(board.page, wanted, states, limit=limit, oldest_first=oldest_first)
        total = sum(content["counts"].get(state, 0) for state in states)
        content["columns"].append({"title": title, "requests": found, "total": total})
    return content


def _waiting(visit: Visit) -> Any:
    """For the template: how long one request has waited."""
    limit = timedelta(minutes=visit.desk.settings.service_level_minutes)
    return lambda worked: waiting(worked, visit.now, visit.desk.hours, limit)


async def _news(visit: Visit) -> dict[str, Any]:
    """Who needs a person or has one, and the version of what the board shows.

    It changes with any request, with these people, and once a minute for the colours.
    """
    found = await visit.run(visit.store.board.version)
    people = await visit.run(visit.store.conversation_list.waiting)
    held = await visit.run(visit.store.conversation_list.held)
    state = [found, [(each.id, each.needs_person_at) for each in people], sorted(held)]
    minute = int(visit.now.timestamp()) // 60
    version = hashlib.sha256(repr((state, minute)).encode()).hexdigest()[:16]
    return {"version": version, "people": people, "held": held}
