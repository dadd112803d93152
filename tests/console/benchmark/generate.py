"""Fills a database with as many conversations as asked for, the same ones for the same seed."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from clinic.store import Store
from clinic.store.booking_states import STATES
from clinic.store.conversation_fold import Folded, first_day, fold
from tests.console.benchmark.bulk import Bulk
from tests.console.benchmark.prototypes import FAMILIES, NAMES, Prototypes, Turn, make_prototypes

EVENTS_EACH = 15  # of the tracker, on average
DAYS = 365
AT_ONCE = 2000  # conversations
LANGUAGES = ("en",) * 17 + ("es", "es", "pt")
BOOKING_WEIGHTS = (8, 4, 70, 8, 5, 5, 0)  # in the order of STATES


@dataclass(frozen=True)
class _Said:
    seq: int
    role: str
    text: str
    at: datetime


@dataclass(frozen=True)
class _Happened:
    id: int
    turn: int
    timestamp: float
    data: dict[str, Any]


@dataclass
class _Ids:
    event: int = 0
    message: int = 0
    booking: int = 0
    of_booking: dict[str, str] = field(default_factory=dict)


def generate(store: Store, conversations: int, seed: int, end: datetime, zone: ZoneInfo,
             told: Callable[[str], None]) -> int:  # fmt: skip
    """Write conversations that ended in the year before `end`; returns the number of events."""
    dice, prototypes, ids = random.Random(seed), make_prototypes(seed), _Ids()
    with Bulk(store.database) as bulk:
        for start in range(0, conversations, AT_ONCE):
            rows: dict[str, list[dict[str, Any]]] = {}
            for number in range(start, min(start + AT_ONCE, conversations)):
                # In the order of time, as they would have been stored.
                share = number / conversations
                begun = end - timedelta(days=DAYS * (1 - share), seconds=-dice.randrange(3600))
                if begun > end - timedelta(hours=2):
                    begun = end - timedelta(hours=2)
                _conversation(rows, ids, dice, prototypes, begun, zone)
            bulk.write(rows)
            if start and start % 40_000 == 0:
                told(f"{start} conversations, {ids.event} events")
    return ids.event


def _conversation(
    rows: dict[str, list[dict[str, Any]]],
    ids: _Ids,
    dice: random.Random,
    prototypes: Prototypes,
    begun: datetime,
    zone: ZoneInfo,
) -> None:
    identifier = f"c{dice.getrandbits(120):030x}"
    language = dice.choice(LANGUAGES)
    said, happened, seq, now = [], [], 0, begun
    for turn in _turns(dice, prototypes):
        now += timedelta(seconds=dice.randrange(5, 90))
        seq += 1
        asked = seq
        said.append(_Said(seq, "user", turn.text, now))
        for response, words in turn.replies:
            seq += 1
            said.append(_Said(seq, "bot", words, now))
            _add(rows, "chat_events", conversation=identifier, seq=seq, role="bot", text=words,
                 buttons="[]", response=response, at=now)  # fmt: skip
        _add(rows, "chat_events", conversation=identifier, seq=asked, role="user",
             text=turn.text, buttons="[]", response=None, at=now)  # fmt: skip
        for (kind, stored), data in zip(turn.stored, turn.events, strict=True):
            ids.event += 1
            happened.append(_Happened(ids.event, asked, now.timestamp(), data))
            _add(rows, "tracker_events", id=ids.event, conversation=identifier, turn=asked,
                 type=kind, timestamp=now.timestamp(), data=stored)  # fmt: skip
    _add(rows, "conversations", id=identifier, origin=None, locale=language, created_at=begun,
         last_message_at=now, last_seq=seq)  # fmt: skip
    row = Folded(identifier, begun, now, first_day(begun, zone), language)
    added = fold(row, said, happened)
    if dice.random() < 0.06:
        helpful = dice.random() < 0.7
        row.helpful, row.unhelpful = int(helpful), int(not helpful)
        _add(rows, "feedback", conversation=identifier, seq=2, helpful=helpful, comment=None,
             at=now)  # fmt: skip
    if row.form_step == 8 and dice.random() < 0.85:
        row.booking = _booking(rows, ids, dice, identifier, now)
        row.needs_person_at = None
    if row.needs_person_at and dice.random() < 0.995:
        row.needs_person_at = None
        _add(rows, "conversation_reviews", conversation=identifier, reviewed_at=None,
             reviewed_by=None, handled_at=now + timedelta(hours=1))  # fmt: skip
    _add(rows, "conversation_index", **asdict(row))
    for topic in sorted(added.topics):
        _add(rows, "conversation_topics", conversation=identifier, topic=topic, day=row.day,
             last_at=now)  # fmt: skip
    for place, _, words in added.words:
        ids.message += 1
        missed = added.missed.get(place)
        _add(rows, "message_index", id=ids.message, conversation=identifier, seq=place,
             day=row.day, missed=missed)  # fmt: skip
        _add(rows, "message_words", id=ids.message, words=words)


def _turns(dice: random.Random, prototypes: Prototypes) -> Iterator[Turn]:
    count = 1 + min(int(dice.expovariate(0.64)), 20)
    for _ in range(count):
        chance = dice.random()
        if chance < 0.09:
            yield dice.choice(prototypes.missed)
        elif chance < 0.12 and prototypes.handed_over:
            yield dice.choice(prototypes.handed_over)
        elif chance < 0.125 and prototypes.safety:
            yield dice.choice(prototypes.safety)
        else:
            yield prototypes.questions[
                min(int(dice.expovariate(6) * len(prototypes.questions)),
                    len(prototypes.questions) - 1)
            ]  # fmt: skip
    if dice.random() < 0.18:
        reached = dice.choice((1, 2, 3, 4, 6, 8, 8, 8, 8, 8))
        yield dice.choice(prototypes.form[reached - 1])


def _booking(
    rows: dict[str, list[dict[str, Any]]],
    ids: _Ids,
    dice: random.Random,
    conversation: str,
    now: datetime,
) -> str:
    ids.booking += 1
    state = dice.choices(STATES, BOOKING_WEIGHTS)[0]
    identifier = f"b{ids.booking}"
    acted = now + timedelta(minutes=dice.randrange(5, 600))
    letters = "23456789ABCDEFGHJKMNPQRSTWXYZ"
    code, number = "", ids.booking
    for _ in range(8):
        number, index = divmod(number, len(letters))
        code += letters[index]
    _add(
        rows, "bookings", id=identifier, reference=f"{code[:4]}-{code[4:]}", form=identifier,
        conversation=conversation, state=state,
        name=f"{dice.choice(NAMES)} {dice.choice(FAMILIES)}",
        phone=f"+1203555{dice.randrange(10_000):04}", email=None,
        location=dice.choice(("Stamford", "Norwalk", "either")),
        preferred=json.dumps([{"said": "Friday morning", "date": None}]), concern="dull skin",
        health_note=None, flags="[]", locale="en", created_at=now, updated_at=acted,
        appointment=acted + timedelta(days=dice.randrange(1, 40)) if state == "confirmed" else None,
    )  # fmt: skip
    _add(rows, "booking_events", booking=identifier, state="received", who="visitor", why=None,
         at=now, times="[]")  # fmt: skip
    if state != "received":
        _add(rows, "booking_events", booking=identifier, state=state, who="staff-1", why=None,
             at=acted, times="[]")  # fmt: skip
    return state


def _add(rows: dict[str, list[dict[str, Any]]], table: str, **values: Any) -> None:
    rows.setdefault(table, []).append(values)


def now_utc() -> datetime:
    return datetime.now(UTC)
