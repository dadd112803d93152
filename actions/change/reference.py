"""The reference of a request, as somebody types it."""

from __future__ import annotations

import re

from actions.booking.phrases import anywhere

_REFERENCE = re.compile(r"(?<!\w)([2-9A-HJ-NP-TW-Z]{4})[-–\s]?([2-9A-HJ-NP-TW-Z]{4})(?!\w)", re.I)
_NO_REFERENCE = anywhere(
    r"(?:lost|don'?t have|do not have|can'?t find|cannot find|forgot|without|no) (?:my|the|a|any)?"
    r" ?(?:reference|ref|confirmation|code)(?: (?:number|code))?"
)
_CALLED_REFERENCE = anywhere(r"ref(?:erence)?", r"confirmation", r"code", r"referencia")


def reference_in(text: str) -> str | None:
    """A reference in any spelling: "k7pm 3xqh" is K7PM-3XQH."""
    for first, second in _REFERENCE.findall(text):
        letters = first + second
        alone = len(re.sub(r"\W", "", text)) == len(letters)
        if alone or letters.isupper() or re.search(r"\d", letters):
            return f"{first}-{second}".upper()
    return None


def names_reference(text: str) -> bool:
    """Whether a reference is meant for one: eight letters may be two words as well."""
    found = reference_in(text)
    if not found:
        return False
    as_read_out = found in text and not text.replace(found, "").isupper()
    return as_read_out or bool(re.search(r"\d", found) or _CALLED_REFERENCE.search(text))


def has_no_reference(text: str) -> bool:
    return bool(_NO_REFERENCE.search(text))
