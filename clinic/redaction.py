"""Covers what tells who somebody is or how they are: names, numbers, addresses, conditions."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import phonenumbers

from clinic.errors import SubjectRefused
from clinic.names import is_also_a_word, is_no_name, names_in

# What entities of the understanding, and slots of the form, are covered as.
COVERED = {
    "name": "name",
    "phone": "phone",
    "email": "e-mail",
    "reach_note": "contact",
    "team_note": "note",
    "guardian": "name",  # "mom: Grace Park"
    "own_phone": "phone",
    "own_email": "e-mail",
    "condition": "health",
    "health_sign": "health",
    "medicine": "health",
    "status": "health",
    "health_note": "health",
    "age": "age",
}
_EMAIL = re.compile(r"(?<![\w.+%-])[\w.+%-]{1,64}@[\w-]+(?:\.[\w-]+)+")
_PHONE = re.compile(r"(?<![\w/])\+?\(?\d(?:[\s().-]{0,2}\d){6,14}(?!\w)")
# Words with capitals right beside a number or an address, or before a name that was found.
_BY_CONTACT = re.compile(
    r"(?<![\w\]])(?P<before>(?:[A-Z][\w'’-]+ ){1,2}[A-Z][\w'’-]+[ ,:]+)"
    r"(?=\[(?:phone|e-mail)\])|"
    r"(?<=\[phone\])(?P<behind>[ ,:]+(?:[A-Z][\w'’-]+ ){1,2}[A-Z][\w'’-]+)|"
    r"(?<![\w\]])(?P<first>[A-Z][a-z'’-]+ )(?=\[name\])"
)
BETWEEN = " / "  # between things that were said one after the other and are noted together
COUNTRY = "US"  # of numbers typed without a country code
MENTIONED = "mentioned"  # the slot of health and age, said before or beside a request
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
    and words known from elsewhere in the conversation, found whatever their case; a name that is
    a word as well ("Hope") with its capital only. `given_names` looks for people's names, too.
    """
    text = _cover_spans(text, entities)
    text = _EMAIL.sub("[e-mail]", text)  # before a name that is part of it is covered
    for kind, value in sorted(set(values), key=lambda pair: -len(pair[1])):
        value = value.strip()
        if len(value) >= SHORTEST:
            text = _pattern(kind, value).sub(f"[{kind}]", text)
    if given_names:
        text = _cover_names(text)
    text = _PHONE.sub("[phone]", text)
    return _BY_CONTACT.sub(_covered_by_contact, text) if given_names else text


def identifying(events: Iterable[dict[str, Any]]) -> set[tuple[str, str]]:
    """What a conversation's tracker events tell about who its visitor is: (kind, words)."""
    found: set[tuple[str, str]] = set()
    for event in events:
        if event.get("event") == "slot" and event.get("name") in COVERED:
            value = event.get("value")
            if isinstance(value, str):
                kind = COVERED[event["name"]]
                found |= _parts(kind, value.rpartition(": ")[2] if kind == "name" else value)
        if event.get("event") == "slot" and event.get("name") == MENTIONED:
            for each in event.get("value") or ():
                found |= _parts("health", each["said"])
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

    Raises SubjectRefused for a phone number that is none.
    """
    value = value.strip()
    if kind == "email":
        return value.lower()
    if kind != "phone":
        return value
    try:
        number = phonenumbers.parse(value, COUNTRY)
    except phonenumbers.NumberParseException:
        raise SubjectRefused("This is no phone number. Write it like 203 555 0123.") from None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _names(text: str) -> list[str]:
    return [text[start:end] for start, end in names_in(text)]


def _cover_names(text: str) -> str:
    covered, last = [], 0
    for start, end in names_in(text):
        covered += [text[last:start], "[name]"]
        last = end
    return "".join([*covered, text[last:]])


def _covered_by_contact(found: re.Match[str]) -> str:
    """A name there, with what stands around it; as it is where one of its words is none."""
    said = found[0]
    words = re.findall(r"[\w'’-]+", said)
    if any(is_no_name(word) for word in words):
        return said
    if found["first"]:
        return ""
    start = said.index(words[0])
    end = said.rindex(words[-1]) + len(words[-1])
    return f"{said[:start]}[name]{said[end:]}"


def _pattern(kind: str, value: str) -> re.Pattern[str]:
    is_word = kind == "name" and is_also_a_word(value)
    said = re.escape(value[:1].upper() + value[1:] if is_word else value)
    return re.compile(rf"(?<!\w){said}(?!\w)", 0 if is_word else re.IGNORECASE)


def _parts(kind: str, value: str) -> set[tuple[str, str]]:
    """A name is known by its parts as well, and several wishes one by one."""
    parts = {(kind, part) for part in (value, *value.split(BETWEEN))}
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
