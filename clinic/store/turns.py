"""Turns: claimed by one worker, computed without writing, committed in one transaction."""

from __future__ import annotations

import threading
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from clinic import faults
from clinic.errors import ConversationGone
from clinic.store import console_schema, schema
from clinic.store.chat_events import ChatEvent
from clinic.store.conversations import advance
from clinic.store.database import Database, translated_errors
from clinic.store.inbox import PendingMessage
from clinic.store.prepared import Prepared
from clinic.store.replies import append_replies
from clinic.store.signals import Signal, Signals, notify
from clinic.store.turn_requests import work_requests
from clinic.store.unit_of_work import UnitOfWork

# No message waits longer than this for its next attempt. One that is to be tried later still was
# stored under a clock that has been put back since: it is due.
LONGEST_PAUSE = timedelta(minutes=1)

_INBOX, _SNAPSHOTS, _HELD = schema.inbox, schema.tracker_snapshots, console_schema.takeovers
_WAITING = Prepared(
    sa.select(_INBOX.c.conversation)
    .where(
        _INBOX.c.state == "pending",
        sa.or_(
            _INBOX.c.next_attempt_at <= sa.bindparam("now"),
            _INBOX.c.next_attempt_at > sa.bindparam("later"),
        ),
    )
    .distinct()
)
_LOCK = Prepared(
    sa.select(sa.func.pg_try_advisory_xact_lock(sa.func.hashtextextended(sa.bindparam("mine"), 0)))
)
_OTHER = _INBOX.alias()
_LAST_WAITING = (
    sa.select(sa.func.max(_OTHER.c.seq))
    .where(_OTHER.c.conversation == sa.bindparam("mine"), _OTHER.c.state == "pending")
    .scalar_subquery()
)
_NEXT_MESSAGE = Prepared(
    sa.select(
        *(_INBOX.c[name] for name in PendingMessage.__dataclass_fields__),
        schema.conversations.c.locale,
        schema.conversations.c.loaded_at,
        _HELD.c.last_at.label("held_at"),
        _SNAPSHOTS.c.data,
        _LAST_WAITING.label("last_waiting"),
    )
    .join(schema.conversations, schema.conversations.c.id == _INBOX.c.conversation)
    .outerjoin(_SNAPSHOTS, _SNAPSHOTS.c.conversation == _INBOX.c.conversation)
    .outerjoin(_HELD, _HELD.c.conversation == _INBOX.c.conversation)
    .where(_INBOX.c.conversation == sa.bindparam("mine"), _INBOX.c.state == "pending")
    .order_by(_INBOX.c.seq)
    .limit(1)
)
_CLOSE = Prepared(
    sa.update(_INBOX)
    .where(_INBOX.c.id == sa.bindparam("message"), _INBOX.c.state == "pending")
    .values(state=sa.bindparam("ends"), done_at=sa.bindparam("at"))
)
_KEEP_EVENTS = Prepared(
    sa.insert(schema.tracker_events), ("conversation", "turn", "type", "timestamp", "data")
)
_KEEP_SNAPSHOT = Prepared(sa.insert(_SNAPSHOTS), ("conversation", "data", "model", "updated_at"))
_CHANGE_SNAPSHOT = Prepared(
    sa.update(_SNAPSHOTS)
    .where(_SNAPSHOTS.c.conversation == sa.bindparam("mine"))
    .values({name: sa.bindparam(f"new_{name}") for name in ("data", "model", "updated_at")})
)


@dataclass
class Claim:
    """The right to answer one conversation's next message; nobody else has it meanwhile."""

    message: PendingMessage
    locale: str
    loaded_at: datetime | None  # when the visitor's page was last loaded
    held_at: datetime | None  # the last word of staff who have taken the conversation over
    snapshot: dict[str, Any] | None
    more: bool  # whether messages were waiting behind this one
    connection: Connection | None  # PostgreSQL: holds the lock and writes the result
    _lease: ExitStack

    released: bool = False

    def release(self) -> None:
        """Give the right back, and with it whatever was not committed."""
        self.released = True
        self._lease.close()


