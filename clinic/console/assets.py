"""Styles and scripts of the console, under addresses that change with their content."""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
from functools import lru_cache
from pathlib import Path

from sanic import Request
from sanic.exceptions import NotFound
from sanic.response import HTTPResponse

STATIC = Path(__file__).parent / "static"
FILES = {
    "htmx.js": "vendor/htmx-2.0.11.min.js",
    "pico.css": "vendor/pico-2.1.1.classless.min.css",
    "console.css": "console.css",
    "print.css": "print.css",
    "console.js": "console.js",
    "connection.js": "connection.js",
}


@lru_cache
def _content(name: str) -> tuple[bytes, bytes, str]:
    body = (STATIC / FILES[name]).read_bytes()
    return body, gzip.compress(body, 9, mtime=0), hashlib.sha256(body).hexdigest()[:12]


def asset_address(name: str) -> str:
    return f"/staff/static/{_content(name)[2]}/{name}"


async def serve_asset(request: Request, version: str, name: str) -> HTTPResponse:
    """Kept for ever by caches; another version's address is gone."""
    if name not in FILES or _content(name)[2] != version:
        raise NotFound("There is no such file.")
    body, packed, _ = _content(name)
    headers = {"Cache-Control": "public, max-age=31536000, immutable", "Vary": "Accept-Encoding"}
    if "gzip" in request.headers.get("accept-encoding", ""):
        body, headers["Content-Encoding"] = packed, "gzip"
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return HTTPResponse(body, headers=headers, content_type=f"{kind}; charset=utf-8")
