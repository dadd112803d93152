"""Names as they are searched: in small letters, without accents, with one kind of apostrophe."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import GenericFunction

from clinic.redaction import BETWEEN

_ALIKE = {
    "a": "áàâäãåā", "c": "çćč", "d": "ďđ", "e": "éèêëēęě", "g": "ğ", "i": "íìîïī", "l": "ł",
    "n": "ñńň", "o": "óòôöõøō", "r": "ř", "s": "śšş", "t": "ťţ", "u": "úùûüūů", "y": "ýÿ",
    "z": "źżž", "'": "’‘`´ʼ",
}  # fmt: skip
FROM = "".join(_ALIKE.values()) + "".join(_ALIKE.values()).upper()
TO = "".join(plain * len(others) for plain, others in _ALIKE.items()) * 2
IN_SQLITE = "clinic_folded"
_TABLE = str.maketrans(FROM, TO)


def fold(text: str | None) -> str | None:
    """ "José O’Neill" is "jose o'neill"."""
    return None if text is None else text.translate(_TABLE).lower()


def parts_new(known: str | None, said: str) -> list[str]:
    """What is noted in `said`, part by part, and not yet in what is known; each once."""
    before = {fold(each) for each in (known or "").split(BETWEEN)}
    parts = {fold(each): each for each in said.split(BETWEEN) if each}
    return [each for folded_part, each in parts.items() if folded_part not in before]


class folded(GenericFunction):  # noqa: N801  (it is written like SQL's own functions)
    """The same of a column, in either database."""

    type = sa.Text()
    inherit_cache = True


@compiles(folded, "postgresql")
def _in_postgresql(element: folded, compiler: Any, **more: Any) -> str:
    column = element.clauses.clauses[0]
    # Most names are plain, and to look each letter up takes PostgreSQL ten times as long.
    is_plain = sa.func.octet_length(column) == sa.func.char_length(column)
    inner = sa.case(
        (is_plain, sa.func.lower(column)), else_=sa.func.lower(sa.func.translate(column, FROM, TO))
    )
    return compiler.process(inner, **more)


@compiles(folded, "sqlite")
def _in_sqlite(element: folded, compiler: Any, **more: Any) -> str:
    return f"{IN_SQLITE}({compiler.process(element.clauses.clauses[0], **more)})"
