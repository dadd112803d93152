"""A name that is put right: "actually Thomas Reilly", "my last name is now Baker"."""

from __future__ import annotations

import re

from actions.booking import names

_NOT_OF_IT = r"(?:sorry|pls|please|thanks?|thx|now|not|instead|actually|and|but|though|lol|ok)\b"
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
    rf"(?P<name>{names.WORD}(?:\s+{names.WORD}){{0,4}})",
    re.IGNORECASE,
)
_SPELLED = re.compile(
    r"\bname(?:['’]?s| is) (?:spelled|spelt|actually|really|now)\b", re.IGNORECASE
)


def surname_in(text: str) -> str | None:
    """The last name in "sorry, last name is now Baker"."""
    found = _SURNAME.search(text)
    last = names.tidy(names.cut_at_other_words(found["name"])) if found else None
    return last if last and names.is_a_name_alone(last) else None


def with_surname(known: str, last: str) -> str | None:
    return f"{known.split()[0]} {last}" if known.split() else None


def respelt(text: str) -> str | None:
    """ "I spelled my name wrong, it's Grace Kym"."""
    if _SPELLED.search(text):
        return names.introduced_name(text)
    found = _RESPELT.search(text)
    return names.tidy(names.cut_at_other_words(found["name"])) if found else None


def corrected_name(text: str, known: str) -> str | None:
    """The name in "actually Thomas Reilly", "my last name is Moro", where one is known."""
    last = surname_in(text)
    if last:
        return with_surname(known, last)
    again = respelt(text)
    if again:
        return again
    if names.introduces_oneself(text):
        return names.introduced_name(text)
    lead = _PUTS_RIGHT.match(text)
    name = names.tidy(names.LEAD_IN.sub("", text[lead.end() :]).strip(" ,.!")) if lead else None
    if not name or not names.is_a_name_alone(name):
        return None
    words = name.split()
    same = {word.lower() for word in words} & {word.lower() for word in known.split()}
    is_whole = len(words) >= 2 and all(word[0].isupper() for word in words)
    return name if is_whole or (same and len(words) >= 2) else None
