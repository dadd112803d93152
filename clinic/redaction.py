"""Covers what tells who somebody is or how they are: names, numbers, addresses, conditions."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import phonenumbers

# What entities of the understanding, and slots of the form, are covered as.
COVERED = {
    "name": "name",
    "phone": "phone",
    "email": "e-mail",
    "condition": "health",
    "medicine": "health",
    "status": "health",
    "health_note": "health",
    "age": "age",
}
_EMAIL = re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+")
_PHONE = re.compile(r"(?<![\w/])\+?\(?\d(?:[\s().-]{0,2}\d){6,14}(?!\w)")
# "My name is Ana Beltran", where no form asked for it.
_NAMED = re.compile(
    r"\b(?:my name is|my name's|name is|this is|i am called|me llamo|mi nombre es|meu nome é)\s+"
    r"(?P<name>[^\W\d_][\w'-]*(?:\s+[^\W\d_][\w'-]*){0,3})",
    re.IGNORECASE,
)
COUNTRY = "US"  # of numbers typed without a country code
SHORTEST = 2  # a single letter is no name that could be found again


def redact(
    text: str,
    entities: Iterable[dict[str, Any]] = (),
    values: Iterable[tuple[str, str]] = (),
    *,
    given_names: bool = True,
) -> str:
    """The text with every part that identifies somebody replaced by its kind: "I am [name]".

    `entities` are Rasa's, with `start` and `end` in this very text; `values` are pairs of a kind
    and words known from elsewhere in the conversation, found whatever their case.
    """
    text = _cover_spans(text, entities)
    text = _EMAIL.sub("[e-mail]", text)  # before a name that is part of it is covered
    for kind, value in sorted(set(values), key=lambda pair: -len(pair[1])):
        value = value.strip()
        if len(value) >= SHORTEST:
            pattern = rf"(?<!\w){re.escape(value)}(?!\w)"
            text = re.sub(pattern, f"[{kind}]", text, flags=re.IGNORECASE)
    for name in _names(text) if given_names else ():
        text = text.replace(name, "[name]")
    return _PHONE.sub("[phone]", text)


def identifying(events: Iterable[dict[str, Any]]) -> set[tuple[str, str]]:
    """What a conversation's tracker events tell about who its visitor is: (kind, words)."""
    found: set[tuple[str, str]] = set()
    for event in events:
        if event.get("event") == "slot" and event.get("name") in COVERED:
            value = event.get("value")
            if isinstance(value, str):
                found |= _parts(COVERED[event["name"]], value)
        parsed = event.get("parse_data") or {}
        for name in _names(parsed.get("text") or ""):
            found |= _parts("name", name)
        for entity in parsed.get("entities") or ():
            kind = COVERED.get(entity.get("entity"))
            if kind:
                found |= _parts(kind, str(entity.get("text") or ""))
    return found


def searchable(kind: str, value: str) -> str:
    """A reference, number or address in the form in which it is stored.

    Raises ValueError for a phone number that is none.
    """
    value = value.strip()
    if kind == "email":
        return value.lower()
    if kind != "phone":
        return value
    try:
        number = phonenumbers.parse(value, COUNTRY)
    except phonenumbers.NumberParseException:
        raise ValueError("This is no phone number.") from None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _names(text: str) -> list[str]:
    """Names that somebody gives as such; they begin with capitals, as the lead-in need not."""
    found = []
    for match in _NAMED.finditer(text):
        words = match["name"].split()
        name = []
        for word in words:
            if not word[0].isupper():
                break
            name.append(word)
        if name:
            found.append(" ".join(name))
    return found


def _parts(kind: str, value: str) -> set[tuple[str, str]]:
    """A name is known by its parts as well."""
    parts = {(kind, value)}
    if kind == "name":
        parts |= {(kind, part) for part in value.split() if len(part) > SHORTEST}
    return {(kind, part) for kind, part in parts if len(part.strip()) >= SHORTEST}


def _cover_spans(text: str, entities: Iterable[dict[str, Any]]) -> str:
    spans = sorted(
        (entity["start"], entity["end"], COVERED[entity["entity"]])
        for entity in entities
        if entity.get("entity") in COVERED and entity.get("end")
    )
    covered, last = [], 0
    for start, end, kind in spans:
        if start < last or end > len(text):
            continue
        covered += [text[last:start], f"[{kind}]"]
        last = end
    return "".join([*covered, text[last:]])
