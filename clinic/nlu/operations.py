"""Operations: a treatment for whom wants one, a fact of health for whom has had or will have it."""

from __future__ import annotations

import re

OPERATIONS = frozenset(
    {
        "cosmetic surgery", "facelift", "neck lift", "eyelid surgery", "brow lift", "rhinoplasty",
        "breast surgery", "tummy tuck", "liposuction", "brazilian butt lift", "body lift surgery",
        "face implants", "lip lift", "otoplasty", "labiaplasty", "thread lift", "dental cosmetics",
        "scar revision",
    }
)  # fmt: skip
_WANTED = re.compile(
    r"\b(?:can (?:i|you|u|we)|could|do (?:you|u)|you do|how much|price|cost|want|wanna|book|offer|"
    r"would like|looking for|consult\w*|without|w/o|instead of|versus|vs)\b"
)
_HAD = re.compile(
    r"\b(?:had|having|got|getting|after|since|before|post|recent|my|with|planning|scheduled for|"
    r"waiting for|due for|healing from|recovering from)(?: \w+){0,3} $|\bpost-$"
)
_WHEN = re.compile(
    r"[\s,:-]*(?:\w+ ){0,3}?(?:ago|last \w+|yesterday|today|this (?:morning|week|month|year)|"
    r"in (?:20\d\d|jan|feb|mar|apr|may|june?|july?|aug|sep|oct|nov|dec|the (?:spring|summer|fall))|"
    r"next (?:week|month|year|\w+day)|scheduled|heal\w*|recovery|still|(?:is|was|went|are) \w+|"
    r"back|weeks?|wks|months?|going in|on (?:mon|tue|wed|thu|fri|sat|sun)\w*)\b"
)


def is_undergone(text: str, start: int, end: int) -> bool:
    """Whether the operation text[start:end] is told rather than wanted. Lower-case text."""
    before = text[max(0, start - 60) : start]
    if _WANTED.search(before):
        return False
    return bool(_HAD.search(before) or _WHEN.match(text, end))
