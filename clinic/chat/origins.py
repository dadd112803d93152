"""Which pages may use the chat: those of the settings, and the server's own."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from sanic import Request
from sanic.response import HTTPResponse

from clinic.chat.problems import Problem

METHODS = "GET, POST, DELETE"
HEADERS = "Authorization, Content-Type, Last-Event-ID"
PREFLIGHT_LIVES_S = 7200

_ORIGIN = re.compile(r"https?://[A-Za-z0-9._:\[\]-]{1,240}")
_DEFAULT_PORTS = {"http": 80, "https": 443}


class Origins:
    def __init__(self, allowed: list[str]) -> None:
        self._allowed = {origin.lower().rstrip("/") for origin in allowed}

    def of(self, request: Request) -> str | None:
        """The page's origin, None where no browser names one; raises 403 for any other page."""
        origin = request.headers.get("origin")
        if origin is None:
            return None
        if _ORIGIN.fullmatch(origin):
            origin = origin.lower()
            if origin in self._allowed or _is_own(origin, request.headers.get("host", "")):
                return origin
        raise Problem(403, "origin", "Pages of this site may not use the chat.")

    def mark(self, request: Request, response: HTTPResponse) -> None:
        """Let the page read the answer, if it is one that may."""
        response.headers["Vary"] = "Origin, Accept"
        try:
            origin = self.of(request)
        except Problem:
            return
        if origin is not None:
            response.headers["Access-Control-Allow-Origin"] = origin
            response.headers["Access-Control-Expose-Headers"] = "Retry-After"

    def preflight(self, request: Request) -> HTTPResponse:
        """What a browser asks before it sends a call from another origin."""
        self.of(request)
        return HTTPResponse(
            status=204,
            headers={
                "Access-Control-Allow-Methods": METHODS,
                "Access-Control-Allow-Headers": HEADERS,
                "Access-Control-Max-Age": str(PREFLIGHT_LIVES_S),
            },
        )


def _is_own(origin: str, host: str) -> bool:
    """Whether the page came from this server, behind a proxy that ends TLS or not.

    Only the authority is compared: seen from here a page served over https may look like http.
    """
    try:
        parts, own = urlsplit(origin), urlsplit(f"{urlsplit(origin).scheme}://{host.lower()}")
        default = _DEFAULT_PORTS[parts.scheme]
        return bool(host) and (parts.hostname, parts.port or default) == (
            own.hostname,
            own.port or default,
        )
    except ValueError:
        return False
