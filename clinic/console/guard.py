"""Stands before every page: session, role, form token; and turns errors into pages."""

from __future__ import annotations

import asyncio
import hmac
import math
import secrets
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any
from urllib.parse import quote, urlsplit

import structlog
from sanic import Request
from sanic.exceptions import RequestCancelled, SanicException
from sanic.response import HTTPResponse

from clinic.console.desk import Desk
from clinic.console.forms import FormError
from clinic.console.visit import Visit
from clinic.errors import (
    BrokenFile,
    Busy,
    ClinicError,
    ConversationGone,
    StoreUnavailable,
    UnknownBooking,
    UnknownEvent,
    UnknownRelease,
    UnknownStaff,
)

log = structlog.get_logger()

Handler = Callable[..., Awaitable[HTTPResponse]]

SESSION_COOKIE = "staff"
FORM_COOKIE = "staff_form"
RETRY_AFTER_S = 2.0
FORM_LIMIT = 256 * 1024  # bytes of a form of who is signed in
ANYBODY: frozenset[str] = frozenset()

REFUSALS = {
    400: ("This can't be used", "Something in the form or the address can't be read."),
    401: ("Please sign in", "You are signed out, so nothing was changed."),
    403: ("Not yours to do", "Your role does not include this page. An admin can change that."),
    404: ("There is no such page", "What you look for does not exist, or was erased."),
    405: ("Not this way", "This address takes a form only. Go back and use the page's button."),
    409: ("A training file is broken", "Somebody has to put it right; visitors notice nothing."),
    413: (
        "Too much at once",
        f"A form may hold {FORM_LIMIT // 1024} KiB, and this one is larger, so nothing was "
        "changed. Send it in parts.",
    ),
    429: ("Too many calls", "Your address has asked for too much at once. Wait a moment."),
    500: ("Something went wrong", "Nothing was changed. The log says what happened."),
    503: ("Please try again", "The database can't be used right now, so nothing was changed."),
}
STALE_FORM = (
    "The form was too old",
    "For your safety a form is good for one session only. Go back, reload the page, send it again.",
)


def guarded(
    handler: Handler,
    roles: frozenset[str] | None,
    *,
    quiet: bool = False,
) -> Handler:
    """A Sanic handler that lets in who holds one of `roles`.

    None lets in even who is not signed in; ANYBODY everybody who is. A quiet page is one that
    a browser calls by itself: it does not count as being seen.
    """

    async def answer(request: Request, **parameters: Any) -> HTTPResponse:
        desk: Desk = request.app.ctx.desk
        visit = Visit(request, desk, None)
        try:
            visit.session = await _session(visit)
            visit.form_cookie = request.cookies.get(FORM_COOKIE) or secrets.token_urlsafe(24)
            response = _refusal(visit, roles)
            if response is None:
                if visit.session and not quiet:
                    await visit.run(visit.store.staff_sessions.seen, visit.session, visit.now)
                response = await handler(visit, **parameters)
        except asyncio.CancelledError:
            raise
        except Exception as error:
            response = error_page(visit, error)
        if visit.session is None and roles is None:
            set_cookie(visit, response, FORM_COOKIE, visit.form_cookie)
        return response

    return answer


def error_page(visit: Visit, error: BaseException) -> HTTPResponse:
    """The page for an error that no handler has dealt with."""
    match error:
        case FormError():
            return refuse(visit, 400, str(error))
        case ConversationGone() | UnknownStaff() | UnknownEvent() | UnknownBooking():
            return refuse(visit, 404)
        case UnknownRelease():
            return refuse(visit, 404)
        case BrokenFile():
            return refuse(visit, 409, str(error))
        case StoreUnavailable():
            return refuse(visit, 503, retry_after=RETRY_AFTER_S)
        case Busy():
            return refuse(visit, 503, str(error), retry_after=RETRY_AFTER_S)
        case ClinicError():
            return refuse(visit, 400, str(error))
        case SanicException() if error.status_code in REFUSALS:
            return refuse(visit, error.status_code)
    route = visit.request.route
    log.error("page_failed", route=route.path if route else None, exc_info=error)
    return refuse(visit, 500)


