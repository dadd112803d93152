"""What is refused outside of every handler: below /staff by a page, elsewhere by a problem."""

from __future__ import annotations

from sanic import Request
from sanic.response import HTTPResponse

from clinic.chat.problems import Problems
from clinic.console import refused
from clinic.server.callers import STAFF


class Refusals(Problems):
    def default(self, request: Request, exception: Exception) -> HTTPResponse:
        if f"{request.path}/".startswith(STAFF):
            return refused(request, exception)
        return super().default(request, exception)
