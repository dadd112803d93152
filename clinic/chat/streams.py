"""A conversation's events as a stream, or once: the table is the truth, signals only wake."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from datetime import datetime
from typing import Any

from sanic import Request

from clinic.chat.hub import EventHub, Watch
from clinic.chat.tokens import Session
from clinic.errors import ConversationGone, StoreError, StoreUnavailable
from clinic.store import Store
from clinic.store.chat_events import ChatEvent
from clinic.store.signals import Signal
from clinic.store.takeovers import HOLDERS

HEARTBEAT_S = 15.0  # the client gives up after 40; the server's RESPONSE_TIMEOUT is longer
PAGE = 200  # events read at once, so that a long history does not lie in memory
STORE_AWAY_S = 1.0
HEADERS = {
    "Cache-Control": "no-store, no-transform",
    "X-Accel-Buffering": "no",  # nginx would hold the events back
}


def event_json(event: ChatEvent) -> dict[str, Any]:
    """An event as the protocol shows it."""
    shown = {
        "seq": event.seq,
        "role": event.role,
        "text": event.text,
        "buttons": event.buttons,
        "at": iso(event.at),
        "reply_to": event.reply_to,
    }
    if event.card is not None:
        shown["card"] = event.card
    if event.ask is not None:
        shown["ask"] = event.ask
    if event.response in HOLDERS:
        shown["holder"] = HOLDERS[event.response]
    return shown


def iso(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


class Streams:
    """Serves the events of conversations to those who wait for them."""

    def __init__(
        self,
        store: Store,
        hub: EventHub,
        clock: Callable[[], datetime],
        heartbeat: float = HEARTBEAT_S,
    ) -> None:
        self._store = store
        self._hub = hub
        self._clock = clock
        self._heartbeat = heartbeat

    async def once(
        self, session: Session, after: int, wait: float, address: str
    ) -> list[ChatEvent]:
        """The events after `after`; where there are none yet, wait so many seconds for one."""
        if not wait:
            return await self._store.run_in_time(self._look, session.conversation, after)
        until = asyncio.get_running_loop().time() + wait
        with self._hub.watch(session.conversation, address) as watch:
            while True:
                watch.take()
                events = await self._store.run_in_time(self._look, session.conversation, after)
                left = until - asyncio.get_running_loop().time()
                if events or left <= 0 or watch.closed:
                    return events
                await watch.wait(left)

    async def follow(self, request: Request, session: Session, after: int) -> None:
        """Send everything after `after`, then what comes, until somebody hangs up."""
        # Listening begins before the first look, so that nothing falls in between.
        with self._hub.watch(session.conversation, request.ctx.address) as watch:
            events = await self._store.run_in_time(self._look, session.conversation, after)
            if events and not after:
                await self._page_loaded(session.conversation)
            response = await request.respond(
                content_type="text/event-stream; charset=utf-8", headers=HEADERS
            )
            tail = _Tail(self._store, response.send, session.conversation, after)
            await tail.send_all(events)
            await tail.send(_frame("ready", {"last": tail.last}))
            await self._live(tail, watch, session)
            await response.eof()

    async def _page_loaded(self, conversation: str) -> None:
        """Only a page that was just loaded has none of the events; one that reconnects has."""
        with suppress(StoreError):  # reading goes on where nothing can be written
            loaded = self._store.conversations.loaded
            await self._store.run_in_time(loaded, conversation, self._clock())

    async def _live(self, tail: _Tail, watch: Watch, session: Session) -> None:
        notes: list[Signal] = []
        pause = self._heartbeat
        while not watch.closed and self._clock() < session.expires_at:
            idle = not await watch.wait(pause)
            if idle:
                await tail.send(b":\n\n")
            notes += watch.take()
            try:
                events: list[ChatEvent] = []
                if idle:  # a wake-up may have been lost
                    events = await self._store.run_in_time(self._look, *tail.place)
                elif watch.fresh:
                    events = await self._news(tail, watch)
                pause = self._heartbeat
                await tail.send_all(events, notes)
                notes = []
            except ConversationGone:
                return  # the client comes back and is told so by a 401
            except StoreUnavailable:
                pause = STORE_AWAY_S
                await tail.send_all([], [note for note in notes if note.kind != "turn_done"])
                notes = [note for note in notes if note.kind == "turn_done"]

    async def _news(self, tail: _Tail, watch: Watch) -> list[ChatEvent]:
        """What was committed since, as we were told it or as it stands in the table."""
        said = watch.take_said(tail.last)
        if said is None:
            said = await self._store.run_in_time(self._read, *tail.place)
        return said

    def _look(self, conversation: str, after: int) -> list[ChatEvent]:
        """Raise ConversationGone where it was erased, by whatever process."""
        if self._store.conversations.get(conversation).last_seq <= after:
            return []
        return self._read(conversation, after)

    def _read(self, conversation: str, after: int) -> list[ChatEvent]:
        return self._store.chat_events.after(conversation, after, PAGE)


class _Tail:
    """How far one stream has come."""

    __slots__ = ("_store", "conversation", "last", "send")

    def __init__(
        self,
        store: Store,
        send: Callable[[bytes], Awaitable[None]],
        conversation: str,
        last: int,
    ) -> None:
        self._store = store
        self.send = send
        self.conversation = conversation
        self.last = last

    @property
    def place(self) -> tuple[str, int]:
        return self.conversation, self.last

    async def send_all(self, events: list[ChatEvent], notes: Iterable[Signal] = ()) -> None:
        """Send these events and all that are behind them, then the notes: a page in one piece."""
        while len(events) == PAGE:
            await self._send_page(events)
            events = await self._store.run_in_time(self._store.chat_events.after, *self.place, PAGE)
        await self._send_page(events, notes)

    async def _send_page(self, events: list[ChatEvent], notes: Iterable[Signal] = ()) -> None:
        frames = [_frame("message", event_json(event), event.seq) for event in events]
        frames += (_frame(note.kind, {"reply_to": note.reply_to}) for note in notes)
        if not frames:
            return
        await self.send(b"".join(frames))
        if events:
            self.last = events[-1].seq


def _frame(kind: str, data: dict[str, Any], identifier: int | None = None) -> bytes:
    number = "" if identifier is None else f"id: {identifier}\n"
    return f"{number}event: {kind}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n".encode()
