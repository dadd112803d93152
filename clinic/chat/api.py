"""The chat API over HTTP: every call of openapi.yaml, each a few lines."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import structlog
from sanic import Blueprint, Request
from sanic.response import HTTPResponse
from sanic.response import json as json_response

from clinic.chat.hub import EventHub
from clinic.chat.intake import read_locale, read_message, read_number, read_object, read_rating
from clinic.chat.limits import Limits
from clinic.chat.metrics import Metrics
from clinic.chat.origins import Origins
from clinic.chat.problems import Problem, unauthorized
from clinic.chat.streams import Streams, event_json, iso
from clinic.chat.tokens import LIFETIME, RENEWABLE_FOR, Session, Tokens, bearer
from clinic.chat.transcript import as_text, everything_said
from clinic.settings import Settings
from clinic.store import Store
from clinic.store.signals import Signal

log = structlog.get_logger()

PREFIX = "/webhooks/chat/v1"
LONGEST_WAIT_S = 25  # below what proxies usually allow


@dataclass
class Chat:
    """What the calls need; `app.ctx.chat` of a running server."""

    store: Store
    settings: Settings
    clock: Callable[[], datetime]
    hub: EventHub
    tokens: Tokens
    limits: Limits
    origins: Origins
    streams: Streams
    metrics: Metrics


def make_chat(
    store: Store, settings: Settings, clock: Callable[[], datetime], **streaming: float
) -> Chat:
    hub = EventHub(store.signals, settings.streams_per_address)
    metrics = Metrics()
    metrics.follow(hub)
    return Chat(
        store,
        settings,
        clock,
        hub,
        Tokens(settings.secret, clock),
        Limits(settings),
        Origins(settings.allowed_origins),
        Streams(store, hub, clock, **streaming),
        metrics,
    )


def chat_blueprint() -> Blueprint:
    blueprint = Blueprint("chat", url_prefix=PREFIX)
    calls = {
        "/sessions": [("POST", open_session)],
        "/sessions/current": [("POST", renew_session), ("DELETE", erase_session)],
        "/sessions/current/transcript": [("GET", get_transcript)],
        "/messages": [("POST", post_message)],
        "/events": [("GET", get_events)],
        "/typing": [("POST", post_typing)],
        "/feedback": [("POST", post_feedback)],
    }
    for path, handlers in calls.items():
        for method, handler in handlers:
            blueprint.add_route(handler, path, methods=[method])
        name = "preflight" + path.replace("/", "_")
        blueprint.add_route(preflight, path, methods=["OPTIONS"], name=name)
    blueprint.on_request(admit)
    blueprint.on_response(mark)
    return blueprint


async def admit(request: Request) -> None:
    """Before any call: a page that may not use the chat, or calls too often, gets no further."""
    if request.method == "OPTIONS":
        return
    chat = _chat(request)
    chat.origins.of(request)
    chat.limits.request(request.ctx.address)


async def mark(request: Request, response: HTTPResponse) -> None:
    """After any call, refused or not."""
    chat = _chat(request)
    chat.origins.mark(request, response)
    chat.metrics.responded(response.status)
    response.headers.setdefault("Cache-Control", "no-store")


async def preflight(request: Request) -> HTTPResponse:
    return _chat(request).origins.preflight(request)


async def open_session(request: Request) -> HTTPResponse:
    chat = _chat(request)
    chat.limits.session(request.ctx.address)
    locale = read_locale(read_object(request))
    origin = chat.origins.of(request)
    opened = await chat.store.run_in_time(
        chat.store.conversations.open, chat.clock(), origin=origin, locale=locale
    )
    return json_response(_grant(chat, opened.id, origin), status=201)


async def renew_session(request: Request) -> HTTPResponse:
    chat = _chat(request)
    session = _session(request, expired_too=True)
    found = await chat.store.run_in_time(chat.store.conversations.get, session.conversation)
    if chat.clock() > found.last_message_at + RENEWABLE_FOR:
        raise unauthorized("conversation-over", "The conversation is over. Open a new one.")
    return json_response(_grant(chat, session.conversation, session.origin))


async def erase_session(request: Request) -> HTTPResponse:
    chat, session = _chat(request), _session(request)
    await chat.store.run_in_time(chat.store.conversations.get, session.conversation)
    await asyncio.shield(
        chat.store.run_in_time(
            chat.store.erasures.erase_conversation,
            session.conversation,
            chat.settings.secret,
            chat.clock(),
            chat.settings.erasures_file,
        )
    )
    await _publish(chat, Signal("erased", session.conversation))
    return HTTPResponse(status=204)


async def post_message(request: Request) -> HTTPResponse:
    chat, session = _chat(request), _session(request)
    message = read_message(read_object(request))
    chat.limits.message(session.conversation)
    chat.metrics.message_arrives(session.conversation, message.id)
    # A client that hangs up now does not cancel it: what was sent whole is stored.
    receipt = await asyncio.shield(
        chat.store.run_here_in_time(
            chat.store.inbox.take_in,
            session.conversation,
            message.id,
            chat.clock(),
            text=message.text,
            button=message.button,
        )
    )
    chat.metrics.message_taken(receipt.duplicate)
    # Ties the request's id to the turn's.
    log.info(
        "message_taken",
        conversation=session.conversation,
        turn=receipt.seq,
        duplicate=receipt.duplicate,
    )
    return json_response(vars(receipt), status=202)


async def get_events(request: Request) -> HTTPResponse | None:
    chat, session = _chat(request), _session(request)
    asked = request.headers.get("last-event-id") or request.args.get("after")
    after = read_number(asked, "after")
    if _prefers_json(request, "text/event-stream"):
        wait = read_number(request.args.get("wait"), "wait", most=LONGEST_WAIT_S)
        events = await chat.streams.once(session, after, wait, request.ctx.address)
        last = events[-1].seq if events else after
        return json_response({"events": [event_json(event) for event in events], "last": last})
    await chat.streams.follow(request, session, after)
    return None


async def post_typing(request: Request) -> HTTPResponse:
    chat, session = _chat(request), _session(request)
    await chat.store.run_in_time(chat.store.conversations.get, session.conversation)
    await _publish(chat, Signal("visitor_typing", session.conversation))
    return HTTPResponse(status=204)


async def post_feedback(request: Request) -> HTTPResponse:
    chat, session = _chat(request), _session(request)
    rating = read_rating(read_object(request))
    await chat.store.run_in_time(chat.store.conversations.get, session.conversation)
    await chat.store.run_in_time(
        chat.store.chat_events.rate,
        session.conversation,
        rating.seq,
        rating.helpful,
        rating.comment,
        chat.clock(),
    )
    return HTTPResponse(status=204)


async def get_transcript(request: Request) -> HTTPResponse:
    chat, session = _chat(request), _session(request)
    found, events = await chat.store.run_in_time(everything_said, chat.store, session.conversation)
    if _prefers_json(request, "text/plain"):
        said = [event_json(event) for event in events]
        return json_response(
            {"conversation": found.id, "opened_at": iso(found.created_at), "events": said}
        )
    return HTTPResponse(
        as_text(found, events),
        content_type="text/plain; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="chat.txt"'},
    )


def _chat(request: Request) -> Chat:
    return request.app.ctx.chat


def _session(request: Request, *, expired_too: bool = False) -> Session:
    """The session of the call's token, which must belong to the page that sends it."""
    chat = _chat(request)
    token = bearer(request.headers.get("authorization"))
    session = chat.tokens.read(token, expired_too=expired_too)
    origin = chat.origins.of(request)
    if origin is not None and origin != session.origin:
        raise Problem(403, "origin", "The token was issued to another site's page.")
    return session


def _grant(chat: Chat, conversation: str, origin: str | None) -> dict[str, Any]:
    return {
        "token": chat.tokens.issue(conversation, origin),
        "expires_in": int(LIFETIME.total_seconds()),
        "conversation": conversation,
    }


def _prefers_json(request: Request, otherwise: str) -> bool:
    return str(request.accept.match(otherwise, "application/json").mime) == "application/json"


async def _publish(chat: Chat, signal: Signal) -> None:
    await chat.store.run_in_time(chat.store.signals.publish, signal)
