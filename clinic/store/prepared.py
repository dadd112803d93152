"""Statements that every turn runs: put together once, then run on the driver's own cursor.

SQLAlchemy takes longer to run a statement than either database does. Here its text and how its
values are converted are worked out at the first use; types, names and errors stay SQLAlchemy's.
"""

from __future__ import annotations

import re
from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy.engine import Connection, Dialect

Values = Mapping[str, Any]
Convert = Callable[[Any], Any] | None


class Prepared:
    """A statement for either database; an INSERT is told the columns that it will be given."""

    def __init__(self, statement: Any, columns: Sequence[str] | None = None) -> None:
        self._statement = statement.inline() if columns else statement
        self._columns = columns
        self._made: dict[str, Made] = {}

    def all(self, connection: Connection, values: Values) -> list[Any]:
        """Every row, as a named tuple; of a plain text's rows, as the driver gives them."""
        made = self._for(connection)
        return made.rows(made.run(connection, made.text, made.converted(values)))

    def first(self, connection: Connection, values: Values) -> Any | None:
        rows = self.all(connection, values)
        return rows[0] if rows else None

    def scalar(self, connection: Connection, values: Values) -> Any | None:
        """The first column of the first row; None where there is none."""
        row = self.first(connection, values)
        return None if row is None else row[0]

    def run(self, connection: Connection, values: Values) -> int:
        """Run what has no rows to give; returns how many it changed."""
        made = self._for(connection)
        return made.run(connection, made.text, made.converted(values)).rowcount

    def insert(self, connection: Connection, rows: Sequence[Values]) -> None:
        """Insert all these rows by one statement."""
        made = self._for(connection)
        text = made.text + f", {made.row}" * (len(rows) - 1)
        made.run(connection, text, [each for row in rows for each in made.converted(row)])

    def _for(self, connection: Connection) -> Made:
        dialect = connection.dialect
        made = self._made.get(dialect.name)
        if made is None:
            made = self._made[dialect.name] = Made(self._statement, self._columns, dialect)
        return made


class Made:
    """The statement as one database takes it."""

    def __init__(self, statement: Any, columns: Sequence[str] | None, dialect: Dialect) -> None:
        compiled = statement.compile(dialect=dialect, column_keys=columns)
        self.text = _by_place(compiled.string)
        self.row = self.text.partition(" VALUES ")[2]
        binds = {name: bind for bind, name in compiled.bind_names.items()}
        places = compiled.positiontup or _NAMED.findall(compiled.string)
        self._values = [
            (
                bind.key if bind.required else None,
                bind.type._cached_bind_processor(dialect),
                bind.effective_value,
            )
            for bind in map(binds.__getitem__, places)
        ]
        self._error = dialect.dbapi.Error
        self._dialect = dialect
        self._given = compiled._result_columns  # (key, name, objects, type)
        self._row = namedtuple("Row", [each[0] for each in self._given])._make
        self._converts: list[tuple[int, Convert]] | None = None

    def converted(self, values: Values) -> list[Any]:
        return [
            (fixed if name is None else values[name])
            if convert is None
            else convert(fixed if name is None else values[name])
            for name, convert, fixed in self._values
        ]

    def rows(self, cursor: Any) -> list[Any]:
        found = cursor.fetchall()
        if not self._given:
            return found
        if self._converts is None:
            self._converts = self._conversions(cursor.description)
        return [self._row(self._converted_row(row)) for row in found]

    def _conversions(self, described: Any) -> list[tuple[int, Convert]]:
        """What is done to which column; the driver's own types are known with the first rows."""
        converts = (
            given[3]._cached_result_processor(self._dialect, column[1])
            for given, column in zip(self._given, described, strict=True)
        )
        return [(place, each) for place, each in enumerate(converts) if each is not None]

    def _converted_row(self, row: Any) -> list[Any]:
        changed = list(row)
        for place, convert in self._converts:
            changed[place] = convert(changed[place])
        return changed

    def run(self, connection: Connection, text: str, values: list[Any]) -> Any:
        """The driver's cursor behind the statement; raises what SQLAlchemy would."""
        if not connection.in_transaction():
            connection.begin()
        cursor = connection.connection.dbapi_connection.cursor()
        try:
            cursor.execute(text, values)
        except self._error as error:
            connection._handle_dbapi_exception(error, text, values, cursor, None)
        return cursor


_NAMED = re.compile(r"%\((\w+)\)s")


def _by_place(text: str) -> str:
    """The text with its values by their places, as SQLite has them and PostgreSQL may."""
    return _NAMED.sub("%s", text)
