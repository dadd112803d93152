"""Wake-ups: in the process by a call, between replicas by PostgreSQL's LISTEN/NOTIFY."""

from __future__ import annotations

import asyncio
import json
import select
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

import psycopg2
import psycopg2.extensions
import sqlalchemy as sa
import structlog

from clinic.errors import StoreError
from clinic.store.chat_events import ChatEvent
from clinic.store.database import Database
from clinic.store.engines import CONNECT_TIMEOUT_S
from clinic.store.prepared import Prepared

log = structlog.get_logger()

CHANNEL = "clinic"
TOLD = ("kind", "conversation", "reply_to")  # what other replicas are told of a signal
_NOTIFY = Prepared(sa.text(f"SELECT pg_notify('{CHANNEL}', told) FROM unnest(:told) AS told"))


@dataclass(frozen=True)
class Signal:
    """Something happened in a conversation; a hint, never the truth (that is in the tables)."""

    # "inbox", "events", "typing", "delayed", "turn_done", "visitor_typing", "erased"; "missed" is
    # about every conversation: nobody knows what was said while we could not listen.
    kind: str
    conversation: str
    reply_to: str | None = None
    # The very events that were committed, where this process has written them: who follows the
    # conversation need not read them. None where nobody says what they are.
    said: tuple[ChatEvent, ...] | None = field(default=None, compare=False)


Listener = Callable[[Signal], None]


class Signals:
    """Publishes signals, from any thread, and hands them to whoever listens."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._listeners: dict[asyncio.AbstractEventLoop | None, list[Listener]] = {}
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None

    def listen(self, listener: Listener) -> None:
        """Call `listener` with every signal: on the event loop that this is called on.

        Outside of one it is called in whatever thread a signal comes from. On PostgreSQL it hears
        every replica's signals, its own included.
        """
        self._listeners.setdefault(_running_loop(), []).append(listener)
        if not self._database.is_sqlite and self._thread is None:
            self._thread = threading.Thread(target=self._follow, name="listen", daemon=True)
            self._thread.start()

    def publish(self, signal: Signal) -> None:
        """Tell every listener; a signal that cannot be sent is made up for by the next poll."""
        if self._database.is_sqlite:
            self._hand_out(signal)
            return
        try:
            with self._database.write() as connection:
                notify(connection, signal)
        except StoreError as error:
            log.warning("signal_not_sent", kind=signal.kind, error=type(error).__name__)

    def publish_committed(self, signal: Signal) -> None:
        """Tell the listeners of a change whose transaction carried `notify` where it could."""
        if self._database.is_sqlite:
            self._hand_out(signal)

    def stop(self) -> None:
        self._stopping.set()
        if self._thread is not None:
            self._thread.join(timeout=CONNECT_TIMEOUT_S + 1)

    def _hand_out(self, signal: Signal) -> None:
        for loop, listeners in self._listeners.items():
            if loop is None:
                _tell(listeners, signal)
            else:
                with suppress(RuntimeError):  # the loop is closed: nobody is left to be told
                    loop.call_soon_threadsafe(_tell, listeners, signal)

    def _follow(self) -> None:
        while not self._stopping.is_set():
            try:
                self._follow_once()
            except (psycopg2.Error, OSError) as error:
                log.warning("listen_lost", error=type(error).__name__)
                self._stopping.wait(0.5)

    def _follow_once(self) -> None:
        connection = psycopg2.connect(
            self._database.raw_url(),
            connect_timeout=CONNECT_TIMEOUT_S,
            application_name="clinic",
        )
        try:
            connection.set_isolation_level(psycopg2.extensions.ISOLATION_LEVEL_AUTOCOMMIT)
            with connection.cursor() as cursor:
                cursor.execute(f"LISTEN {CHANNEL}")
            # What was said before, while nobody listened, is not said again.
            self._hand_out(Signal("missed", ""))
            while not self._stopping.is_set():
                if not select.select([connection], [], [], 0.5)[0]:
                    continue
                connection.poll()
                while connection.notifies:
                    self._hand_out(Signal(**json.loads(connection.notifies.pop(0).payload)))
        finally:
            connection.close()


def _tell(listeners: list[Listener], signal: Signal) -> None:
    for listener in listeners:
        listener(signal)


def _running_loop() -> asyncio.AbstractEventLoop | None:
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        return None


def notify(connection: sa.engine.Connection, *signals: Signal) -> None:
    """Send signals with the surrounding transaction: at its commit, or not at all."""
    if connection.dialect.name == "postgresql":
        _NOTIFY.all(connection, {"told": [_told(signal) for signal in signals]})


def _told(signal: Signal) -> str:
    told = {name: getattr(signal, name) for name in TOLD}
    return json.dumps(told, separators=(",", ":"))
