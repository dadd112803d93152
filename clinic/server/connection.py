"""Connections that have no patience with a client that sends or reads too slowly."""

from __future__ import annotations

import asyncio
import resource
from asyncio.transports import BaseTransport

import structlog
from sanic import Request
from sanic.exceptions import RequestTimeout
from sanic.http import Stage
from sanic.server import HttpProtocol

from clinic.console import FORM_LIMIT, is_own_form
from clinic.server.callers import admit

log = structlog.get_logger()

MOST_CONNECTIONS = 6000  # all open streams (hub.MOST_STREAMS) and as many again that come and go
SPARE_FILES = 300  # for the database, logs, models, mails
# Unread answers of one connection: an open stream whose reader has gone quiet stays small.
MOST_UNREAD = 16 * 1024


class PatientRequest(Request):
    """A request whose body has to arrive within the request timeout, in all.

    Who is signed in may send more than others: an answer, or examples by the hundred.
    """

    async def receive_body(self) -> None:
        stream = self.stream
        if stream.request_max_size < (stream.request_bytes_left or 0) <= FORM_LIMIT:
            # Whether an address asks for too much is known at once; who is signed in is looked up.
            if admit(self) is None and await is_own_form(self):
                stream.request_max_size = FORM_LIMIT
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
        # Who connects has something to say: idling is for those who have said something.
        self.keep_alive_timeout = self.request_timeout
        if len(self.connections) > self.app.ctx.most_connections:
            self._make_room()

    def data_received(self, data: bytes) -> None:
        began = self._time
        super().data_received(data)
        self.keep_alive_timeout = self.app.config.KEEP_ALIVE_TIMEOUT
        http = getattr(self, "_http", None)  # made by the connection's task, a moment later
        if http is not None and http.stage is not Stage.IDLE:
            self._time = began

    @property
    def waits(self) -> bool:
        """Whether nothing is owed to the client: it idles, or has not sent its request in full."""
        return self.http is None or self.http.stage in (Stage.IDLE, Stage.REQUEST)

    def _make_room(self) -> None:
        """Let the connection go that has waited longest, or this one where all are at work."""
        waiting = [each for each in self.connections if each is not self and each.waits]
        least_loss = min(waiting, key=lambda each: each._time, default=self)
        self.app.ctx.chat.metrics.connection_cut()
        least_loss.abort()


def room_for_connections() -> int:
    """Raise the limit of open files as far as is allowed; returns how many connections that holds.

    A process that runs out of files can neither accept a connection nor open its database.
    """
    wanted = MOST_CONNECTIONS + SPARE_FILES
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    allowed = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    if soft != resource.RLIM_INFINITY and soft < allowed:
        try:
            resource.setrlimit(resource.RLIMIT_NOFILE, (allowed, hard))
            soft = allowed
        except (OSError, ValueError):  # some systems say yes and mean no
            pass
    files = wanted if soft == resource.RLIM_INFINITY else soft
    room = max(64, min(MOST_CONNECTIONS, files - SPARE_FILES))
    if room < MOST_CONNECTIONS:
        log.warning("few_open_files", connections=room, raise_limit_to=wanted)
    return room
