"""Who calls, and that no address asks for too much of what is not the chat's own."""

from __future__ import annotations

from sanic import Request, Sanic
from sanic.response import HTTPResponse

from clinic.chat.api import Chat
from clinic.chat.limits import client_address
from clinic.chat.problems import Problem
from clinic.console import too_many_calls
from clinic.notify.links import PATH as REQUEST_PAGE

STAFF = "/staff/"
FILES = "/staff/static/"


def setup_callers(app: Sanic) -> None:
    """Put the caller's address into `request.ctx.address`; the chat API counts its own calls."""

    @app.on_request
    async def admit(request: Request) -> HTTPResponse | None:
        chat: Chat = request.app.ctx.chat
        request.ctx.address = client_address(request, chat.settings.trusted_proxies)
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
