"""Who calls, under which id, and that no address asks for too much."""

from __future__ import annotations

import re
import secrets

import structlog
from sanic import Request, Sanic
from sanic.response import HTTPResponse

from clinic.chat.api import Chat
from clinic.chat.limits import client_address
from clinic.chat.problems import Problem
from clinic.console import too_many_calls
from clinic.notify.links import PATH as REQUEST_PAGE

STAFF = "/staff/"
SIGN_IN = "/staff/sign-in"
FILES = "/staff/static/"
_HEADER_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")


def setup_callers(app: Sanic) -> None:
    """Set `request.ctx.address` and the log's `request`; the chat API counts its own calls.

    Each answer names its request, so that a visitor's report can be found in the log.
    """

    @app.on_request
    async def admitted(request: Request) -> HTTPResponse | None:
        return admit(request)

    @app.on_response
    async def name(request: Request, response: HTTPResponse) -> None:
        identifier = structlog.contextvars.get_contextvars().get("request")
        if identifier:
            response.headers["X-Request-Id"] = identifier
        if request.method == "POST" and request.path == SIGN_IN:
            request.app.ctx.chat.metrics.sign_in_answered(response.status)


def admit(request: Request) -> HTTPResponse | None:
    """The page for a call that is one too many; a request is counted once, however often asked."""
    if not hasattr(request.ctx, "refusal"):
        chat: Chat = request.app.ctx.chat
        structlog.contextvars.clear_contextvars()  # of the connection's request before
        structlog.contextvars.bind_contextvars(request=secrets.token_hex(8))
        request.ctx.address = client_address(request, chat.settings.trusted_proxies)
        _refuse_ambiguous(request)
        request.ctx.refusal = _counted(request, chat)
    return request.ctx.refusal


def _counted(request: Request, chat: Chat) -> HTTPResponse | None:
    path = request.path + "/"
    if path.startswith(FILES) or not path.startswith((STAFF, REQUEST_PAGE + "/")):
        return None
    try:
        chat.limits.request(request.ctx.address)
    except Problem as refused:
        if path.startswith(STAFF):
            return too_many_calls(request, refused.retry_after or 1)
        raise
    return None


def _refuse_ambiguous(request: Request) -> None:
    """Raise a 400 problem where a proxy could have read the request otherwise than we do.

    Then the two would not agree where it ends, and somebody else's could begin in the middle.
    """
    headers = request.headers
    lengths = headers.getall("content-length", [])
    if (
        not all(map(_HEADER_NAME.fullmatch, headers))
        or len(headers.getall("host", [])) > 1
        or not all(length.isascii() and length.isdigit() for length in lengths)
    ):
        request.stream.keep_alive = False
        raise Problem(400, "malformed", "A header cannot be read in one way only.")
