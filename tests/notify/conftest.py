"""The server with a mail server and a webhook's receiver beside it, all on loopback."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from clinic.notify.delivery import Delivery
from clinic.settings import Settings, load_settings
from clinic.store import Store, open_store
from tests.chat.served import Clock
from tests.live import free_port


class PostOffice:
    """A real SMTP server; `answer` is what it says to a mail, `mails` what it accepted."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.answer = "250 accepted"
        self.port = free_port()
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self._controller.start()

    async def handle_RCPT(self, _server, _session, envelope, address, _options) -> str:  # noqa: ANN001, N802
        if self.answer.startswith("55"):
            return self.answer
        envelope.rcpt_tos.append(address)
        return "250 ok"

    async def handle_DATA(self, _server, _session, envelope) -> str:  # noqa: ANN001, N802
        if self.answer.startswith("250"):
            self.mails.append(message_from_bytes(envelope.content, policy=policy.default))
        return self.answer

    def close(self) -> None:
        if self._controller.server is not None:
            self._controller.stop()


class Receiver:
    """Another system's endpoint for the webhook; `status` is what it answers."""

    def __init__(self) -> None:
        self.status = 204
        self.received: list[tuple[dict[str, str], bytes]] = []
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:  # noqa: N802
                body = self.rfile.read(int(self.headers["Content-Length"]))
                receiver.received.append((dict(self.headers), body))
                self.send_response(receiver.status)
                self.end_headers()

            def log_message(self, *_: Any) -> None:
                pass

        self._server = HTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self._server.server_port}/hook"

    @property
    def events(self) -> list[dict[str, Any]]:
        return [json.loads(body) for _, body in self.received]

    def close(self) -> None:
        self._server.shutdown()


@pytest.fixture
def post_office() -> Iterator[PostOffice]:
    office = PostOffice()
    yield office
    office.close()


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    opened = Receiver()
    yield opened
    opened.close()


@pytest.fixture
def clock() -> Clock:
    return Clock()


class House:
    """A store with its delivery, without a server around it."""

    def __init__(self, settings: Settings, clock: Clock) -> None:
        self.settings, self.clock = settings, clock
        self.store: Store = open_store(settings)
        self.delivery = Delivery(self.store, settings, clock)

    def deliver(self) -> None:
        while self.delivery.deliver_due():
            pass


@pytest.fixture
def house(tmp_path: Path, clock: Clock) -> Iterator[Callable[..., House]]:
    opened: list[House] = []

    def build(**settings: Any) -> House:
        values = {
            "database_url": f"sqlite:///{tmp_path / 'clinic.db'}",
            "var_dir": tmp_path,
            "secret_key": "k" * 40,
            **settings,
            "_env_file": None,
        }
        opened.append(House(load_settings(**values), clock))
        return opened[-1]

    yield build
    for each in opened:
        each.store.close()
