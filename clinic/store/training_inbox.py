"""Messages that the assistant did not handle well, and what trainers have done with each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from clinic.store.console_schema import conversation_index, training_items
from clinic.store.database import Database
from clinic.store.missed_messages import SURE, MissedMessage, Place, answered_by, missed_in
from clinic.store.schema import chat_events, feedback, tracker_events

OPEN, TAKEN, DROPPED = "open", "taken", "dropped"
CONVERSATIONS = 300  # looked through at once, the youngest first
SETTLED = 200


@dataclass(frozen=True)
class SettledMessage:
    """What was done with a message; `example` is what a topic has learnt from it."""

    conversation: str
    seq: int
    text: str
    state: str  # "taken" or "dropped"
    label: str | None
    example: str | None
    settled_by: str | None
    settled_at: datetime | None

    @property
    def place(self) -> Place:
        return self.conversation, self.seq


@dataclass(frozen=True)
class Standing:
    """How far a conversation has come: while this is the same, so is what was missed in it."""

    conversation: str
    seq_watermark: int
    event_watermark: int
    flagged: frozenset[int]  # seqs of messages
    disliked: frozenset[int]  # seqs of replies


class TrainingInbox:
    def __init__(self, database: Database) -> None:
        self._database = database

    def missed(self, since: datetime) -> list[MissedMessage]:
        """Messages of conversations since then that nobody has settled, the youngest first."""
        standings, settled = self.standings(since)
        found = [each for missed in self.read(standings).values() for each in missed]
        waiting = [each for each in found if each.place not in settled]
        return sorted(waiting, key=lambda message: (message.at, message.place), reverse=True)

    def standings(self, since: datetime) -> tuple[list[Standing], set[Place]]:
        """The conversations since then that may hold missed messages, and what is settled there."""
        with self._database.read() as connection:
            watermarks = _conversations(connection, since)
            flagged = _flagged(connection)
            watermarks = watermarks | _watermarks(connection, flagged.keys() - watermarks.keys())
            disliked = _disliked(connection, watermarks)
            settled = _settled_in(connection, watermarks)
        standings = [
            Standing(each, *marks, flagged.get(each, frozenset()), disliked[each])
            for each, marks in watermarks.items()
        ]
        return standings, settled

    def read(self, standings: list[Standing]) -> dict[Standing, list[MissedMessage]]:
        """The missed messages of conversations, settled or not."""
        with self._database.read() as connection:
            return _missed(connection, standings)

    def settled(self, state: str) -> list[SettledMessage]:
        """What was taken or dropped, the last first."""
        item = training_items.c
        return self._settled(item.state == state)

    def last_settled(self, staff: str, since: datetime) -> list[SettledMessage]:
        """What somebody has settled in their last step, if that was since then."""
        item = training_items.c
        mine = sa.and_(item.settled_by == staff, item.state != OPEN, item.settled_at >= since)
        last = sa.select(sa.func.max(item.settled_at)).where(mine).scalar_subquery()
        return self._settled(sa.and_(mine, item.settled_at == last))

    def of(self, places: Iterable[Place]) -> list[SettledMessage]:
        """What was done with these messages; the open ones are left out."""
        wanted = set(places)
        item = training_items.c
        among = item.conversation.in_({conversation for conversation, _ in wanted})
        return [each for each in self._settled(among) if each.place in wanted]

    def settle(
        self,
        places: Iterable[Place],
        state: str,
        staff: str,
        now: datetime,
        label: str | None = None,
        examples: dict[Place, str] | None = None,
    ) -> int:
        """Take or drop messages; returns how many of them there are."""
        done = 0
        with self._database.write() as connection:
            for conversation, seq in dict.fromkeys(places):
                if not _is_visitors(connection, conversation, seq):
                    continue
                done += 1
                _put(
                    connection,
                    conversation,
                    seq,
                    now,
                    state=state,
                    label=label,
                    example=(examples or {}).get((conversation, seq)),
                    settled_by=staff,
                    settled_at=now,
                )
        return done

    def taught_to(self, label: str) -> list[Place]:
        """The messages that were taught to a topic."""
        item = training_items.c
        query = sa.select(item.conversation, item.seq).where(
            item.state == TAKEN, item.label == label
        )
        with self._database.read() as connection:
            return [(conversation, seq) for conversation, seq in connection.execute(query)]

    def reopen(self, places: Iterable[Place]) -> None:
        """Forget what was done; a message that was flagged waits again as such."""
        item = training_items.c
        with self._database.write() as connection:
            for conversation, seq in set(places):
                this = (item.conversation == conversation, item.seq == seq)
                blank = {"label": None, "example": None, "settled_by": None, "settled_at": None}
                connection.execute(
                    sa.update(training_items).where(*this).values(state=OPEN, **blank)
                )
                connection.execute(sa.delete(training_items).where(*this, item.staff.is_(None)))

    def _settled(self, condition: Any) -> list[SettledMessage]:
        item, said = training_items.c, chat_events.c
        names = SettledMessage.__dataclass_fields__
        query = (
            sa.select(*(item[name] for name in names if name != "text"), said.text)
            .join(
                chat_events,
                sa.and_(said.conversation == item.conversation, said.seq == item.seq),
            )
            .where(condition, item.state != OPEN)
            .order_by(item.settled_at.desc(), item.conversation, item.seq)
            .limit(SETTLED)
        )
        with self._database.read() as connection:
            return [SettledMessage(**row._mapping) for row in connection.execute(query)]


Watermarks = dict[str, tuple[int, int]]


def _conversations(connection: Connection, since: datetime) -> Watermarks:
    row = conversation_index.c
    badly = sa.or_(
        row.asked_back > 0, row.handed_over > 0, row.unhelpful > 0, row.lowest_confidence < SURE
    )
    query = (
        sa.select(row.conversation, row.seq_watermark, row.event_watermark)
        .where(row.last_at >= since, badly)
        .order_by(row.last_at.desc(), row.conversation)
        .limit(CONVERSATIONS)
    )
    return {each[0]: (each[1], each[2]) for each in connection.execute(query)}


def _watermarks(connection: Connection, conversations: Iterable[str]) -> Watermarks:
    """Of conversations that the index may not know yet."""
    row, ids = conversation_index.c, list(conversations)
    query = sa.select(row.conversation, row.seq_watermark, row.event_watermark).where(
        row.conversation.in_(ids)
    )
    known = {each[0]: (each[1], each[2]) for each in connection.execute(query)} if ids else {}
    return dict.fromkeys(ids, (0, 0)) | known


def _flagged(connection: Connection) -> dict[str, frozenset[int]]:
    item = training_items.c
    query = (
        sa.select(item.conversation, item.seq)
        .where(item.state == OPEN, item.staff.is_not(None))
        .order_by(item.at.desc())
        .limit(SETTLED)
    )
    return _seqs(connection, query)


def _disliked(connection: Connection, conversations: Iterable[str]) -> dict[str, frozenset[int]]:
    query = sa.select(feedback.c.conversation, feedback.c.seq).where(
        feedback.c.conversation.in_(list(conversations)), feedback.c.helpful.is_(False)
    )
    return _seqs(connection, query)


def _seqs(connection: Connection, query: Any) -> dict[str, frozenset[int]]:
    found: dict[str, frozenset[int]] = defaultdict(frozenset)
    for conversation, seq in connection.execute(query):
        found[conversation] |= {seq}
    return found


def _settled_in(connection: Connection, conversations: Iterable[str]) -> set[Place]:
    item = training_items.c
    query = sa.select(item.conversation, item.seq).where(
        item.conversation.in_(list(conversations)), item.state != OPEN
    )
    return {(row[0], row[1]) for row in connection.execute(query)}


def _missed(
    connection: Connection, standings: list[Standing]
) -> dict[Standing, list[MissedMessage]]:
    ids = [each.conversation for each in standings]
    if not ids:
        return {}
    said = _grouped(
        connection,
        sa.select(chat_events.c.conversation, chat_events.c.seq, chat_events.c.role,
                  chat_events.c.text, chat_events.c.at)
        .where(chat_events.c.conversation.in_(ids))
        .order_by(chat_events.c.seq),
    )  # fmt: skip
    happened = _grouped(
        connection,
        sa.select(tracker_events.c.conversation, tracker_events.c.turn, tracker_events.c.data)
        .where(tracker_events.c.conversation.in_(ids))
        .order_by(tracker_events.c.id),
    )
    found = {}
    for each in standings:
        own, events = said[each.conversation], happened[each.conversation]
        disliked = answered_by(own, set(each.disliked))
        found[each] = missed_in(each.conversation, own, events, set(each.flagged), disliked)
    return found


def _grouped(connection: Connection, query: Any) -> dict[str, list[Any]]:
    groups: dict[str, list[Any]] = defaultdict(list)
    for row in connection.execute(query):
        groups[row.conversation].append(row)
    return groups


def _is_visitors(connection: Connection, conversation: str, seq: int) -> bool:
    query = sa.select(chat_events.c.role).where(
        chat_events.c.conversation == conversation, chat_events.c.seq == seq
    )
    return connection.execute(query).scalar() == "user"


def _put(connection: Connection, conversation: str, seq: int, now: datetime, **values: Any) -> None:
    item = training_items.c
    this = (item.conversation == conversation, item.seq == seq)
    if not connection.execute(sa.update(training_items).where(*this).values(**values)).rowcount:
        connection.execute(
            sa.insert(training_items).values(conversation=conversation, seq=seq, at=now, **values)
        )
