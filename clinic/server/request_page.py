"""Serves the page behind the link in a mail; a change is a POST, so no mail scanner makes one."""

from __future__ import annotations

from datetime import UTC, datetime
from importlib.resources import files

from sanic import Request, Sanic
from sanic.response import HTTPResponse, html, raw, redirect

from clinic.errors import BookingStepRefused
from clinic.notify import calendar_file, links
from clinic.notify.request_page import gone_page, request_page
from clinic.notify.wording import Wording
from clinic.profile import load_profile
from clinic.settings import Settings
from clinic.store import Store
from clinic.store.bookings import Booking
from clinic.store.unit_of_work import LatePress

POLICY = "; ".join(
    [
        "default-src 'none'",
        "style-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    ]
)
LONGEST_WISH = 300  # characters
STAFF_READ = "en"


def setup_request_page(app: Sanic, settings: Settings) -> None:
    wording = Wording(load_profile(settings.clinic_file))
    style = (files("clinic.notify") / "templates" / "request.css").read_bytes()

    @app.get("/request.css", name="request_style")
    async def look(_request: Request) -> HTTPResponse:
        return raw(style, content_type="text/css; charset=utf-8")

    @app.get(f"{links.PATH}/<token:str>", name="request")
    async def show(request: Request, token: str) -> HTTPResponse:
        booking = await _booking(request, settings, token)
        if booking is None:
            return _page(gone_page(wording), 404)
        if "calendar" in request.args or request.query_string == "calendar":
            return _calendar(booking, wording)
        return await _shown(request, wording, booking)

    @app.post(f"{links.PATH}/<token:str>", name="request_step")
    async def change(request: Request, token: str) -> HTTPResponse:
        booking = await _booking(request, settings, token)
        if booking is None:
            return _page(gone_page(wording), 404)
        store, now = request.app.ctx.chat.store, request.app.ctx.chat.clock()
        try:
            await store.run(_step, store, wording, booking, request, now)
        except (BookingStepRefused, ValueError) as error:
            if isinstance(error, BookingStepRefused):
                await store.run(store.bookings.come_too_late, _late(booking, request), now)
            booking = await store.run(store.bookings.find, booking.id)
            return await _shown(request, wording, booking, too_late=True)
        return redirect(request.path, status=303)  # so that a reload repeats nothing


async def _booking(request: Request, settings: Settings, token: str) -> Booking | None:
    chat = request.app.ctx.chat
    identifier = links.read(settings.secret, token, chat.clock())
    return await chat.store.run(chat.store.bookings.find, identifier) if identifier else None


def _step(
    store: Store, wording: Wording, booking: Booking, request: Request, now: datetime
) -> Booking:
    wanted = request.form.get("do")
    if wanted == "accept":
        time = _time(request)
        return store.bookings.accept(booking.id, time, now, wording.time(time, STAFF_READ, now))
    if wanted == "other":
        said = (request.form.get("wish") or "").strip()[:LONGEST_WISH] or None
        return store.bookings.ask_other_time(booking.id, said, now)
    if wanted == "cancel":
        return store.bookings.cancel(booking.id, "visitor", now)
    raise ValueError("the form names no step")


def _time(request: Request) -> datetime:
    return datetime.fromisoformat(request.form.get("time") or "").astimezone(UTC)


def _late(booking: Booking, request: Request) -> LatePress:
    """What was refused, for the request's history."""
    wanted = request.form.get("do")
    times = (_time(request),) if wanted == "accept" else ()
    return LatePress(booking.id, f"late_{wanted}", times)


async def _shown(
    request: Request, wording: Wording, booking: Booking, *, too_late: bool = False
) -> HTTPResponse:
    chat = request.app.ctx.chat
    offered = await chat.store.run(chat.store.bookings.offered, booking.id)
    page = request_page(wording, booking, offered, chat.clock(), too_late=too_late)
    return _page(page, 409 if too_late else 200)


def _calendar(booking: Booking, wording: Wording) -> HTTPResponse:
    if booking.appointment is None:
        return _page(gone_page(wording, booking.locale), 404)
    return raw(
        calendar_file.appointment_file(booking, wording),
        content_type="text/calendar; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="{calendar_file.file_name(booking)}"',
            "Cache-Control": "no-store",
        },
    )


def _page(body: str, status: int = 200) -> HTTPResponse:
    headers = {"Content-Security-Policy": POLICY, "Cache-Control": "no-store"}
    return html(body, status=status, headers=headers)
