"""Headers that every answer carries."""

from __future__ import annotations

from sanic import Request, Sanic
from sanic.response import HTTPResponse

ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
    "X-Frame-Options": "DENY",
    # For everything that is no page; pages bring their own.
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
}


def setup_headers(app: Sanic) -> None:
    @app.on_response
    async def protect(_request: Request, response: HTTPResponse) -> None:
        for name, value in ALWAYS.items():
            response.headers.setdefault(name, value)
