"""Headers that every answer carries."""

from __future__ import annotations

from sanic import Request, Sanic
from sanic.response import HTTPResponse

ALWAYS = {
    "Cache-Control": "no-store",  # but for files, which say how long they are good for
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
    "X-Frame-Options": "DENY",
    # For everything that is no page; pages bring their own.
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
}

# A browser that has been here by TLS does not come without it for a year.
TLS_ONLY = "max-age=31536000"


def setup_headers(app: Sanic) -> None:
    @app.on_response
    async def protect(request: Request, response: HTTPResponse) -> None:
        for name, value in ALWAYS.items():
            response.headers.setdefault(name, value)
        if _came_by_tls(request):
            response.headers["Strict-Transport-Security"] = TLS_ONLY


def _came_by_tls(request: Request) -> bool:
    """Whether the proxy that we believe says so; the server itself speaks no TLS."""
    trusted = request.app.ctx.chat.settings.trusted_proxies
    return bool(trusted) and request.headers.get("x-forwarded-proto", "").lower() == "https"
