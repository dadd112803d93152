"""Details that are named: "change the phone to …", "the town should be …", "wrong e-mail"."""

from __future__ import annotations

import re
from functools import cache

_FIELDS = {
    "phone": r"(?:tele)?phone(?: number)?|cell(?: number)?|mobile(?: number)?|number|digits|"
    r"tel[ée]fono|n[úu]mero",
    "email": r"e-?mail(?: address)?|correo",
    "name": r"(?:first |last |sur)?names?|nombre",
    "location": r"locations?|town|city|office|place|ciudad|lugar",
    "preferred": r"(?:preferred )?(?:times?|days?|dates?|time slot)|hora|d[ií]a|fecha|horario",
    "concern": r"(?:skin )?concern|reason|motivo",
    "health_note": r"health(?: note| info| part| answer)?|medical (?:note|info|part)|salud",
}
_OWN = r"(?:the |my |our |that |mi |el |la |su )?"
_SAYS = r"(?:should (?:be|say|read)|needs to be|is (?:actually|really|supposed to be)|debe ser)"
_CHANGE = r"(?:change|update|fix|correct|edit|redo|switch|replace|cambi(?:ar|e|a)|correg?ir)"
_PART = r"(?:an?|one|some) (?:digits?|numbers?|letters?)"
_WRONG = (
    r"(?:wrong|incorrect|mis-?spelled|mistyped|not right|off|bad|equivocad[oa]|incomplete|"
    rf"(?:missing|short) {_PART}|{_PART} short)"
)


def named_field(text: str) -> tuple[str, str | None] | None:
    """The detail that somebody wants to change, with its new value where they give it."""
    if not _any_field().search(text):
        return None
    for slot, words in _FIELDS.items():
        for pattern in _patterns(words):
            found = pattern.search(text)
            if found:
                value = (found.groupdict().get("value") or "").strip(" .!\"'")
                return slot, value or None
    return None


@cache
def _any_field() -> re.Pattern[str]:
    """What is in every message that names a detail."""
    return re.compile(rf"(?<!\w)(?:{'|'.join(_FIELDS.values())})(?!\w)", re.IGNORECASE)


@cache
def _patterns(words: str) -> list[re.Pattern[str]]:
    field = rf"{_OWN}(?<!\w)(?:{words})(?!\w)"
    then = r"[,;.:\s]*(?:to|as|into|should be|it should be|it'?s|its|is|=|a|por|es)\s+(?P<value>.+)"
    said = (
        rf"{field} {_SAYS} (?P<value>.+)",
        rf"\b{_CHANGE} (?:it to |back )?{field}(?:{then})?",
        rf"\b{_WRONG} {field}(?:{then})?",
        rf"\b(?:typo|mistake|error) (?:in|with) {field}(?:{then})?",
        rf"{field} (?:is|was|'s|are|wa?s spelled|es|est[áa]) {_WRONG}(?:{then})?",
        rf"\bgot {field} {_WRONG}(?:{then})?",
        rf"\b(?:except|apart from|other than|all but|but not) {field}(?:{then})?",
    )
    return [re.compile(each, re.IGNORECASE | re.DOTALL) for each in said]
