"""Erases a person everywhere, keeps a receipt without their data, and erases again if need be.

What was erased is remembered as keyed hashes of ids, in the database and in a file beside it: a
database that is restored from a backup gets the erasures since then applied again.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from clinic import faults
from clinic.errors import StoreUnavailable
from clinic.store.console_schema import erasures
from clinic.store.data_subject import Subject, in_pieces, outbox_of
from clinic.store.database import Database
from clinic.store.ids import random_id
from clinic.store.schema import booking_guesses, bookings, conversations, metadata, outbox

COUNTED = (
    ("conversation", ("chat_events", "tracker_events", "inbox", "feedback", "conversation_notes",
                      "conversation_tags", "training_items", "booking_guesses")),
    ("booking", ("booking_events", "booking_hands", "booking_notes", "booking_times",
                 "consents")),
)  # fmt: skip


@dataclass(frozen=True)
class Receipt:
    """What was erased, by number of rows; `hashes` know the ids again and tell nothing else."""

    id: str
    at: datetime
    hashes: list[str]
    counts: dict[str, int]


class Erasures:
    """`file` holds a copy of every receipt, one JSON object a line.

    `mails` is the folder of the mails that no SMTP server took, each named after its outbox item.
    """

    def __init__(self, database: Database, mails: Path | None) -> None:
        self._database = database
        self._mails = mails

    def erase(self, subject: Subject, secret: str, now: datetime, file: Path) -> Receipt:
        """Erase everything of a person in one transaction; the receipt is in the file first."""
        hashes = sorted(_hashes(subject, secret))
        receipt = random_id()
        with self._database.write() as connection:
            sent = _sent_to(connection, subject)
            counts = _erase(connection, subject, sent)
            found = Receipt(receipt, now, hashes, counts)
            _remember(file, found)
            connection.execute(sa.insert(erasures).values(**asdict(found)))
            self._forget_mails(sent)
        return found

    def erase_conversation(self, conversation: str, secret: str, now: datetime, file: Path) -> None:
        """A visitor erases their conversation; a request that was sent stays, unlinked.

        The receipt is written with it, so that no backup brings it back.
        """
        self.erase(Subject([conversation], []), secret, now, file)
        faults.reached("conversation.erased")

    def list(self, limit: int = 100) -> list[Receipt]:
        """The latest receipts."""
        query = sa.select(erasures).order_by(erasures.c.at.desc()).limit(limit)
        with self._database.read() as connection:
            return [Receipt(**row._mapping) for row in connection.execute(query)]

    def apply_again(self, secret: str, file: Path) -> int:
        """Erase what the file says was erased and is there again; returns how many came back.

        Nothing is looked through while the database knows every receipt of the file.
        """
        receipts = list(_remembered(file))
        with self._database.read() as connection:
            known = set(connection.execute(sa.select(erasures.c.id)).scalars())
        missing = [receipt for receipt in receipts if receipt.id not in known]
        if not missing:
            return 0
        wanted = {each for receipt in missing for each in receipt.hashes}
        back = Subject(
            [
                each
                for each in self._database.ids(conversations)
                if _hash("c", each, secret) in wanted
            ],
            [each for each in self._database.ids(bookings) if _hash("b", each, secret) in wanted],
        )
        with self._database.write() as connection:
            sent = _sent_to(connection, back)
            _erase(connection, back, sent)
            connection.execute(sa.insert(erasures), [asdict(receipt) for receipt in missing])
            self._forget_mails(sent)
        return len(back.conversations) + len(back.bookings)

    def _forget_mails(self, sent: list[str]) -> None:
        for item in sent if self._mails else ():
            (self._mails / f"{item}.eml").unlink(missing_ok=True)


def _erase(connection: Connection, subject: Subject, sent: list[str]) -> dict[str, int]:
    if connection.dialect.name == "postgresql":
        connection.execute(sa.text("SET LOCAL statement_timeout = 0"))
    else:
        connection.exec_driver_sql("PRAGMA secure_delete = ON")  # freed pages are overwritten
    counts: dict[str, int] = {}
    for (column, names), ids in zip(
        COUNTED, (subject.conversations, subject.bookings), strict=True
    ):
        for name in names:
            counts[name] = _count(connection, metadata.tables[name].c[column], ids)
    _delete(connection, booking_guesses.c.conversation, subject.conversations)
    counts["outbox"] = _delete(connection, outbox.c.id, sent)
    counts["bookings"] = _delete(connection, bookings.c.id, subject.bookings)
    counts["conversations"] = _delete(connection, conversations.c.id, subject.conversations)
    for piece in in_pieces(subject.conversations):
        connection.execute(
            sa.update(bookings).where(bookings.c.conversation.in_(piece)).values(conversation=None)
        )
    return {name: count for name, count in counts.items() if count}


def _sent_to(connection: Connection, subject: Subject) -> list[str]:
    return outbox_of(connection, [*subject.conversations, *subject.bookings])


def _count(connection: Connection, column: Any, ids: list[str]) -> int:
    return sum(
        connection.execute(
            sa.select(sa.func.count()).select_from(column.table).where(column.in_(piece))
        ).scalar_one()
        for piece in in_pieces(ids)
    )


def _delete(connection: Connection, column: Any, ids: list[str]) -> int:
    return sum(
        connection.execute(sa.delete(column.table).where(column.in_(piece))).rowcount
        for piece in in_pieces(ids)
    )


def _hashes(subject: Subject, secret: str) -> set[str]:
    return {_hash("c", each, secret) for each in subject.conversations} | {
        _hash("b", each, secret) for each in subject.bookings
    }


def _hash(kind: str, identifier: str, secret: str) -> str:
    """128 bits that only the holder of the secret can compare with an id."""
    key = hmac.new(secret.encode(), b"erasures", hashlib.sha256).digest()
    return hmac.new(key, f"{kind}:{identifier}".encode(), hashlib.sha256).hexdigest()[:32]


def _remember(file: Path, receipt: Receipt) -> None:
    line = json.dumps({**asdict(receipt), "at": receipt.at.isoformat()})
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("a", encoding="utf-8") as lines:
            lines.write(line + "\n")
            lines.flush()
            os.fsync(lines.fileno())
    except OSError as error:
        raise StoreUnavailable(
            "The receipt cannot be written right now, so nothing was erased."
        ) from error


def _remembered(file: Path) -> Iterable[Receipt]:
    if not file.exists():
        return
    for line in file.read_text(encoding="utf-8").splitlines():
        try:
            held = json.loads(line)
            yield Receipt(**{**held, "at": datetime.fromisoformat(held["at"])})
        except (ValueError, TypeError, KeyError):
            continue  # a line that was cut short when the machine went down
