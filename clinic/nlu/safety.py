"""Red flags by rule: what is dangerous now, today, or to the writer's own life."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from clinic.nlu.lexicon import lexicon
from clinic.nlu.negation import is_denied
from clinic.nlu.text import normalise

# The most urgent first; a life in danger outranks everything.
KINDS = ("self_harm", "emergency", "same_day")
# Denials that are part of the danger itself ("can't breathe", "won't stop") or of playing it down.
_PART_OF_IT = re.compile(
    r"\b(?:can'?t|cannot|cant|couldn'?t|won'?t|doesn'?t|don'?t want|not able|unable|no puedo|"
    r"nao consigo|pa ka|nie moge|no quiero|nie chce|not (?:an? )?(?:emergency|sure|trying|to)|"
    r"don'?t (?:want|know|mean|think|wanna)|didn'?t (?:want|know)|no (?:rush|big deal|idea)|"
    r"not stopp\w+|n[oa]o? (?:esta |ta )?respir\w+)\b"
)
_NEAR = 40  # characters between what happened and when
_ANOTHER_CLAUSE = re.compile(r"[.,!?;]|\b(?:and|but|so|like|than|same)\b")


class _Rule(NamedTuple):
    patterns: list[re.Pattern[str]]
    exceptions: list[re.Pattern[str]]
    language: str | None


def red_flag(text: str) -> str | None:
    """ "self_harm", "emergency" or "same_day" where a rule sees it, else None."""
    words = normalise(text)
    return next((kind for kind in KINDS if next(_seen_by(kind, words), None)), None)


def language_of_red_flag(text: str) -> str | None:
    """The language of the only rules that see a danger, None where words of several are in it."""
    words = normalise(text)
    languages = {rule.language for kind in KINDS for rule in _seen_by(kind, words)}
    return languages.pop() if len(languages) == 1 else None


def most_urgent(*kinds: str | None) -> str | None:
    return next((kind for kind in KINDS if kind in kinds), None)


def _seen_by(kind: str, words: str) -> Iterator[_Rule]:
    if not _any_pattern(kind).search(words):
        return
    past = [] if kind == "self_harm" else _long_past(words)
    yield from (rule for rule in _rules(kind) if _applies(rule, words, past))


def _applies(rule: _Rule, words: str, past: list[re.Match[str]]) -> bool:
    for pattern in rule.patterns:
        for match in pattern.finditer(words):
            if _excepted(rule.exceptions, words, match) or _is_denied(words, match):
                continue
            if not any(_is_beside(when, match, words) for when in past):
                return True
    return False


def _long_past(words: str) -> list[re.Match[str]]:
    """The times long past that a message names, unless it says that something goes on."""
    return [] if _times("going_on").search(words) else list(_times("when").finditer(words))


def _is_beside(when: re.Match[str], match: re.Match[str], words: str) -> bool:
    """Whether a time belongs to what matched: near it in the same clause, in the past tense."""
    between = words[min(when.end(), match.end()) : max(when.start(), match.start())]
    told = words[max(0, match.start() - _NEAR) : match.end()]
    return (
        len(between) <= _NEAR
        and not _ANOTHER_CLAUSE.search(between)
        and bool(_times("told").search(told))
    )


def _excepted(exceptions: list[re.Pattern[str]], words: str, match: re.Match[str]) -> bool:
    """Whether an exception covers the very words that matched, or leads up to them."""
    return any(
        exception.start() <= match.end() and match.start() <= exception.end()
        for pattern in exceptions
        for exception in pattern.finditer(words)
    )


def _is_denied(words: str, match: re.Match[str]) -> bool:
    if _PART_OF_IT.search(match.group()):
        return False
    blanked = _PART_OF_IT.sub(lambda found: " " * len(found.group()), words)
    return is_denied(blanked, match.start(), match.end())


@lru_cache(maxsize=len(KINDS))
def _any_pattern(kind: str) -> re.Pattern[str]:
    """All patterns of a kind in one: most messages hold none, which one search says at once."""
    patterns = [pattern for rule in lexicon("safety")[kind].values() for pattern in rule["any"]]
    return re.compile(rf"(?<!\w)(?:{'|'.join(f'(?:{pattern})' for pattern in patterns)})")


@lru_cache(maxsize=3)
def _times(what: str) -> re.Pattern[str]:
    return re.compile("|".join(lexicon("safety")["long_past"][what]))


@lru_cache(maxsize=len(KINDS))
def _rules(kind: str) -> list[_Rule]:
    return [
        _Rule(
            [re.compile(rf"(?<!\w)(?:{pattern})") for pattern in rule["any"]],
            [re.compile(pattern) for pattern in rule.get("unless", [])],
            rule.get("language"),
        )
        for rule in lexicon("safety")[kind].values()
    ]
