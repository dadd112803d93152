"""A known phone number with a part of it put right: "area code is 475", "it ends in 0211"."""

from __future__ import annotations

import re

import phonenumbers

_OF_THE_COUNTRY = "+1"  # whose numbers have an area code of three digits
_IS = r"(?:'?s|is|are|was|should be|needs to be|has to be|:)"
_AREA = re.compile(rf"\barea code,? (?:{_IS} )?(?:actually |really )?(?P<digits>\d{{3}})\b", re.I)
_END = re.compile(
    r"\b(?:(?:number|phone|cell|mobile|line|it|that|mine|one) (?:actually |really )?"
    r"(?:ends|ending|should end) (?:in|with|on)|"
    rf"last (?:(?:two|three|four|\d) )?(?:digits?|numbers?) {_IS}(?: actually| really)?(?: an?)?)"
    r" (?P<digits>\d{1,4})\b(?!\s*(?:digits|pm|am)\b)",
    re.IGNORECASE,
)


def edited(known: str | None, text: str) -> str | None:
    """The number as the text puts it right; None where it does not, or to none that can exist."""
    if not known or not known.startswith(_OF_THE_COUNTRY):
        return None
    area, end = _AREA.search(text), _END.search(text)
    number = known
    if area:
        start = len(_OF_THE_COUNTRY)
        number = number[:start] + area["digits"] + number[start + 3 :]
    if end:
        number = number[: -len(end["digits"])] + end["digits"]
    if number == known or not phonenumbers.is_valid_number(phonenumbers.parse(number)):
        return None
    return number
