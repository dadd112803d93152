"""Reads forms and addresses, and says in words what cannot be taken."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from clinic.errors import ClinicError
from clinic.wall_clock import moment_of


class FormError(ClinicError):
    """What was typed cannot be taken; the page says so, at its field, and keeps what was typed."""

    def __init__(self, said: str, field: str = "") -> None:
        super().__init__(said)
        self.field = field


class Doubtful(FormError):
    """It can be taken, but is to be sent once more, with `anyway` as it stands here."""

    def __init__(self, doubt: str, anyway: str) -> None:
        super().__init__(doubt)
        self.anyway = anyway


class Form:
    """The fields of a POST, or the parameters of an address; the last of several counts."""

    def __init__(self, fields: Mapping[str, list[str]]) -> None:
        self._fields = dict(fields)  # Sanic gives the first of several by itself

    def get(self, name: str) -> str:
        """As typed, without NUL and half characters, which no database takes."""
        values = self._fields.get(name) or [""]
        value = str(values[-1]).replace("\0", "")
        return value.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace").strip()

    def __contains__(self, name: str) -> bool:
        return name in self._fields

    def all(self, name: str) -> list[str]:
        return [str(value) for value in self._fields.get(name) or []]

    def text(self, name: str, label: str, *, most: int, least: int = 1) -> str:
        value = self.get(name)
        if len(value) < least:
            raise FormError(
                f"{label} is missing." if least == 1 else f"{label} needs {least} characters.", name
            )
        if len(value) > most:
            raise FormError(f"{label} may have {most} characters.", name)
        return value

    def choice(self, name: str, label: str, choices: Any) -> str:
        value = self.get(name)
        if value not in choices:
            raise FormError(f"{label}: choose one of those offered.", name)
        return value

    def moment(self, name: str, label: str, zone: ZoneInfo) -> datetime | None:
        """A `datetime-local` field in the clinic's time; None where it was left empty."""
        value = self.get(name)
        if not value:
            return None
        told = f"{label} needs a day and an hour, such as 2026-03-06T14:30."
        try:
            moment = datetime.fromisoformat(value)
        except ValueError:
            raise FormError(told, name) from None
        if moment.tzinfo is not None or not 2000 <= moment.year <= 2100:
            raise FormError(told, name)
        try:
            return moment_of(moment, zone)
        except ValueError:
            skipped = f"the clocks go forward that day and skip {moment:%-I:%M %p}"
            raise FormError(f"{label} does not exist: {skipped}.", name) from None

    def day(self, name: str) -> date | None:
        """A date of a filter; one that is none counts as left empty."""
        try:
            day = date.fromisoformat(self.get(name))
        except ValueError:
            return None
        return day if 2000 <= day.year <= 2100 else None

    def number(self, name: str, *, least: int = 0, most: int = 10**6) -> int | None:
        """A whole number of a filter; one that is none counts as left empty."""
        value = self.get(name)
        if not (value.isascii() and value.isdigit() and len(value) <= 9):
            return None
        return min(max(int(value), least), most)
