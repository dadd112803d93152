"""Health that is told in a sentence rather than by a name: "my kidneys are failing"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from clinic.nlu.lexicon import lexicon

KINDS = ("condition", "health_sign", "medicine", "status")
# What may stand between a part of the body and what is wrong with it.
_BETWEEN = r"(?:'s)? (?:[\w']+ ){0,3}?"
# What one does with it is not the thing itself.
_VERB = re.compile(r"(?:have|has|had|having|got|get|gets|getting|take|taking|took|with) (?=\w)")
# Within a description these say that it is not so; "not working" is part of one.
_NOTHING = re.compile(
    r"\b(?:no|zero|without|any)\b|"
    r"\bnot\b(?! (?:great|good|right|working|allowed|supposed|had|use|have|be)\b)"
)


def descriptions_in(lower: str) -> Iterator[tuple[str, str, int, int]]:
    """(entity, canonical value, start, end) of what is described. Lower-case text."""
    pattern, meanings = _described()
    for match in pattern.finditer(lower):
        if not _NOTHING.search(match.group()):
            verb = _VERB.match(match.group())
            start = match.start() + (verb.end() if verb else 0)
            yield *meanings[match.lastgroup], start, match.end()


@lru_cache(maxsize=1)
def _described() -> tuple[re.Pattern[str], dict[str, tuple[str, str]]]:
    """All descriptions in one pattern, and what each of its groups means."""
    lists = lexicon("descriptions")
    told = [("condition", value, _ailing(parts)) for value, parts in lists["parts"].items()]
    told += [("health_sign", value, _ails(parts)) for value, parts in lists["parts"].items()]
    told += [
        (kind, value, "|".join(f"(?:{pattern})" for pattern in patterns))
        for kind in KINDS
        for value, patterns in lists[kind].items()
    ]
    groups = [f"(?P<d{number}>{pattern})" for number, (_, _, pattern) in enumerate(told)]
    meanings = {f"d{number}": (kind, value) for number, (kind, value, _) in enumerate(told)}
    return re.compile(rf"(?<!\w)(?:{'|'.join(groups)})"), meanings


def _ailing(parts: str) -> str:
    """A name for it: "kidney trouble", "a weak heart"."""
    lists = lexicon("descriptions")
    before, named = lists["ailing_before"], lists["ailing_named"]
    return rf"(?:{parts}){_BETWEEN}(?:{named})\b|(?:{before}) (?:{parts})\b"


def _ails(parts: str) -> str:
    """A sentence: "my kidneys are failing"."""
    ailing = "".join(lexicon("descriptions")["ailing"].split("\n")).replace("| ", "|")
    return rf"(?:{parts}){_BETWEEN}(?:{ailing})\b"
