"""Phone numbers and e-mail addresses: what can be one, in one spelling."""

from __future__ import annotations

import re

import phonenumbers
from email_validator import EmailNotValidError, validate_email

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
    r"(?: ?\(?at\)? | @ |@ | @)"
    r"(?P<host>[\w\-]{1,63}(?:(?: dot |\.)[\w\-]{1,63}){0,6}"
    r"(?: dot |\.)(?P<top>com|net|org|edu|co|us|io|me))\b",
    re.IGNORECASE,
)
_OR = re.compile(r"^[\s,(]*(?:or|and|else|otherwise|alternatively|o|y)\b", re.IGNORECASE)
_DIGITS = re.compile(r"\+?\d[\d\s().\-]{5,}\d")
_ADDRESS = re.compile(r"[^\s,;<>()]+@[^\s,;<>()]+")


def phone_in(text: str) -> str | None:
    """The number in the text that can exist, as E.164: of several the last, which puts right.

    Of two that are joined by "or" the first: the other one is for a second try.
    """
    matches = _matches(text)
    numbers = [match.number for match in matches] or _in_groups(_in_digits(text))
    if not numbers:
        return None
    joined = len(matches) > 1 and _OR.match(text[matches[-2].end : matches[-1].start])
    meant = numbers[-2] if joined else numbers[-1]
    return phonenumbers.format_number(meant, phonenumbers.PhoneNumberFormat.E164)


def phone_at(text: str) -> int | None:
    """Where the first phone number stands."""
    matches = _matches(text)
    return matches[0].start if matches else None


def _matches(text: str) -> list[phonenumbers.PhoneNumberMatch]:
    leniency = phonenumbers.Leniency.VALID
    return list(phonenumbers.PhoneNumberMatcher(text, REGION, leniency=leniency))


def _in_groups(text: str) -> list[phonenumbers.PhoneNumber]:
    """Ten digits in whatever groups: "2 03 555 01 03"."""
    parsed = [
        phonenumbers.parse(re.sub(r"[^\d+]", "", found), REGION) for found in _GROUPS.findall(text)
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
    return _DIGITS.sub(" , ", _ADDRESS.sub(" , ", _SPOKEN.sub(" , ", text)))


def spelt_email_in(text: str) -> str | None:
    """An address that is spoken: "ana dot b at example dot com"."""
    found = list(_SPELT_ADDRESS.finditer(text))
    if not found:
        return None
    last = found[-1]
    spelt = f"{last['user']}@{last['host']}".replace(" dot ", ".").replace(" DOT ", ".")
    return email_in(spelt)


def looks_like_phone(text: str) -> bool:
    """Whether somebody meant to give a number, however wrong."""
    return bool(_DIGITS.search(text))


def email_in(text: str) -> str | None:
    """The last valid address in the text; its domain is not looked up."""
    for candidate in reversed(_ADDRESS.findall(text)):
        try:
            checked = validate_email(candidate.strip(".,!?\"'"), check_deliverability=False)
        except EmailNotValidError:
            continue
        return checked.normalized
    return None


def looks_like_email(text: str) -> bool:
    return "@" in text
