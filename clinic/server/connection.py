"""Connections that have no patience with a client that sends or reads too slowly."""

from __future__ import annotations

import asyncio
from asyncio.transports import BaseTransport

from sanic import Request
from sanic.exceptions import RequestTimeout
from sanic.http import Stage
from sanic.server import HttpProtocol

# Unread answers of one connection: an open stream whose reader has gone quiet stays small.
MOST_UNREAD = 16 * 1024


class PatientRequest(Request):
    """A request whose body has to arrive within the request timeout, in all."""

    async def receive_body(self) -> None:
        try:
            async with asyncio.timeout(self.app.config.REQUEST_TIMEOUT):
                await super().receive_body()
        except TimeoutError:
            # Sanic would go on reading the rest of it before it lets go of the connection.
            self.stream.keep_alive = False
            self.stream.request_body = None
            raise RequestTimeout("The body came too slowly.") from None


class PatientProtocol(HttpProtocol):
    """Counts a request's time from its first byte; Sanic starts anew with every byte."""

    __slots__ = ()

    def connection_made(self, transport: BaseTransport) -> None:
        super().connection_made(transport)
        transport.set_write_buffer_limits(high=MOST_UNREAD)

    def data_received(self, data: bytes) -> None:
        began = self._time
        super().data_received(data)
        http = getattr(self, "_http", None)  # made by the connection's task, a moment later
        if http is not None and http.stage is not Stage.IDLE:
            self._time = began
