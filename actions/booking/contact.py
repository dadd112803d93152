"""Phone numbers and e-mail addresses: what can be one, in one spelling."""

from __future__ import annotations

import re
from typing import NamedTuple

import phonenumbers
from email_validator import EmailNotValidError, validate_email

from actions.booking import phrases
from actions.booking.whose_contact import ANOTHERS, Place, most_own, whose

REGION = "US"
_DIGIT_WORDS = {
    word: str(digit)
    for digit, words in enumerate(
        ("zero oh o cero", "one uno", "two dos", "three tres", "four cuatro", "five cinco",
         "six seis", "seven siete", "eight ocho", "nine nueve")
    )
    for word in words.split()
}  # fmt: skip
_SPOKEN = re.compile(
    rf"(?<![\w@.])(?:(?:double|triple|\d|{'|'.join(_DIGIT_WORDS)})[\s,.\-()]+){{6,}}"
    rf"(?:\d|{'|'.join(_DIGIT_WORDS)})(?![\w@])",
    re.IGNORECASE,
)
_GROUPS = re.compile(r"(?<![\w@.])\+?\d(?:[\s().\-/]*\d){9,10}(?![\w@])")
_SPELT_ADDRESS = re.compile(
    r"(?<![\w+\-])(?P<user>[\w+\-]{1,64}(?:(?: dot |\.)[\w+\-]{1,64}){0,6})"
    r"(?: ?\(?at\)? |\s?@\s?)"
    r"(?P<host>[\w\-]{1,63}(?:(?: dot |\.)[\w\-]{1,63}){0,6}"
    r"(?: dot |\.)(?P<top>com|net|org|edu|co|us|io|me))\b",
    re.IGNORECASE,
)
# What may stand before a spelt address; another word there may be a part of it: "jane doe at …".
_BEFORE_SPELT = re.compile(
    r"(?:^|[,;:!?.()\n]|\b(?:is|it'?s|its|was|to|use|me|e-?mail|mail|address|and|or|that'?s|thats|"
    r"also|sorry|ok|okay|yes|sure|try|correo|es|mi|y|o|al|a)\b[:,]?)\s*$",
    re.IGNORECASE,
)
_SPELT_SIGNS = (
    (re.compile(r"\s+(?:underscore|under score|gui[oó]n bajo)\s+", re.I), "_"),
    (re.compile(r"\s+(?:dash|hyphen|minus|gui[oó]n)\s+", re.I), "-"),
    (re.compile(r"\s+arroba\s+", re.I), " at "),
    (re.compile(r"\s+(?:punto|period|point)\s+", re.I), " dot "),
    (re.compile(r"(?<=\w)\s+dot\s+(?=\w)", re.I), " dot "),
)
_LETTERS = re.compile(r"(?<![\w'’])(?:[a-z0-9] ){2,}[a-z0-9](?= (?:at|@|dot)\b|_)", re.IGNORECASE)
# No such ending exists; nor have these providers any other than theirs.
_MISTYPED = re.compile(
    r"\.(?:con|cmo|ocm|vom|xom|cpm|comm|coom|cim|c0m|nte|ner|ent|rog|ogr|ed)$|"
    r"@(?:gmial|gmal|gmai|gnail|gmil|gamil|hotmial|hotmal|yaho|yhaoo|outlok|outloo|iclod)\.|"
    r"@(?:gmail|icloud|hotmail|outlook|aol)\.(?:co|cm|om)$",
    re.IGNORECASE,
)
_DOMAIN = re.compile(r"(?<![\w@])[\w-]+\.(?:com|net|org|edu|con|cmo)\b", re.IGNORECASE)
_NOT_BEFORE = re.compile(
    r"\b(?:not|no longer|never|instead of|rather than|don'?t (?:call|use|text))"
    r"(?: (?:on|at|the|my|old|number|phone|it'?s|is))*[\s,:]*$",
    re.IGNORECASE,
)
_NOT_AFTER = re.compile(
    r"^\s*(?:is|was|'s)? ?(?:(?:the |my |an )?(?:old|wrong)\b|not (?:mine|right|correct)\b|"
    r"no longer\b)",
    re.IGNORECASE,
)
_OR = re.compile(r"^[\s,(]*(?:or|and|else|otherwise|alternatively|o|y)\b", re.IGNORECASE)
# Two numbers that are called differently are both meant.
_CALLED = re.compile(
    r"\b(?:cell|mobile|home|house|work|office|landline|casa|trabajo)\b", re.IGNORECASE
)
_DIGITS = re.compile(r"\+?\d[\d\s().\-]{5,}\d")
_ADDRESS = re.compile(r"[^\s,;<>()]+@[^\s,;<>()]+")
_EXTENSION = re.compile(r"[\s,;(]*(?:ext(?:ension|n)?\b|x)[^\d]{0,3}\d{1,7}\)?$", re.IGNORECASE)


class PhoneAt(NamedTuple):
    """A number that can be called, and where it stands, its extension left out."""

    number: str  # E.164
    start: int
    end: int


def phone_in(text: str) -> str | None:
    """The number in the text that can exist, as E.164: of several the visitor's own, and of these
    the last, which puts right.

    Of two that are joined by "or", or called differently, the first: the other one is for a
    second try.
    """
    found = _numbers(text)
    if not found:
        grouped = _in_groups(_in_digits(text))
        return _spelt(grouped[-1]) if grouped else None
    own = [found[place] for place in most_own(text, [place for _, place in found])]
    between = text[own[-2][1][1] : own[-1][1][0]] if len(own) > 1 else ""
    joined = _OR.match(between) or _CALLED.search(between) and not phrases.is_correction(text)
    return own[-2 if joined else -1][0]


