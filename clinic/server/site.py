"""The widget's script and the demo page, read once and kept in memory."""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
from pathlib import Path

from sanic import Request, Sanic
from sanic.response import HTTPResponse

from clinic.settings import ROOT

WIDGET = ROOT / "widget" / "dist" / "widget.js"
DEMO = ROOT / "widget" / "demo"
WORTH_COMPRESSING = 512

PAGE_POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types clinic-chat",
    ]
)
REVALIDATED = "no-cache"
FOR_MINUTES = "public, max-age=300"
FOR_EVER = "public, max-age=31536000, immutable"


class Asset:
    """One file with its compressed form and what a cache needs to know."""

    def __init__(self, path: Path, cached: str, headers: dict[str, str] | None = None) -> None:
        self.body = path.read_bytes()
        self.version = hashlib.sha256(self.body).hexdigest()[:12]
        self._type = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        self._cached = cached
        self._headers = headers or {}
        self._packed = {"gzip": gzip.compress(self.body, 9, mtime=0)}
        brotli = path.with_name(path.name + ".br")
        if brotli.exists():
            self._packed = {"br": brotli.read_bytes(), **self._packed}

    async def __call__(self, request: Request) -> HTTPResponse:
        body, coding = self._fitting(request.headers.get("accept-encoding", ""))
        etag = f'"{self.version}{f"-{coding}" if coding else ""}"'
        headers = {
            "Cache-Control": self._cached,
            "ETag": etag,
            "Vary": "Accept-Encoding",
            **self._headers,
        }
        if etag in request.headers.get("if-none-match", ""):
            return HTTPResponse(status=304, headers=headers)
        if coding:
            headers["Content-Encoding"] = coding
        return HTTPResponse(body, headers=headers, content_type=_with_charset(self._type))

    def _fitting(self, accepted: str) -> tuple[bytes, str | None]:
        if len(self.body) < WORTH_COMPRESSING:
            return self.body, None
        wanted = {
            name.strip().lower(): parameter.replace(" ", "")
            for name, _, parameter in (each.partition(";") for each in accepted.split(","))
        }
        for coding, packed in self._packed.items():
            if wanted.get(coding, "q=0") not in ("q=0", "q=0.0", "q=0.00", "q=0.000"):
                return packed, coding
        return self.body, None


def setup_site(app: Sanic) -> None:
    """`/widget.js`, the same under an address that never changes its content, and the demo."""
    if WIDGET.exists():
        # The script is for other sites' pages; it holds nothing secret.
        foreign = {
            "Cross-Origin-Resource-Policy": "cross-origin",
            "Access-Control-Allow-Origin": "*",
        }
        current, fixed = Asset(WIDGET, FOR_MINUTES, foreign), Asset(WIDGET, FOR_EVER, foreign)
        _add(app, "/widget.js", current, "widget")
        _add(app, f"/widget-{fixed.version}.js", fixed, "widget_version")
    for path in sorted(DEMO.glob("*")) if DEMO.exists() else []:
        page = {"Content-Security-Policy": PAGE_POLICY} if path.suffix == ".html" else None
        address = "/" if path.name == "index.html" else f"/{path.name}"
        _add(app, address, Asset(path, REVALIDATED, page), f"demo_{path.stem}_{path.suffix[1:]}")


def _add(app: Sanic, address: str, asset: Asset, name: str) -> None:
    app.add_route(asset, address, methods=["GET", "HEAD"], name=name)


def _with_charset(kind: str) -> str:
    return f"{kind}; charset=utf-8" if kind.startswith("text/") else kind
