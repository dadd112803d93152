"""Red flags by rule: what is dangerous now, today, or to the writer's own life."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from clinic.nlu.lexicon import lexicon
from clinic.nlu.negation import is_denied
from clinic.nlu.text import folded, normalise

SELF_HARM = "self_harm"
EMERGENCY = "emergency"
SAME_DAY = "same_day"
# The most urgent first; a life in danger outranks everything.
KINDS = (SELF_HARM, EMERGENCY, SAME_DAY)
# Denials that are part of the danger itself ("can't breathe", "won't stop") or of playing it down.
_PART_OF_IT = re.compile(
    r"\b(?:can'?t|cannot|cant|couldn'?t|won'?t|doesn'?t|don'?t want|not able|unable|no puedo|"
    r"nao consigo|pa ka|nie moge|no quiero|nie chce|not (?:an? )?(?:emergency|sure|trying|to)|"
    r"don'?t (?:want|know|mean|think|wanna)|didn'?t (?:want|know)|no (?:rush|big deal|idea)|"
    r"no (?:seriously|really|joke|kidding)|"
    r"not stopp\w+|n[oa]o? (?:esta |ta )?respir\w+|"
    r"no aguanto|nao aguento|without(?= (?:gasping|wheezing|chok\w+)))\b"
)
_BEGINS_WITH_NO = re.compile(r"(?:no|nao|nie|non|ne|n'\w+)\b")
# "My face isn't swollen": the denial stands between the part of the body and its complaint.
_DENIED_WITHIN = re.compile(
    r"\b(?:isn'?t|aren'?t|(?:is|are|was|were) not|wasn'?t|weren'?t)(?: (?:even|really|actually))? "
    r"\w+$"
)
_NEAR = 40  # characters between what happened and when
_APART = 30  # characters between a part of the body and the complaint of it
_ANOTHER_CLAUSE = re.compile(r"[.,!?;]|\b(?:and|but|so|like|than|same)\b")
_CLAUSE_ENDS = re.compile(r"[.,!?;]|\b(?:and|but|so|or|because)\b")
_UNSPACED = ("zh", "ar")  # languages whose words have no bounds that a pattern could ask for
_WORD_BEGINS = r"(?<!\w)"


VIOLENCE = "violence"  # the name of the rule that sees it


class _Rule(NamedTuple):
    name: str
    patterns: list[re.Pattern[str]]
    exceptions: list[re.Pattern[str]]
    language: str | None


class _Phrases(NamedTuple):
    patterns: re.Pattern[str]
    unless: re.Pattern[str] | None


class _Sign(NamedTuple):
    """What a rule matched, and whether it is a danger: not supposed, or long past."""

    rule: _Rule
    match: re.Match[str]
    is_real: bool


def red_flag(text: str) -> str | None:
    """ "self_harm", "emergency" or "same_day" where a rule sees it, else None."""
    words = normalise(text)
    return next((kind for kind in KINDS if next(_seen_by(kind, words), None)), None)


def language_of_red_flag(text: str) -> str | None:
    """The language of the only rules that see a danger, None where words of several are in it."""
    words = normalise(text)
    languages = {rule.language for kind in KINDS for rule in _seen_by(kind, words)}
    return languages.pop() if len(languages) == 1 else None


def is_violence(text: str) -> bool:
    """Whether all danger that the rules see is that somebody is hurt by somebody."""
    words = normalise(text)
    seen = {rule.name for kind in KINDS for rule in _seen_by(kind, words)}
    return seen == {VIOLENCE}


def settled(seen: str | None, felt: str | None) -> str | None:
    """The most urgent kind of danger of what a rule sees and what the taught messages say.

    Body or self, the rule knows better: who "does not wake up" is near to talk of dying.
    """
    if seen == EMERGENCY and felt == SELF_HARM:
        return EMERGENCY
    return next((kind for kind in KINDS if kind in (seen, felt)), None)


def without_unreal(words: str) -> str:
    """A text in normalised spelling without what is harmless, and clauses without a danger."""
    signs = [sign for kind in KINDS for sign in _signs(kind, words)]
    unreal = [_clause_around(words, sign.match) for sign in signs if not sign.is_real]
    unreal += [found.span() for found in _phrases("harmless", "said").finditer(words)]
    unreal += [found.span() for found in _harmless(words)]
    kept = words
    for begin, end in unreal:
        kept = f"{kept[:begin]}{' ' * (end - begin)}{kept[end:]}"
    return kept if any(letter.isalnum() for letter in kept) else ""


def _seen_by(kind: str, words: str) -> Iterator[_Rule]:
    seen = None
    for sign in _signs(kind, words):
        if sign.is_real and sign.rule is not seen:
            seen = sign.rule
            yield seen


def _signs(kind: str, words: str) -> Iterator[_Sign]:
    if not _any_pattern(kind).search(words):
        return
    past = _long_past(words)
    for rule in _rules(kind):
        for pattern in rule.patterns:
            for match in pattern.finditer(words):
                if not _is_denied(words, match):
                    yield _Sign(rule, match, _is_real(kind, rule, match, words, past))


def _is_real(
    kind: str, rule: _Rule, match: re.Match[str], words: str, past: list[re.Match[str]]
) -> bool:
    if kind != SELF_HARM and _DENIED_WITHIN.search(match.group()):
        return False  # but of a life that isn't worth it
    if _phrases("supposed", "their_own").search(words):
        return True  # "do lips swell? mine did"
    if _excepted(rule.exceptions, words, match):
        return False
    if kind == SELF_HARM:
        return True  # supposed or long past, it stays what it is
    return not _is_supposed(match, words) and not any(
        _is_beside(when, match, words) for when in past
    )


def _clause_around(words: str, match: re.Match[str]) -> tuple[int, int]:
    begin = max((each.end() for each in _CLAUSE_ENDS.finditer(words, 0, match.start())), default=0)
    after = _CLAUSE_ENDS.search(words, match.end())
    return begin, after.start() if after else len(words)


def _is_supposed(match: re.Match[str], words: str) -> bool:
    """Whether a clause only asks or supposes: nothing in it is there now, or was."""
    begin, end = _clause_around(words, match)
    asked = _phrases("supposed", "asked").match(words, begin, match.end())
    return bool(asked) and not _phrases("supposed", "told").search(words, asked.end(), end)


def _long_past(words: str) -> list[re.Match[str]]:
    """The times long past that a message names, unless it says that something goes on."""
    if _phrases("long_past", "going_on").search(words):
        return []
    return list(_phrases("long_past", "when").finditer(words))


def _is_beside(when: re.Match[str], match: re.Match[str], words: str) -> bool:
    """Whether a time belongs to what matched: near it in the same clause, in the past tense."""
    between = words[min(when.end(), match.end()) : max(when.start(), match.start())]
    told = words[max(0, match.start() - _NEAR) : max(match.end(), when.end())]
    return (
        len(between) <= _NEAR
        and not _ANOTHER_CLAUSE.search(between)
        and bool(_phrases("long_past", "told").search(told))
    )


def _excepted(exceptions: list[re.Pattern[str]], words: str, match: re.Match[str]) -> bool:
    """Whether an exception covers the very words that matched, or leads up to them."""
    covering = (
        exception
        for pattern in (*exceptions, _phrases("figures", "of_speech"))
        for exception in pattern.finditer(words)
    )
    return any(
        exception.start() <= match.end() and match.start() <= exception.end()
        for exception in (*covering, *_harmless(words))
    )


@lru_cache(maxsize=16)  # the rules and the classifier read the same message
def _harmless(words: str) -> tuple[re.Match[str], ...]:
    """What only sounds like a danger, where nothing in the message says that it is one."""
    return tuple(
        found
        for phrases in _harmless_phrases()
        for found in phrases.patterns.finditer(words)
        if not (phrases.unless and phrases.unless.search(words))
    )


@lru_cache(maxsize=1)
def _harmless_phrases() -> list[_Phrases]:
    return [
        _Phrases(
            re.compile("|".join(each["any"])),
            re.compile("|".join(each["unless"])) if "unless" in each else None,
        )
        for each in lexicon("harmless").values()
    ]


def _is_denied(words: str, match: re.Match[str]) -> bool:
    if _BEGINS_WITH_NO.match(match.group()) or _PART_OF_IT.search(match.group()):
        return False
    blanked = _PART_OF_IT.sub(lambda found: " " * len(found.group()), words)
    return is_denied(blanked, match.start(), match.end())


@lru_cache(maxsize=len(KINDS))
def _any_pattern(kind: str) -> re.Pattern[str]:
    """All patterns of a kind in one: most messages hold none, which one search says at once.

    Those that begin with a word are tried at the beginnings of words alone.
    """
    patterns = [pattern.pattern for rule in _rules(kind) for pattern in rule.patterns]
    at_words = [
        each.removeprefix(_WORD_BEGINS) for each in patterns if each.startswith(_WORD_BEGINS)
    ]
    anywhere = [each for each in patterns if not each.startswith(_WORD_BEGINS)]
    return re.compile("|".join([f"{_WORD_BEGINS}(?:{'|'.join(at_words)})", *anywhere]))


@lru_cache(maxsize=8)
def _phrases(group: str, name: str) -> re.Pattern[str]:
    return re.compile("|".join(lexicon("safety")[group][name]))


@lru_cache(maxsize=len(KINDS))
def _rules(kind: str) -> list[_Rule]:
    english = [
        _Rule(
            name,
            [re.compile(f"{_WORD_BEGINS}(?:{pattern})") for pattern in rule["any"]],
            [re.compile(pattern) for pattern in rule.get("unless", [])],
            None,
        )
        for name, rule in lexicon("safety")[kind].items()
    ]
    return english + [
        rule
        for name, danger in lexicon("dangers")[kind].items()
        for rule in _in_other_languages(name, danger)
    ]


def _in_other_languages(name: str, danger: dict[str, dict[str, str]]) -> Iterator[_Rule]:
    """A rule for each language that a danger has words in."""
    parts, complaints, said = (danger.get(name, {}) for name in ("part", "complaint", "said"))
    for language in dict.fromkeys((*parts, *said)):
        ways = [said[language]] if language in said else []
        part, complaint = parts.get(language), complaints.get(language)
        if part and complaint:
            part, complaint = _word(part, language), _word(complaint, language)
            gap = rf"[^.!?]{{0,{_APART}}}?"
            ways += [f"{part}{gap}{complaint}", f"{complaint}{gap}{part}"]
        unless = danger.get("unless", {}).get(language)
        yield _Rule(
            name,
            [re.compile(_word(folded(way), language)) for way in ways],
            [re.compile(_word(folded(unless), language))] if unless else [],
            language,
        )


def _word(pattern: str, language: str) -> str:
    if language in _UNSPACED:
        return f"(?:{pattern})"
    return rf"{_WORD_BEGINS}(?:{pattern})(?!\w)"
