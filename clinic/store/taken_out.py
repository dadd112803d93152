"""Takes what was said of one thing out of a note, and leaves everything else in it."""

from __future__ import annotations

import re
from collections.abc import Collection
from os.path import commonprefix

from clinic.redaction import BETWEEN
from clinic.store.folded import fold

_CLAUSES = re.compile(r"\s*(?:[,;/.]|\b(?:and|but|also|y|pero)\b|&)\s*", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+")
_SHORTEST = 3  # letters of a word that names anything
_STEM = 4  # letters from which two words may be forms of one
_ENDING = 3  # letters at their ends in which these may differ: diabetes, diabetic


def without(note: str | None, names: Collection[str], said: Collection[str] = ()) -> str | None:
    """The note without the clauses that name one of `names`; None where nothing is left.

    A part of it that is in `said` is known to be about that, by whatever name: all of it goes
    where none of its clauses names it.
    """
    known = {fold(each) for each in said}
    left = [_left(part, names, fold(part) in known) for part in (note or "").split(BETWEEN)]
    return BETWEEN.join(filter(None, left)) or None


def _left(part: str, names: Collection[str], is_about: bool) -> str:
    clauses = [each for each in _CLAUSES.split(part) if each]
    others = [each for each in clauses if not any(_is_named(name, each) for name in names)]
    if len(others) < len(clauses):
        return ", ".join(others)
    return "" if is_about else part


def _is_named(name: str, clause: str) -> bool:
    wanted = [each for each in _WORD.findall(fold(name) or "") if len(each) >= _SHORTEST]
    words = _WORD.findall(fold(clause) or "")
    return bool(wanted) and all(any(_are_alike(each, word) for word in words) for each in wanted)


def _are_alike(one: str, other: str) -> bool:
    if one == other:
        return True
    alike = len(commonprefix((one, other)))
    return alike >= max(_STEM, max(len(one), len(other)) - _ENDING)