class Turns:
    def __init__(self, database: Database, signals: Signals) -> None:
        self._database = database
        self._signals = signals
        self._held: set[str] = set()
        self._guard = threading.Lock()

    def waiting(self, now: datetime) -> list[str]:
        """Conversations with a message whose time to be tried has come."""
        asked = {"now": now, "later": now + LONGEST_PAUSE}
        with self._database.read() as connection:
            return [conversation for (conversation,) in _WAITING.all(connection, asked)]

    def claim(
        self, conversation: str, now: datetime, *, stale_before: datetime | None = None
    ) -> Claim | None:
        """Claim the next message; None where there is none due, or another worker has it.

        One that has been due since `stale_before` was most likely tried by a process that has
        died: that counts as an attempt, so that a message which ends processes is given up on.
        """
        with ExitStack() as lease:
            if self._database.is_sqlite:
                if not self._hold(conversation):
                    return None
                lease.callback(self._let_go, conversation)
                held = None
                with self._database.read() as connection:
                    row = _next_message(connection, conversation)
            else:
                held = lease.enter_context(self._database.held())
                if not _lock(held, conversation):
                    return None
                row = _next_message(held, conversation)
            if row is None or now < row.next_attempt_at <= now + LONGEST_PAUSE:
                return None
            message = PendingMessage(
                **{name: getattr(row, name) for name in PendingMessage.__dataclass_fields__}
            )
            if stale_before is not None and message.next_attempt_at <= stale_before:
                self.postpone(message, now)
                message = replace(message, attempts=message.attempts + 1, next_attempt_at=now)
            more = row.last_waiting > row.seq
            known = (row.locale, row.loaded_at, row.held_at, row.data, more)
            return Claim(message, *known, held, lease.pop_all())

    def commit(self, claim: Claim, unit: UnitOfWork, *, state: str = "done") -> None:
        """Write everything that the turn led to and give the claim back, or do nothing at all."""
        faults.reached("turn.before_commit")
        message = claim.message
        if claim.released:
            raise ConversationGone("The claim was given back.")
        if claim.connection is not None:
            with translated_errors():
                said = _write_turn(claim.connection, message, unit, state)
                claim.connection.commit()
        else:
            with self._database.write() as connection:
                said = _write_turn(connection, message, unit, state)
        claim.release()
        faults.reached("turn.after_commit")
        self._signals.publish_committed(Signal("events", message.conversation, said=tuple(said)))
        self._signals.publish_committed(
            Signal("turn_done", message.conversation, message.client_id)
        )

    def postpone(self, message: PendingMessage, until: datetime, *, counted: bool = True) -> None:
        """Leave the message for later; a counted attempt brings it nearer to its last."""
        inbox = schema.inbox
        with self._database.write() as connection:
            connection.execute(
                sa.update(inbox)
                .where(inbox.c.id == message.id, inbox.c.state == "pending")
                .values(attempts=inbox.c.attempts + int(counted), next_attempt_at=until)
            )

    def commit_unclaimed(self, unit: UnitOfWork) -> None:
        """Write the bookings of a unit that belongs to no turn (`rasa run actions`), once."""
        with self._database.write() as connection:
            work_requests(connection, unit, conversation=None)

    def _hold(self, conversation: str) -> bool:
        """One server process works on a SQLite file, so its memory can hold the claims."""
        with self._guard:
            if conversation in self._held:
                return False
            self._held.add(conversation)
            return True

    def _let_go(self, conversation: str) -> None:
        with self._guard:
            self._held.discard(conversation)


def _lock(connection: Connection, conversation: str) -> bool:
    """Take the conversation's lock for this transaction: it dies with its connection."""
    return _LOCK.scalar(connection, {"mine": conversation})


def _next_message(connection: Connection, conversation: str) -> Any | None:
    return _NEXT_MESSAGE.first(connection, {"mine": conversation})


def _write_turn(
    connection: Connection, message: PendingMessage, unit: UnitOfWork, state: str
) -> list[ChatEvent]:
    """What the turn led to; returns what it says."""
    conversation = message.conversation
    # The conversation's row first, as `take_in` does it, or the two could wait for each other.
    first = advance(connection, conversation, by=len(unit.replies))
    closed = _CLOSE.run(connection, {"message": message.id, "ends": state, "at": unit.now})
    if not closed:
        raise ConversationGone("The message was answered or erased while its turn was computed.")
    said = append_replies(
        connection, conversation, first, message.client_id, unit.replies, unit.now
    )
    faults.reached("turn.half_written")
    if unit.tracker_events:
        _KEEP_EVENTS.insert(
            connection,
            [
                {
                    "conversation": conversation,
                    "turn": message.seq,
                    "type": event["event"],
                    "timestamp": event["timestamp"],
                    "data": event,
                }
                for event in unit.tracker_events
            ],
        )
    if unit.snapshot is not None:
        _keep_snapshot(connection, conversation, unit)
    work_requests(connection, unit, conversation)
    done = Signal("turn_done", conversation, message.client_id)
    notify(connection, Signal("events", conversation), done)
    return said


def _keep_snapshot(connection: Connection, conversation: str, unit: UnitOfWork) -> None:
    values = {"data": unit.snapshot, "model": unit.model, "updated_at": unit.now}
    changes = {f"new_{name}": value for name, value in values.items()}
    if not _CHANGE_SNAPSHOT.run(connection, {"mine": conversation, **changes}):
        _KEEP_SNAPSHOT.run(connection, {"conversation": conversation, **values})
