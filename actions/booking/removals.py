"""A detail that shall not be in the request: "remove the email", "don't put my last name"."""

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
_LAST_NAME = r"(?:last|sur|family)[ -]?name|apellido"


def _taken_out(words: str) -> re.Pattern[str]:
    return re.compile(
        rf"\b(?:{_OUT}\s+{_OWN}?|{_NOT_IN}\s+{_OWN})(?:{words})\b{_NO_MORE}|"
        rf"\b(?:take|leave|cross|get)\s+{_OWN}(?:{words})\s+(?:out|off|away)\b",
        re.IGNORECASE,
    )


_PATTERNS = {slot: _taken_out(words) for slot, words in _WAYS.items()}
_NAME = _taken_out(_LAST_NAME)


def removed(text: str, known: dict[str, Any]) -> dict[str, str]:
    """What the details are without those that shall go."""
    if phrases.is_question(text) and not _ASKED.match(text):
        return {}
    left = {
        slot: NOT_GIVEN
        for slot, pattern in _PATTERNS.items()
        if known.get(slot) and pattern.search(text)
    }
    names = (known.get("name") or "").split()
    if len(names) > 1 and _NAME.search(text):
        left["name"] = names[0]
    return left
