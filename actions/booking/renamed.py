"""A name that is put right: "actually Thomas Reilly", "my last name is now Baker"."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from actions.booking import names, phrases
from clinic.name_words import ALSO_WORDS, FAMILY_NAMES, GIVEN_NAMES

NEAR = 0.7  # of 1, from where two spellings are of the same name
_NOT_OF_IT = (
    r"(?:sorry|pls|please|thanks?|thx|now|not|instead|btw|actually|and|but|though|lol|haha|ok|"
    r"okay)\b"
)
_SURNAME = re.compile(
    rf"\b(?:last|family|sur) ?name(?:(?:'?s| is|:| should be|"
    r" changed to)(?: (?:actually|really|now))?\s+|\s+(?=(?-i:[A-Z])))"
    rf"(?P<name>{names.WORD}(?:\s+(?!{_NOT_OF_IT}){names.WORD})?)",
    re.IGNORECASE,
)
_PUTS_RIGHT = re.compile(
    r"^\W*(?:(?:actually|oops|sorry|wait|no|oh|i mean[t]?|correction|typo|ups|perd[oó]n)\b"
    r"[\s,.:!]*)+",
    re.IGNORECASE,
)
_RESPELT = re.compile(
    r"\bname\b[^.!?\n]{0,20}?\b(?:wrong(?:ly)?|mis-?spel\w+|incorrect(?:ly)?)\W+(?:sorry\W+)?"
    r"(?:it['’]?s|its|it is|it should be|should be|is)\s+"
    rf"(?P<name>{names.WORD}(?:\s+(?!{_NOT_OF_IT}){names.WORD}){{0,4}})",
    re.IGNORECASE,
)
# What is said of a name, and is none in small letters: "my last name is long".
_OF_NAMES = frozenset(
    "hard long short difficult weird tricky complicated different unusual common silly funny odd "
    "strange hyphenated foreign changed changing gone cut twice double spelling pronounced "
    "private embarrassing annoying confusing also always often usually there here".split()
)
# Where a name in small letters ends: with what was said of it, or before a polite word.
_ENDS = re.compile(rf"\s*(?:$|[,.;!?)\n]|{_NOT_OF_IT})", re.IGNORECASE)
_SPELLED = re.compile(
    r"\bname(?:['’]?s| is) (?:spelled|spelt|actually|really|now)\b", re.IGNORECASE
)


def surname_in(text: str) -> str | None:
    """The last name in "sorry, last name is now Baker"; "is hard to spell" names none."""
    found = _SURNAME.search(text)
    last = names.tidy(names.cut_at_other_words(found["name"])) if found else None
    if not (found and last and names.is_a_name_alone(last)):
        return None
    if _has_capitals(last, text):
        return last
    ends = bool(_ENDS.match(text, found.start("name") + len(last)))
    says = ends and not set(last.lower().split()) & _OF_NAMES
    return last if says and not phrases.is_question(text) else None


def with_surname(known: str, last: str) -> str | None:
    return f"{known.split()[0]} {last}" if known.split() else None


def with_rest(known: str, name: str) -> str:
    """A single word that puts one of a known name right: "Miler" beside "Anna Miller"."""
    words = known.split()
    if len(words) < 2 or len(name.split()) > 1:
        return name
    near = max(words, key=lambda word: _likeness(word, name))
    if _likeness(near, name) >= NEAR:
        return " ".join(name if word == near else word for word in words)
    if name.lower() in GIVEN_NAMES | ALSO_WORDS:
        return " ".join([name, *words[1:]])
    return with_surname(known, name) or name


def respelt(text: str, known: str = "") -> str | None:
    """ "I spelled my name wrong, it's Grace Kym".

    In small letters only what is like the name that is known, or holds a common one.
    """
    found = _RESPELT.search(text)
    name = names.tidy(names.cut_at_other_words(found["name"])) if found else None
    if not name and _SPELLED.search(text):
        name = names.introduced_name(text)
    if not name or not names.is_a_name_alone(name):
        return None
    if _has_capitals(name, text):
        return name
    words = name.lower().split()
    common = set(words) & ((GIVEN_NAMES | FAMILY_NAMES) - ALSO_WORDS)
    like = any(_likeness(word, each) >= NEAR for word in words for each in known.split())
    return name if (common or like) and not set(words) & _OF_NAMES else None


def introduced(text: str) -> str | None:
    """The name that is introduced, and no remark on it: "my name is really long"."""
    name = names.introduced_name(text)
    is_remark = name and not _has_capitals(name, text) and set(name.lower().split()) & _OF_NAMES
    return None if is_remark else name


def _has_capitals(name: str, text: str) -> bool:
    """Whether it is written as a name, in a message that is no shout."""
    return name[0].isupper() and not text.isupper()


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, one.lower(), other.lower()).ratio()


def corrected_name(text: str, known: str) -> str | None:
    """The name in "actually Thomas Reilly", "my last name is Moro", where one is known."""
    last = surname_in(text)
    if last:
        return with_surname(known, last)
    again = respelt(text, known)
    if again:
        return with_rest(known, again)
    if names.introduces_oneself(text):
        return introduced(text)
    lead = _PUTS_RIGHT.match(text)
    name = names.tidy(names.LEAD_IN.sub("", text[lead.end() :]).strip(" ,.!")) if lead else None
    if not name or not names.is_a_name_alone(name):
        return None
    words = name.split()
    same = {word.lower() for word in words} & {word.lower() for word in known.split()}
    is_whole = len(words) >= 2 and all(word[0].isupper() for word in words)
    return name if is_whole or (same and len(words) >= 2) else None
