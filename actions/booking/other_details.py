"""Whether a message is about other details than the one that is asked for just now."""

from __future__ import annotations

import re

from actions.booking import contact, phrases, times
from actions.booking.asking import is_question
from actions.message import Entity, Message
from clinic.name_words import ALSO_WORDS

# The details that are found by themselves, by the question that they answer.
ENTITIES = {"location": "location", "preferred": "date", "phone": "phone", "email": "email"}
_BESIDE_PLACES = re.compile(
    r"\b(?:yes|yeah|yep|no|hi|hello|thanks|thank|the|location|town|office|clinic|one|fine|good|"
    r"best|great|closer|closest|nearer|nearest|there|here|of|with|me|as|said|already|home|work|number|phone|e-?mail|i|it'?s)\b",
    re.IGNORECASE,
)
_NO_WAY = re.compile(
    r"(?:\bno|n['’]?t (?:[a-z]+ ){1,4}?|\bnot (?:[a-z]+ ){1,4}?)\s*"
    r"(?:(?P<email>(?:e-?)?mails?|correo)|(?P<phone>phones?|tel[ée]fono))\b",
    re.IGNORECASE,
)


def is_only_of_others(message: Message, slot: str) -> bool:
    """Whether nothing is said but other details: a town, a time or a number is no name."""
    if refused_way(message.text) not in (None, slot):
        return True
    others = [
        each
        for detail, kind in ENTITIES.items()
        if detail != slot
        for each in message.of(kind)
        if slot != "name" or not _may_be_called_so(each)
    ]
    if slot == "name":
        others += (each for each in message.of("concern") if not each.corrected)
    if not others or is_question(message):
        return False
    rest = message.text if slot in ("phone", "email") else contact.without_contacts(message.text)
    for each in others:
        rest = rest.replace(each.text, " ")
    return times.is_only_beside(_BESIDE_PLACES.sub(" ", rest))


def refused_way(text: str) -> str | None:
    """The slot of the way of being reached that is turned down: "I don't have email"."""
    found = _NO_WAY.search(text) if phrases.is_refusal(text) else None
    return found.lastgroup if found else None


def _may_be_called_so(entity: Entity) -> bool:
    """ "May" and "April" are asked for a name as well."""
    return entity.text.lower() in ALSO_WORDS
