"""Whose a number or an address in a message is: the visitor's, or that of somebody they name."""

from __future__ import annotations

import re

from actions.booking.people import RELATION
from actions.booking.phrases import anywhere

_WAY = (
    r"(?:(?:tele)?phone|cell|mobile|number|line|e-?mail|mail|address|tel[ée]fono|n[úu]mero|"
    r"celular|correo)"
)
_OF_ONESELF = (
    r"(?:mine|m[íi]o|(?:my|mi) (?:(?:own|new|other|correct|right|real|work|home|actual) ){0,2}"
    rf"{_WAY}|"
    r"(?:call|text|reach|e-?mail|contact|ring|phone) me|me at|i'?m at|ll[áa]meme)"
)
_PROFESSION = (
    r"(?:dr|doctora?|physician|md|nurse|therapist|pediatrician|gp|pcp|oncologist|derm|"
    r"[a-z]+ologist|midwife|pharmac(?:y|ist)|surgeon|assistant|lawyer|interpreter|driver)"
)
_OF_ANOTHER = (
    rf"(?:{RELATION}s?|(?:my|our|the|his|her) {_PROFESSION}|dr|"
    rf"(?:his|her|their) {_WAY}|emergency contacts?|(?:in case of|for) (?:an )?emergenc(?:y|ies)|"
    r"cc|contacto de emergencia)"
)
_WORDS_BEFORE = anywhere(rf"(?P<own>{_OF_ONESELF})", rf"(?P<another>{_OF_ANOTHER})(?:'?s)?")
_OWN_BEHIND = re.compile(
    rf"\W{{0,3}}(?:(?:is|that'?s|it'?s|this is) )?{_OF_ONESELF}\b", re.IGNORECASE
)
_ANOTHERS_BEHIND = re.compile(
    rf"\s*(?:\(|-+ ?|(?:is|that'?s|it'?s|belongs to) )(?:my |our |the )?{_OF_ANOTHER}\b",
    re.IGNORECASE,
)
_CLAUSE_ENDS = re.compile(r"(?<!\bdr)(?<!\bmr)(?<!\bmrs)(?<!\bms)[.!?;]\s|\n", re.IGNORECASE)
_NEAR = 70  # characters in front of it that say whose it is

OWN, ANOTHERS = "own", "another"  # the groups of the patterns as well
Place = tuple[int, int]


def whose(text: str, places: list[Place]) -> list[str | None]:
    """OWN, ANOTHERS or, where the words do not say it, None: for each number or address."""
    since = [0, *(end for _, end in places[:-1])]  # where the one before it ends
    return [_whose(text, *each) for each in zip(places, since, strict=False)]


def most_own(text: str, places: list[Place]) -> list[int]:
    """Which of several are the visitor's: those that are called so, else those of nobody else."""
    said = whose(text, places)
    wanted = next((each for each in (OWN, None) if each in said), ANOTHERS)
    return [number for number, each in enumerate(said) if each == wanted]


def _whose(text: str, place: Place, since: int) -> str | None:
    start, end = place
    if _OWN_BEHIND.match(text, end):
        return OWN
    if _ANOTHERS_BEHIND.match(text, end):
        return ANOTHERS
    clause = _CLAUSE_ENDS.split(text[max(since, start - _NEAR) : start])[-1]
    found = list(_WORDS_BEFORE.finditer(clause))
    return found[-1].lastgroup if found else None
