"""Phone numbers and e-mail addresses: what can be one, in one spelling."""

from __future__ import annotations

import re

import phonenumbers
from email_validator import EmailNotValidError, validate_email

REGION = "US"
_DIGITS = re.compile(r"\+?\d[\d\s().\-]{5,}\d")
_ADDRESS = re.compile(r"[^\s,;<>()]+@[^\s,;<>()]+")


def phone_in(text: str) -> str | None:
    """The last number in the text that can exist, as E.164; a correction stands last."""
    numbers = [
        match.number
        for match in phonenumbers.PhoneNumberMatcher(
            text, REGION, leniency=phonenumbers.Leniency.VALID
        )
    ]
    if not numbers:
        return None
    return phonenumbers.format_number(numbers[-1], phonenumbers.PhoneNumberFormat.E164)


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
