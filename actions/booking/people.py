"""Who a request is for: the visitor, two people, somebody else, a child, a minor."""

from __future__ import annotations

import re

from actions.booking.phrases import anywhere
from actions.message import Message

FOR_TWO = "for_two"
FOR_CHILD = "for_child"
FOR_OTHER = "for_other"
MINOR = "minor"
OF_AGE = 18

_CHILD = r"(?:daughter|son|child|kid|teen(?:ager)?|niece|nephew|grandson|granddaughter|boy|girl)"
_GROWN = (
    r"(?:husband|wife|sister|brother|friend|mom|mum|mother|dad|father|partner|boyfriend|girlfriend|"
    r"fianc[ée]e?|cousin|roommate|aunt|spouse|bestie|bff)"
)
_YEARS = r"(?:\d{1,2}[- ]?(?:y/?o|yrs?|years?)(?:[- ]olds?)? )?(?:teen(?:age)? )?"
_TWO = anywhere(
    r"(?:the |for )?two (?:people|persons|of us|appointments|spots|ladies)",
    r"(?:the )?both of us", r"for (?:us )?both",
    r"couples?'? (?:appointment|session|booking|visit)",
    rf"(?:me|myself|i) (?:and|&|\+|n) my {_YEARS}(?:{_GROWN}|{_CHILD})",
    rf"my {_YEARS}(?:{_GROWN}|{_CHILD}) (?:and|&|\+|n) (?:i|me|myself)",
    rf"(?:bring(?:ing)?|with|also for|and for) my {_GROWN}",
    rf"my {_GROWN} (?:is|will be)? ?(?:coming )?(?:too|as well|also)",
    rf"my {_GROWN} (?:wants?|would like|needs?) (?:one|it|to come|a session)",
    r"para (?:los |las )?dos(?: personas)?", r"mi \w+ y yo", r"yo y mi \w+",
)  # fmt: skip
_FOR_CHILD = anywhere(
    rf"(?:for|book(?:ing)?|bring(?:ing)?|and|&) my {_YEARS}{_CHILD}",
    rf"my {_YEARS}{_CHILD} (?:is \d|wants?|would like|needs?|has|gets?|who is \d|who'?s \d)",
    r"para mi hij[oa]", r"mi hij[oa] (?:tiene|quiere|necesita)",
)  # fmt: skip
_FOR_OTHER = anywhere(
    rf"(?:for|book(?:ing)?) my {_GROWN}", r"para mi (?:madre|mam[áa]|padre|esposo|esposa)"
)
_LONG_AGO = anywhere(r"since", r"when (?:i|she|he) was", r"from age", r"at age", r"ago")
_RELATION = re.compile(rf"(?<!\w)(?:{_CHILD}|{_GROWN}|hij[oa])s?(?!\w)", re.IGNORECASE)


def flags_of_people(message: Message, known: list[str]) -> list[str]:
    """What the message adds to the flags: for_two, for_other, for_child, minor."""
    text = message.text
    flags = []
    if _TWO.search(text):
        flags.append(FOR_TWO)
    elif _FOR_OTHER.search(text):
        flags.append(FOR_OTHER)
    if _FOR_CHILD.search(text):
        flags.append(FOR_CHILD)
    child = FOR_CHILD in (*flags, *known)
    if any(_is_minor(each.value, each.subject, child) for each in message.of("age")):
        flags += [] if _LONG_AGO.search(text) else [MINOR]
    return [flag for flag in flags if flag not in known]


def speaks_of_others(text: str) -> bool:
    """Whether somebody beside the writer is named by a relation: "and my daughter Emma"."""
    return bool(_RELATION.search(text))


def without_relations(text: str) -> str:
    return _RELATION.sub(" ", text)


def _is_minor(age: str, subject: str, child: bool) -> bool:
    return age.isdigit() and int(age) < OF_AGE and (subject == "self" or child)
