"""Red flags by rule: what is dangerous now, today, or to the writer's own life."""

from __future__ import annotations

import re
from functools import lru_cache

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
    r"not stopp\w+)\b"
)

# What happened long ago is a fact of health, unless something is going on as well.
_LONG_AGO = re.compile(
    r"\b(?:(?:months|years?|yrs?|decades?) (?:ago|back)|(?:in|since) (?:19|20)\d\d|"
    r"last (?:month|year|spring|summer|fall|autumn|winter)|as an? (?:kid|child|teen\w*|baby)|"
    r"when i was (?:\d+|an? (?:kid|child|teen\w*|baby)|in my|little|young)|"
    r"in my (?:teens|twenties|thirties|forties|fifties|sixties))\b"
)
_GOING_ON = re.compile(
    r"(?<!fine )(?<!okay )(?<!good )(?<!better )(?<!well )\bnow\b|"
    r"\b(?:today|tonight|again|currently|this (?:morning|afternoon|evening|minute)|hours?|"
    r"min(?:ute)?s?|yesterday|at the moment|keeps?|won'?t|can'?t|worse|help|just|having|"
    r"(?:have|got|with) (?:\w+ )?(?:chest|pain)|"
    r"(?:after|since) (?:the|my|your) (?:treatment|session|facial))\b"
)


def red_flag(text: str) -> str | None:
    """ "self_harm", "emergency" or "same_day" where a rule sees it, else None."""
    words = normalise(text)
    return next(
        (
            kind
            for kind in KINDS
            if _any_pattern(kind).search(words)
            and any(_applies(r, words, kind) for r in _rules(kind))
        ),
        None,
    )


def most_urgent(*kinds: str | None) -> str | None:
    return next((kind for kind in KINDS if kind in kinds), None)


def _applies(
    rule: tuple[list[re.Pattern[str]], list[re.Pattern[str]]], words: str, kind: str
) -> bool:
    patterns, exceptions = rule
    for pattern in patterns:
        for match in pattern.finditer(words):
            if _excepted(exceptions, words, match) or _is_denied(words, match):
                continue
            if kind == "emergency" and _is_long_ago(words, match):
                continue
            return True
    return False


def _excepted(exceptions: list[re.Pattern[str]], words: str, match: re.Match[str]) -> bool:
    """Whether an exception covers the very words that matched, or leads up to them."""
    return any(
        exception.start() <= match.end() and match.start() <= exception.end()
        for pattern in exceptions
        for exception in pattern.finditer(words)
    )


def _is_long_ago(words: str, match: re.Match[str]) -> bool:
    """ "i had a heart attack in 2015": said so in one sentence, and nothing goes on now."""
    begin = max(words.rfind(mark, 0, match.start()) for mark in ".!?") + 1
    sentence = re.match(r"[^.!?]*", words[match.end() :])
    told = words[begin : match.end()] + (sentence.group() if sentence else "")
    return bool(_LONG_AGO.search(told)) and not _GOING_ON.search(words)


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


@lru_cache(maxsize=len(KINDS))
def _rules(kind: str) -> list[tuple[list[re.Pattern[str]], list[re.Pattern[str]]]]:
    return [
        (
            [re.compile(rf"(?<!\w)(?:{pattern})") for pattern in rule["any"]],
            [re.compile(pattern) for pattern in rule.get("unless", [])],
        )
        for rule in lexicon("safety")[kind].values()
    ]
