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
    "reach_note": r"how to reach me|contact (?:note|wish(?:es)?)|voice ?mail (?:note|part)",
    "team_note": r"notes? (?:for|to) (?:the )?(?:team|staff|clinic)|nota para el equipo",
    "health_note": r"health(?: note| info| part| answer)?|medical (?:note|info|part)|salud",
}
# Any detail, by one of its names.
FIELD = rf"(?<!\w)(?:{'|'.join(_FIELDS.values())})(?!\w)"
_OWN = r"(?:the |my |our |that |mi |el |la |su )?"
_SAYS = r"(?:should (?:be|say|read)|needs to be|is (?:actually|really|supposed to be)|debe ser)"
_CHANGE = r"(?:change|update|fix|correct|edit|redo|switch|replace|cambi(?:ar|e|a)|correg?ir)"
# "My concern is …" is the one that no other sign makes a detail.
_STATED = re.compile(
    r"(?:^|[,.;]\s*|\b(?:mean|meant|actually|sorry|no|and|but|wait|oh)[\s,]+)(?:the |my )?"
    r"(?:main |skin |biggest )*concern(?:s are| is|'s|:|\s*=)\s*(?P<value>.+)",
    re.IGNORECASE | re.DOTALL,
)
_ADDED = re.compile(
    rf"\b(?:add|include|put)\s+(?P<value>.+?)\s+(?:to|in|into|under|for|as)\s+"
    rf"(?:(?:the|my|a)\s+)?(?P<field>{FIELD})",
    re.IGNORECASE | re.DOTALL,
)
_PART = r"(?:an?|one|some) (?:digits?|numbers?|letters?)"
_WRONG = (
    r"(?:wrong|incorrect|mis-?spelled|mistyped|not right|off|bad|equivocad[oa]|incomplete|"
    rf"(?:missing|short) {_PART}|{_PART} short)"
)


_LABEL = re.compile(
    rf"(?:^|(?<=[\n,;.]))\s{{0,9}}(?:my |the )?(?:{'|'.join(_FIELDS.values())})\s*[:=]\s*(?=\S)",
    re.IGNORECASE,
)


def is_labelled(text: str) -> bool:
    """Whether it is a line of a list: "phone: 203-555-0602"."""
    return bool(_LABEL.match(text))


def without_labels(text: str) -> str:
    """ "concern: acne" without what it is called there."""
    return _LABEL.sub(" ", text).strip()


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
    stated = _STATED.search(text)
    return ("concern", stated["value"].strip(" .!\"'")) if stated else None


def added_to_field(text: str) -> tuple[str, str] | None:
    """ "Add acne to the concern": the detail, and what shall stand behind its value."""
    found = _ADDED.search(text)
    slot = field_in(found["field"]) if found else None
    return (slot, found["value"].strip(" .!\"'")) if found and slot else None


def field_in(text: str) -> str | None:
    """The detail that a text names first."""
    at = {
        slot: found.start()
        for slot, words in _FIELDS.items()
        if (found := re.search(rf"(?<!\w)(?:{words})(?!\w)", text, re.IGNORECASE))
    }
    return min(at, key=lambda slot: at[slot]) if at else None


@cache
def _any_field() -> re.Pattern[str]:
    """What is in every message that names a detail."""
    return re.compile(FIELD, re.IGNORECASE)


@cache
def _patterns(words: str) -> list[re.Pattern[str]]:
    field = rf"{_OWN}(?<!\w)(?:{words})(?!\w)"
    then = r"[,;.:\s]*(?:to|as|into|should be|it should be|it'?s|its|is|=|a|por|es)\s+(?P<value>.+)"
    said = (
        rf"\b(?:give|use|put|leave|send)(?: you)? (?:an? |my )?(?:different|another|other|new) "
        rf"{field}",
        rf"{field} {_SAYS} (?P<value>.+)",
        rf"\b{_CHANGE} (?:it to |back )?{field}(?:{then})?",
        rf"\b{_WRONG} {field}(?:{then})?",
        rf"\b(?:typo|mistake|error) (?:in|with) {field}(?:{then})?",
        rf"{field} (?:is|was|'s|are|wa?s spelled|es|est[áa]) {_WRONG}(?:{then})?",
        rf"\bgot {field} {_WRONG}(?:{then})?",
        rf"\b(?:except|apart from|other than|all but|but not) {field}(?:{then})?",
    )
    return [re.compile(each, re.IGNORECASE | re.DOTALL) for each in said]
