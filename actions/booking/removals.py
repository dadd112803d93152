"""A detail that shall not be in the request: "remove the email", "use my phone not my email"."""

from __future__ import annotations

import re
from typing import Any

from actions.booking import phrases
from actions.booking.draft import NOT_GIVEN

_WAYS = {
    "phone": r"(?:tele)?phone(?: numbers?)?|(?:cell|mobile)(?: number)?|numbers?|tel[ée]fono|"
    r"n[úu]mero",
    "email": r"e-?mail(?: address)?|correo",
}  # fmt: skip
_OUT = (
    r"(?:remove|delete|drop|erase|scratch|get rid of|(?:take|leave|cross) (?:out|off|away)|"
    r"(?:quit|borr|elimin)(?:[ae]|ar))"
)
_NOT_IN = r"(?:(?:do|can)(?:n['’]?t| not)|cannot|never) (?:put|include|use|write|add)"
_OWN = r"(?:(?:the|my|that|this|our|mi|el)\s+)"
# "Remove the phone note", "don't use my number at work" are about something else.
_NO_MORE = (
    r"(?!\s+(?:notes?|calls?|at|before|after|until|till?|on|when|while|unless|if|to|in|with|for|"
    r"except|by|as|from (?:your|any|the (?:list|system|database|records)))\b)"
)
_ASKED = re.compile(r"^\W*(?:(?:and|ok|oh|wait|actually|please)\W+)*(?:can|could|would)\b", re.I)
_OTHER = {"phone": "email", "email": "phone"}
_KIND = r"(?:(?:own|work|home|cell|mobile|office|house)\s+)?"
_POLITE = r"(?:\s*,?\s*(?:please|pls|thanks|thank you)\b)*"
_LAST_NAME = r"(?:last|sur|family)[ -]?name|apellido"


def _taken_out(words: str) -> re.Pattern[str]:
    return re.compile(
        rf"\b(?:{_OUT}\s+{_OWN}?|{_NOT_IN}\s+{_OWN})(?:{words})\b{_NO_MORE}|"
        rf"\b(?:take|leave|cross|get)\s+{_OWN}(?:{words})\s+(?:out|off|away)\b",
        re.IGNORECASE,
    )


def _used_rather(other: str, words: str) -> re.Pattern[str]:
    return re.compile(
        r"(?:\b(?:(?:can|could|would) you|please|just|only|but|and)\s+){0,4}"
        rf"\b(?:use|take|keep|put)\s+(?:only\s+|just\s+)?{_OWN}?{_KIND}(?:{other})"
        r"(?:\s+(?:please|only))?[\s,;–-]*(?:(?:and|but)\s+)?"
        rf"(?:not|instead of|rather than|no)\s+{_OWN}?(?:{words})\b{_NO_MORE}{_POLITE}",
        re.IGNORECASE,
    )


def _none_of(words: str) -> re.Pattern[str]:
    return phrases.whole(rf"(?:(?:please|oh|actually|sorry|wait)[\s,]+)*no {_OWN}?(?:{words})s?")


_PATTERNS = {slot: _taken_out(words) for slot, words in _WAYS.items()}
_RATHER = {slot: _used_rather(_WAYS[other], _WAYS[slot]) for slot, other in _OTHER.items()}
_NONE = {slot: _none_of(words) for slot, words in _WAYS.items()}
_NAME = _taken_out(_LAST_NAME)


def removed(text: str, known: dict[str, Any]) -> dict[str, str]:
    """What the details are without those that shall go."""
    if phrases.is_question(text) and not _ASKED.match(text):
        return {}
    left = {
        slot: NOT_GIVEN
        for slot, pattern in _PATTERNS.items()
        if known.get(slot) and (pattern.search(text) or _is_none(slot, text, known))
    }
    names = (known.get("name") or "").split()
    if len(names) > 1 and _NAME.search(text):
        left["name"] = names[0]
    return left


def turned_down(text: str) -> tuple[str, tuple[int, int]] | None:
    """The way of being reached that another one is to be used for, and where that is said."""
    if phrases.is_question(text) and not _ASKED.match(text):
        return None
    for slot, pattern in _RATHER.items():
        found = pattern.search(text)
        if found:
            return slot, found.span()
    return None


def without_way(slot: str, known: dict[str, Any], requested: str | None) -> dict[str, str | None]:
    """The details without that way; the one in its place is asked for where it was left out."""
    other = _OTHER[slot]
    left: dict[str, str | None] = {}
    if known.get(slot) or requested == slot:
        left[slot] = NOT_GIVEN
    if left and known.get(other) == NOT_GIVEN:
        left[other] = None
    return left


def _is_none(slot: str, text: str, known: dict[str, Any]) -> bool:
    """ "No email please", where there is another way to be reached."""
    return bool(known.get(_OTHER[slot]) and _NONE[slot].match(text))
