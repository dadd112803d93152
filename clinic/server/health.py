"""What the operator's tools look at: alive, ready, and how much is going on."""

from __future__ import annotations

import hmac
from ipaddress import ip_address

from sanic import Request, Sanic
from sanic.response import HTTPResponse
from sanic.response import json as json_response

from clinic.chat.api import Chat
from clinic.chat.problems import Problem
from clinic.chat.tokens import bearer
from clinic.errors import ConversationGone, StoreError

FORWARDED = ("forwarded", "x-forwarded-for", "x-real-ip")


def setup_health(app: Sanic) -> None:
    app.add_route(healthz, "/healthz", methods=["GET", "HEAD"])
    app.add_route(readyz, "/readyz", methods=["GET", "HEAD"])
    app.add_route(metrics, "/metrics")


async def healthz(_request: Request) -> HTTPResponse:
    return json_response({"alive": True}, headers={"Cache-Control": "no-store"})


async def readyz(request: Request) -> HTTPResponse:
    """Ready: the model has answered a test message (else we had not started), the database reads.

    Raises StoreUnavailable, a 503, where it does not.
    """
    chat: Chat = request.app.ctx.chat
    if chat.hub.closing:
        raise Problem(503, "stopping", "The server is being restarted.", retry_after=1)
    try:
        await chat.store.run_in_time(chat.store.conversations.get, "readyz")
    except ConversationGone:
        pass  # the database has answered
    return json_response({"ready": True}, headers={"Cache-Control": "no-store"})


async def metrics(request: Request) -> HTTPResponse:
    chat: Chat = request.app.ctx.chat
    if not _is_on_this_machine(request, chat.settings.trusted_proxies):
        expected = chat.settings.secret_of("metrics_token")
        given = bearer(request.headers.get("authorization"))
        if not expected or not hmac.compare_digest(given.encode(), expected.encode()):
            raise Problem(403, "metrics", "The metrics are for this machine, or need their token.")
    server = request.app
    # A scrape's own connection is among them.
    chat.metrics.connections_are(len(request.protocol.connections), server.ctx.most_connections)
    try:
        chat.metrics.backlog_is(await chat.store.run(chat.store.backlogs.look, chat.clock()))
    except StoreError:
        chat.metrics.backlog_is(None)  # what was counted in memory is told all the same
    return HTTPResponse(chat.metrics.text(), content_type="text/plain; version=0.0.4")


def _is_on_this_machine(request: Request, trusted_proxies: int) -> bool:
    """Whether the call was made here, not only handed on by a proxy that runs here."""
    if not trusted_proxies and any(name in request.headers for name in FORWARDED):
        return False
    try:
        return ip_address(request.ctx.address).is_loopback
    except ValueError:
        return False
