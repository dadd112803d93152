"""Names that nobody asked for: behind the wish to book or whom it is for, in full later, or said
before it."""

from __future__ import annotations

import re

from actions.booking import names
from actions.booking.people import RELATION
from clinic.name_words import FAMILY_NAMES, GIVEN_NAMES

# Right behind the wish to book, written as one: "please book Dee Park …", "Can I book? Joy Park".
_CAPITAL = r"[A-Z][^\W\d_]*(?:['’\-][^\W\d_]+)*"
_BOOKED = re.compile(
    rf"\b[Bb]ook(?: (?:me|us|in|for|it))*[\s.,:;!?-]+(?P<name>{_CAPITAL}(?: {_CAPITAL}){{1,2}})"
    r"(?=\s*(?:$|[\d(+,.;:\n]|\S+@|(?:in|on|at|for|my|next|and|from|norwalk|stamford)\b))"
)
# "Also for my brother Sam Orr": two words or more.
_OF_ANOTHER = re.compile(
    rf"\b(?i:my|mi) (?i:{RELATION}),? (?P<name>{_CAPITAL}(?: {_CAPITAL}){{1,2}})(?!\w|['’]s)"
)


def name_booked(text: str) -> str | None:
    """The name of two words or more right behind the wish to book."""
    found = _BOOKED.search(text)
    return names.name_alone(found["name"]) if found else None


def name_of_another(text: str) -> str | None:
    """The full name of somebody behind what they are to the writer."""
    found = _OF_ANOTHER.search(text)
    return found["name"] if found and names.is_a_name_alone(found["name"]) else None


def fuller_name(text: str, known: str) -> str | None:
    """ "Jo Hartman", where "Jo" is known and another question is open."""
    said = names.name_alone(text)
    return said if said and said.lower().startswith(f"{known.lower()} ") else None


def is_well_known(name: str) -> bool:
    """Whether two words or more with capitals hold a common given or family name: "Rob Dale"."""
    first, *_, last = (word.lower() for word in f"{name} {name}".split())
    return names.is_written_as_one(name) and (first in GIVEN_NAMES or last in FAMILY_NAMES)