def refuse(
    visit: Visit, status: int, told: str | None = None, *, retry_after: float | None = None
) -> HTTPResponse:
    title, text = REFUSALS[status]
    page = visit.page("refusal.html", status=status, title=title, text=told or text)
    if retry_after is not None:
        page.headers["Retry-After"] = str(max(1, math.ceil(retry_after)))
    return page


def too_many_calls(request: Request, retry_after: float) -> HTTPResponse:
    """The page for an address that calls too often; nothing is looked up for it."""
    visit = Visit(request, request.app.ctx.desk, None)
    return refuse(visit, 429, retry_after=retry_after)


def refused(request: Request, error: Exception) -> HTTPResponse:
    """The page for what no handler has seen: too large, too slow, not to be read."""
    visit = Visit(request, request.app.ctx.desk, None)
    status = getattr(error, "status", None) or getattr(error, "status_code", None)
    if isinstance(error, RequestCancelled):  # the browser went away, or asked anew
        status = 400
    if status is None or status >= 500:
        return error_page(visit, error)
    page = refuse(
        visit,
        status if status in REFUSALS else 400,
        retry_after=getattr(error, "retry_after", None),
    )
    if allow := (getattr(error, "headers", None) or {}).get("Allow"):
        page.headers["Allow"] = allow
    return page


async def is_own_form(request: Request) -> bool:
    """Whether somebody who is signed in sends a form of the console's."""
    is_form = request.method == "POST" and request.path.startswith("/staff/")
    return is_form and await _session(Visit(request, request.app.ctx.desk, None)) is not None


def set_cookie(
    visit: Visit,
    response: HTTPResponse,
    name: str,
    value: str,
    *,
    forget: bool = False,
    lasts: timedelta | None = None,
) -> None:
    """For this site's own pages only; over TLS it never travels without."""
    response.add_cookie(
        name,
        value,
        path="/staff",
        httponly=True,
        secure=is_secure(visit),
        samesite="Lax",
        max_age=0 if forget else int(lasts.total_seconds()) if lasts else None,
    )


def is_secure(visit: Visit) -> bool:
    """Whether the browser speaks TLS, to us or to a proxy that we believe."""
    request = visit.request
    if visit.desk.settings.trusted_proxies:
        return request.headers.get("x-forwarded-proto", "").lower() == "https"
    return request.scheme == "https"


async def _session(visit: Visit) -> Any:
    cookie = visit.request.cookies.get(SESSION_COOKIE)
    if not cookie or len(cookie) > 128:
        return None
    desk = visit.desk
    return await visit.run(
        desk.store.staff_sessions.find, cookie, visit.now, idle=desk.idle, absolute=desk.absolute
    )


def _refusal(visit: Visit, roles: frozenset[str] | None) -> HTTPResponse | None:
    if roles is not None and visit.session is None:
        return _to_sign_in(visit)
    if roles and not visit.staff.may(roles):
        return refuse(visit, 403)
    if visit.request.method == "POST" and not _is_own_form(visit):
        title, text = STALE_FORM
        return visit.page("refusal.html", status=403, title=title, text=text)
    return None


def _to_sign_in(visit: Visit) -> HTTPResponse:
    request = visit.request
    if visit.is_htmx:  # the page stays, with what is typed in it
        return HTTPResponse(status=401, headers={"Cache-Control": "no-store"})
    if request.method == "POST":
        return refuse(visit, 401)
    back = request.path + (f"?{request.query_string}" if request.query_string else "")
    return visit.go("/staff/sign-in?next=" + quote(back, safe=""))


def _is_own_form(visit: Visit) -> bool:
    """The form carries the session's token, and no other site's page has sent it."""
    request = visit.request
    origin = request.headers.get("origin")
    if origin and urlsplit(origin).netloc != request.headers.get("host"):
        return False
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return False
    given = visit.form.get("csrf") or request.headers.get("x-csrf", "")
    return hmac.compare_digest(given.encode(), visit.csrf.encode())
