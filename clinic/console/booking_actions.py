"""The steps that staff take with a request."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

from sanic.response import HTTPResponse

from clinic.console.board import colleagues
from clinic.console.forms import Doubtful, FormError
from clinic.console.request_page import OFFERED_AT_MOST, request_page, who_has
from clinic.console.templating import REASONS, ClinicClock
from clinic.console.visit import Visit
from clinic.doubts import BESIDE, doubts
from clinic.errors import BookingChanged, BookingStepRefused
from clinic.store.booking_board import WorkedBooking

LONGEST_NOTE = 2000
LONGEST_WHY = 500

Step = Callable[[Visit, WorkedBooking], Awaitable[None]]


async def assign(visit: Visit, reference: str) -> HTTPResponse:
    async def step(visit: Visit, worked: WorkedBooking) -> None:
        chosen = visit.form.choice("assignee", "Whose it is", {*await colleagues(visit), ""})
        board = visit.store.board
        booking, who = worked.booking.id, visit.staff.id
        await visit.run(board.assign, booking, chosen or None, visit.now, who)

    return await _take(visit, reference, step, "assigned", moves=False)


async def add_note(visit: Visit, reference: str) -> HTTPResponse:
    async def step(visit: Visit, worked: WorkedBooking) -> None:
        text = visit.form.text("note", "The note", most=LONGEST_NOTE)
        board = visit.store.board
        await visit.run(board.note, worked.booking.id, text, visit.staff.id, visit.now)

    return await _take(visit, reference, step, "noted", moves=False)


async def offer_times(visit: Visit, reference: str) -> HTTPResponse:
    async def step(visit: Visit, worked: WorkedBooking) -> None:
        zone = visit.desk.profile.zone
        names = [f"time{number}" for number in range(1, OFFERED_AT_MOST + 1)]
        given = [visit.form.moment(name, "A time", zone) for name in names]
        times = [moment for moment in given if moment]
        if not times:
            raise FormError("Give at least one time.", names[0])
        town = _town(visit, worked)
        await _ask_whether_sure(visit, worked, [time for time in times if time > visit.now], town)
        await _move(visit, "offer_times", worked, times, location=town)

    return await _take(visit, reference, step, "offered")


async def confirm(visit: Visit, reference: str) -> HTTPResponse:
    """One of the times offered, or another one that was agreed on the phone."""

    async def step(visit: Visit, worked: WorkedBooking) -> None:
        time = visit.form.moment("other", "The time", visit.desk.profile.zone)
        if time is None:
            time = await _chosen(visit, worked)
        town = _town(visit, worked)
        await _ask_whether_sure(visit, worked, [time], town)
        await _move(visit, "confirm", worked, time, location=town)

    return await _take(visit, reference, step, "confirmed")


def _town(visit: Visit, worked: WorkedBooking) -> str | None:
    """Where the times are, for a request that either town suits; else None."""
    towns = visit.desk.profile.towns
    if len(towns) < 2 or worked.booking.location in towns:
        return None
    if not visit.form.get("town"):
        raise FormError("Say in which town: either one suits the visitor.", "town")
    return visit.form.choice("town", "The town", towns)


async def change_time(visit: Visit, reference: str) -> HTTPResponse:
    """Of a confirmed appointment."""

    async def step(visit: Visit, worked: WorkedBooking) -> None:
        time = visit.form.moment("new_time", "The time", visit.desk.profile.zone)
        if time is None:
            raise FormError("Give the new time.", "new_time")
        towns = visit.desk.profile.towns
        town = visit.form.choice("town", "Town", towns) if visit.form.get("town") else None
        await _ask_whether_sure(visit, worked, [time], town)
        await _move(visit, "confirm", worked, time, location=town)

    return await _take(visit, reference, step, "moved")


async def keep_time(visit: Visit, reference: str) -> HTTPResponse:
    """Of an appointment whose visitor would like another."""

    async def step(visit: Visit, worked: WorkedBooking) -> None:
        await _move(visit, "confirm", worked, worked.booking.appointment)

    return await _take(visit, reference, step, "kept")


async def decline(visit: Visit, reference: str) -> HTTPResponse:
    async def step(visit: Visit, worked: WorkedBooking) -> None:
        reason = visit.form.choice("reason", "The reason", REASONS)
        await _move(visit, "decline", worked, reason)

    return await _take(visit, reference, step, "declined")


async def cancel(visit: Visit, reference: str) -> HTTPResponse:
    return await _close(visit, reference, "cancel", "cancelled")


async def no_reply(visit: Visit, reference: str) -> HTTPResponse:
    return await _close(visit, reference, "no_reply", "no-reply")


async def finish(visit: Visit, reference: str) -> HTTPResponse:
    """A message for the team: somebody has dealt with it."""
    return await _close(visit, reference, "finish", "done")


async def reopen(visit: Visit, reference: str) -> HTTPResponse:
    async def step(visit: Visit, worked: WorkedBooking) -> None:
        await _move(visit, "reopen", worked)

    return await _take(visit, reference, step, "reopened")


async def _close(visit: Visit, reference: str, move: str, done: str) -> HTTPResponse:
    async def step(visit: Visit, worked: WorkedBooking) -> None:
        why = visit.form.get("why")[:LONGEST_WHY] or None
        await _move(visit, move, worked, why=why)

    return await _take(visit, reference, step, done)


async def _move(visit: Visit, move: str, worked: WorkedBooking, *what: Any, **more: Any) -> None:
    """Move the request as the page showed it; raises BookingChanged where it has gone on since."""
    function = getattr(visit.store.bookings, move)
    who = visit.staff.id
    await visit.run(function, worked.booking.id, *what, who, visit.now, seen=_seen(visit), **more)


def _seen(visit: Visit) -> int:
    """How many steps the request had on the page that the form stood on."""
    return visit.form.number("version") or 0


async def _ask_whether_sure(
    visit: Visit, worked: WorkedBooking, times: list[datetime], town: str | None = None
) -> None:
    """Raise Doubtful for a time that a slip may have made, unless it was sent once more."""
    clock, booking, hours = ClinicClock(visit.desk.profile.zone), worked.booking, visit.desk.hours
    found = []
    for time in times:
        taken = await visit.run(visit.store.bookings.taken, booking.id, time, BESIDE)
        about = doubts(time, booking, town or booking.location, taken, hours, visit.now)
        found += [f"{clock.when(time)} {doubt}" for doubt in about]
    anyway = ";".join(time.isoformat() for time in times)
    if found and visit.form.get("anyway") != anyway:
        again = "Nothing was done yet: send it once more if it is meant."
        raise Doubtful(f"{'; '.join(found)}. {again}", anyway)


async def _chosen(visit: Visit, worked: WorkedBooking) -> datetime:
    offered = await visit.run(visit.store.bookings.offered, worked.booking.id)
    times = {each.at.isoformat(): each.at for each in offered}
    if not visit.form.get("time"):
        told = (
            "Choose one of the times offered, or give another one." if times else "Give the time."
        )
        raise FormError(told, "other")
    return times[visit.form.choice("time", "The time", times)]


async def _take(
    visit: Visit, reference: str, step: Step, done: str, *, moves: bool = True
) -> HTTPResponse:
    """Take a step; what is refused is said on the request's own page, with what was typed."""
    worked = await visit.run(visit.store.board.get, reference)
    try:
        if moves:  # before anything is said of what was typed, which was meant for another page
            await visit.run(visit.store.bookings.check_seen, worked.booking.id, _seen(visit))
        await step(visit, worked)
    except BookingChanged as error:
        who = await who_has(visit, error.who)
        told = f"{who} changed this request since you opened it. Nothing was done."
        return await request_page(visit, reference, error=told, status=409)
    except Doubtful as error:
        return await request_page(visit, reference, doubt=str(error), anyway=error.anyway)
    except FormError as error:
        return await request_page(visit, reference, error=str(error), status=400, wrong=error.field)
    except BookingStepRefused as error:
        return await request_page(visit, reference, error=str(error), status=400)
    if moves:
        await visit.run(visit.store.board.acted, worked.booking.id, visit.now)
    if worked.booking.conversation:
        zone = visit.desk.profile.zone
        await visit.run(visit.store.index.refresh, worked.booking.conversation, zone)
    await visit.record(done.replace("-", "_"), "booking", worked.booking.id)
    return visit.go(f"/staff/bookings/{worked.booking.reference}", done)