def _numbers(text: str) -> list[tuple[str, Place]]:
    """The numbers that can exist and are not turned down, and where they stand."""
    return [
        (_spelt(match.number), (match.start, match.end))
        for match in _matches(text)
        if not _is_turned_down(text, match.start, match.end)
    ]


def _spelt(number: phonenumbers.PhoneNumber) -> str:
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def phones_at(text: str) -> list[PhoneAt]:
    """The numbers that a text gives, those that it turns down left out."""
    return [
        PhoneAt(
            _spelt(match.number),
            match.start,
            match.start + len(_EXTENSION.sub("", match.raw_string)),
        )
        for match in _matches(text)
        if not _is_turned_down(text, match.start, match.end)
    ]


def phone_at(text: str) -> int | None:
    """Where the first phone number stands."""
    matches = _matches(text)
    return matches[0].start if matches else None


def addresses_at(text: str) -> list[tuple[int, int]]:
    """Where e-mail addresses stand, whether they can exist or not."""
    return [found.span() for found in _ADDRESS.finditer(text)]


def _matches(text: str) -> list[phonenumbers.PhoneNumberMatch]:
    leniency = phonenumbers.Leniency.VALID
    return list(phonenumbers.PhoneNumberMatcher(text, REGION, leniency=leniency))


def _is_turned_down(text: str, start: int, end: int) -> bool:
    """ "not 203 555 0142", which is no number to call."""
    return bool(_NOT_BEFORE.search(text[:start]) or _NOT_AFTER.match(text[end:]))


def _in_groups(text: str) -> list[phonenumbers.PhoneNumber]:
    """Ten digits in whatever groups: "2 03 555 01 03"."""
    parsed = [
        phonenumbers.parse(re.sub(r"[^\d+]", "", found.group()), REGION)
        for found in _GROUPS.finditer(text)
        if not _is_turned_down(text, found.start(), found.end())
    ]
    return [number for number in parsed if phonenumbers.is_valid_number(number)]


def _in_digits(text: str) -> str:
    """The text with numbers that are spelt out in figures: "two oh three …" is "203…"."""

    def figures(found: re.Match[str]) -> str:
        digits, times = "", 1
        for word in re.findall(r"\w+", found.group().lower()):
            if word in ("double", "triple"):
                times = 2 if word == "double" else 3
                continue
            digits += _DIGIT_WORDS.get(word, word) * times
            times = 1
        return digits

    return _SPOKEN.sub(figures, text)


def without_contacts(text: str) -> str:
    """The text with its numbers and addresses taken out."""
    for pattern in (_SPOKEN, _ADDRESS, _SPELT_ADDRESS, _DIGITS):
        text = pattern.sub(" , ", text)
    return text


def spelt_email_in(text: str) -> str | None:
    """An address that is spoken: "ana dot b at example dot com"; None where a part is in doubt."""
    text = _with_signs(text)
    found = list(_SPELT_ADDRESS.finditer(text))
    if not found or not _BEFORE_SPELT.search(text[: found[-1].start()]):
        return None
    last = found[-1]
    spelt = f"{last['user']}@{last['host']}".replace(" dot ", ".").replace(" DOT ", ".")
    return email_in(spelt)


def email_problem(text: str) -> str | None:
    """The response that asks for an address once more, where one was meant but not taken."""
    if spelt_email_in(text) or email_in(text):
        return None
    if any(_MISTYPED.search(each.strip(".,!?\"'")) for each in _ADDRESS.findall(text)):
        return "utter_invalid_email_ending"
    if _SPELT_ADDRESS.search(_with_signs(text)):
        return "utter_invalid_email_spelt"
    return "utter_invalid_email" if looks_like_email(text) else None


def _with_signs(text: str) -> str:
    """A spoken address with its signs: "jane underscore doe" is jane_doe, "j a n e" jane."""
    text = " ".join(text.split())  # a long run of blanks takes each pattern a while
    for spoken, sign in _SPELT_SIGNS:
        text = spoken.sub(sign, text)
    return _LETTERS.sub(lambda found: found.group().replace(" ", ""), text)


def looks_like_phone(text: str) -> bool:
    """Whether somebody meant to give a number, however wrong."""
    return bool(_DIGITS.search(text))


def email_in(text: str) -> str | None:
    """The last valid address in the text, of several the visitor's own; its domain is not looked
    up."""
    found = _addresses(text)
    own = most_own(text, [place for _, place in found])
    return found[own[-1]][0] if own else None


def is_anothers(slot: str, text: str) -> bool:
    """Whether the number or address that the text gives is called somebody else's."""
    said = whose(text, [place for _, place in _FOUND[slot](text)])
    return bool(said) and set(said) == {ANOTHERS}


def anothers(slot: str, text: str) -> str | None:
    """The last number or address in the text that is called somebody else's."""
    found = _FOUND[slot](text)
    said = whose(text, [place for _, place in found])
    theirs = [each for (each, _), of in zip(found, said, strict=True) if of == ANOTHERS]
    return theirs[-1] if theirs else None


def _addresses(text: str) -> list[tuple[str, Place]]:
    """The valid addresses that are not turned down, and where they stand."""
    found = []
    for match in _ADDRESS.finditer(text):
        candidate = match.group().strip(".,!?\"'")
        if _MISTYPED.search(candidate) or _is_turned_down(text, match.start(), match.end()):
            continue
        try:
            checked = validate_email(candidate, check_deliverability=False)
        except EmailNotValidError:
            continue
        found.append((checked.normalized, (match.start(), match.end())))
    return found


_FOUND = {"phone": _numbers, "email": _addresses}


def looks_like_email(text: str) -> bool:
    """Whether somebody meant to give an address, however wrong."""
    return "@" in text or bool(_DOMAIN.search(text))
