"""Writes many rows at once, past the store: executemany on SQLite, COPY on PostgreSQL."""

from __future__ import annotations

import io
import sqlite3
from datetime import UTC, datetime
from typing import Any

import psycopg2

from clinic.store.database import Database

ORDER = (
    "conversations", "chat_events", "tracker_events", "feedback", "bookings", "booking_events",
    "conversation_index", "conversation_topics", "conversation_reviews",
    "message_index", "message_words",
)  # fmt: skip
SEQUENCES = ("tracker_events", "message_index")


class Bulk:
    """One connection of its own; what it wrote is committed with every call."""

    def __init__(self, database: Database) -> None:
        self._sqlite = database.is_sqlite
        if self._sqlite:
            self._connection: Any = sqlite3.connect(database.url.database)
            self._connection.execute("PRAGMA synchronous = OFF")
            self._connection.execute("PRAGMA cache_size = -200000")
        else:
            self._connection = psycopg2.connect(database.raw_url())

    def __enter__(self) -> Bulk:
        return self

    def __exit__(self, *_: object) -> None:
        """Leave statistics behind, as a database that has grown over a year has them."""
        if self._sqlite:
            self._connection.execute("ANALYZE")
            self._connection.commit()
        else:
            self._connection.autocommit = True
            with self._connection.cursor() as cursor:
                for table in SEQUENCES:
                    cursor.execute(
                        f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) "
                        f"FROM {table}"
                    )
                cursor.execute("VACUUM ANALYZE")
        self._connection.close()

    def write(self, rows: dict[str, list[dict[str, Any]]]) -> None:
        for table in ORDER:
            if rows.get(table):
                (self._insert if self._sqlite else self._copy)(table, rows[table])
        self._connection.commit()

    def _insert(self, table: str, rows: list[dict[str, Any]]) -> None:
        columns = list(rows[0])
        names = ["rowid" if (table, c) == ("message_words", "id") else c for c in columns]
        marks = ", ".join("?" * len(columns))
        self._connection.executemany(
            f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks})",
            ([_sqlite_value(row[column]) for column in columns] for row in rows),
        )

    def _copy(self, table: str, rows: list[dict[str, Any]]) -> None:
        columns = list(rows[0])
        with self._connection.cursor() as cursor:
            if table == "message_words":
                cursor.executemany(
                    "INSERT INTO message_words VALUES (%(id)s, to_tsvector('simple', %(words)s))",
                    rows,
                )
                return
            lines = ("\t".join(_copy_value(row[c]) for c in columns) for row in rows)
            file = io.StringIO("\n".join(lines) + "\n")
            cursor.copy_expert(f"COPY {table} ({', '.join(columns)}) FROM STDIN", file)


def _sqlite_value(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")
    return int(value) if isinstance(value, bool) else value


def _copy_value(value: Any) -> str:
    if value is None:
        return "\\N"
    if isinstance(value, datetime):
        return value.isoformat()
    text = str(value)
    for plain, escaped in (("\\", "\\\\"), ("\t", "\\t"), ("\n", "\\n"), ("\r", "\\r")):
        text = text.replace(plain, escaped)
    return text
