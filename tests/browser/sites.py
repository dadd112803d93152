"""Pages of other sites, and proxies between a visitor and the server."""

from __future__ import annotations

import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx

PAGE = """<!doctype html>
<html lang="{lang}"{attributes}>
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>A page</title>{head}</head>
<body><main><h1>A page</h1><p id="text">Its text.</p><button id="own">Its button</button></main>
{body}</body></html>"""


class _Quiet(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        pass


class _Served:
    """An HTTP server in a thread."""

    def __init__(self, handler: type[BaseHTTPRequestHandler]) -> None:
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()


class Site(_Served):
    """One page under an origin of its own, with the headers that a test gives it."""

    def __init__(self) -> None:
        self.html = ""
        self.headers: dict[str, str] = {}
        site = self

        class Handler(_Quiet):
            def do_GET(self) -> None:
                body = site.html.encode()
                self.send_response(200)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Length", str(len(body)))
                for name, value in site.headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

        super().__init__(Handler)

    def show(
        self,
        body: str = "",
        *,
        head: str = "",
        lang: str = "en",
        attributes: str = "",
        **headers: str,
    ) -> str:
        """Set the page; keyword arguments are headers: `content_security_policy="…"`."""
        self.html = PAGE.format(body=body, head=head, lang=lang, attributes=attributes)
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.url


class Proxy(_Served):
    """Hands requests on to a server; a test may hold answers back or refuse some."""

    def __init__(self, upstream: str) -> None:
        self.buffers_streams = False
        self.refuse: Callable[[str, str], dict[str, str] | None] = lambda _method, _path: None
        self.seen: list[tuple[str, str]] = []  # method and what it accepts, for the events
        proxy = self

        class Handler(_Quiet):
            def handle_any(self) -> None:
                proxy._hand_on(self, upstream)

            do_GET = do_POST = do_DELETE = do_HEAD = do_OPTIONS = handle_any

        super().__init__(Handler)

    def _hand_on(self, call: BaseHTTPRequestHandler, upstream: str) -> None:
        body = call.rfile.read(int(call.headers.get("Content-Length", 0)))
        self.seen.append((f"{call.command} {call.path}", call.headers.get("Accept", "")))
        refused = self.refuse(call.command, call.path)
        if refused is not None:
            call.send_response(429)
            for name, value in ({"Content-Length": "0"} | refused).items():
                call.send_header(name, value)
            call.end_headers()
            return
        headers = {
            name: value
            for name, value in call.headers.items()
            if name.lower() not in ("content-length", "connection", "accept-encoding")
        }
        try:
            self._answer(call, upstream, body, headers)
        except (OSError, httpx.HTTPError):
            call.close_connection = True

    def _answer(
        self, call: BaseHTTPRequestHandler, upstream: str, body: bytes, headers: dict[str, str]
    ) -> None:
        with httpx.stream(
            call.command, upstream + call.path, content=body, headers=headers, timeout=60
        ) as answer:
            streams = "event-stream" in answer.headers.get("content-type", "")
            if not streams or self.buffers_streams:
                content = answer.read()  # of a stream there is no end
                call.send_response(answer.status_code)
                self._copy_headers(call, answer)
                call.send_header("Content-Length", str(len(content)))
                call.end_headers()
                call.wfile.write(content if call.command != "HEAD" else b"")
                return
            call.send_response(answer.status_code)
            self._copy_headers(call, answer)
            call.send_header("Transfer-Encoding", "chunked")
            call.end_headers()
            for part in answer.iter_bytes():
                call.wfile.write(f"{len(part):x}\r\n".encode() + part + b"\r\n")
                call.wfile.flush()

    @staticmethod
    def _copy_headers(call: BaseHTTPRequestHandler, answer: httpx.Response) -> None:
        skipped = ("content-length", "transfer-encoding", "connection", "content-encoding")
        for name, value in answer.headers.items():
            if name not in skipped:
                call.send_header(name, value)
