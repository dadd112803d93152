"""Who a request is for: the visitor, two people, somebody else, a child, a minor."""

from __future__ import annotations

import re

from actions.booking.phrases import anywhere
from actions.message import Message
from clinic.names import names_in

FOR_TWO = "for_two"
FOR_CHILD = "for_child"
FOR_OTHER = "for_other"
MINOR = "minor"
OF_AGE = 18

_CHILD = (
    r"(?:(?:little |step-?|grand)?(?:daughter|son|child|kid|boy|girl)|teen(?:ager)?|niece|nephew|"
    r"toddler|twins?|little one)"
)
_GROWN = (
    r"(?:husband|wife|(?:step-?)?(?:sister|brother|mom|mum|mother|dad|father)|friend|partner|"
    r"boyfriend|girlfriend|fianc[ée]e?|cousin|roommate|aunt(?:ie|y)?|uncle|spouse|bestie|bff|"
    r"grand(?:ma|mother|mom|pa|father|dad|parent)s?|granny|nana?|gran|gramps|hubby|hubs|wifey|bf|gf|"
    r"sis|bro|sibling|parents|client|patient|co-?worker|colleague|boss|neighbou?r|mommy|mama|daddy|"
    r"papa|abuel[ao]|mami|papi)"
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
# "my daughter's wedding" is an occasion, and in "… and my son drives me" nobody is asked for.
_OCCASION = (
    r"(?:'?s)? (?:\w+ )?(?:wedding|graduation|birthday|party|shower|prom|baptism|christening|"
    r"communion|recital|quince\w*|mitzvah)"
)
_FOR_CHILD = anywhere(
    rf"(?:for|book(?:ing)?|bring(?:ing)?) my {_YEARS}{_CHILD}(?!{_OCCASION})",
    rf"(?:me|myself|i|us|(?:for|book(?:ing)?)(?: \w+){{1,3}}?)(?: and| ?&) my {_YEARS}{_CHILD}",
    rf"(?:and|&|plus|also) my {_YEARS}{_CHILD}(?= (?:too|also|as well))",
    rf"^\W*(?:and|&|plus|also) my {_YEARS}{_CHILD}\W*$",
    rf"(?:and|&) my {_YEARS}{_CHILD} (?-i:[A-Z]\w+)(?=\W*$|,)",
    rf"my {_YEARS}{_CHILD} (?:is \d|wants?|would like|needs?|has|gets?|who is \d|who'?s \d)",
    r"para mi hij[oa]", r"mi hij[oa] (?:tiene|quiere|necesita)",
)  # fmt: skip
# What somebody is treated or booked for, where that is nobody.
_NOBODY = (
    r"(?:acne|adult|age|anniversary|appointment|appt|arms?|back|bacne|big|birthday|blackheads?|"
    r"body|break|bumps?|bust|career|cheeks?|chest|chin|concerns?|consult\w*|day|dry|event|eyes?|"
    r"face|facial|first|forehead|graduation|hair|hands?|health|holidays?|honeymoon|insurance|"
    r"interview|jaw|job|jawline|knees?|legs?|lines?|lips?|lunch|marks?|melasma|microderm\w*|mole|"
    r"neck|next|nose|old|own|party|photos?|pimples?|pores?|prom|reunion|rosacea|sake|scar\w*|"
    r"second|self|sessions?|shoot|shoulders?|shower|skin|spots?|stomach|stretch|sun|t-?zone|"
    r"texture|thighs?|treatment|trip|vacation|visit|wedding|work|wrinkles?|\w+(?:tion|ness|s))"
)
_SOMEBODY = (
    rf"(?:book(?:ing|ed)?|appointment|appt|request|slot|session|this is|it'?s)(?: \w+){{0,3}}? "
    rf"for my (?!{_NOBODY}(?!\w))\w+(?=\s*(?:$|[,.;!?]|(?:she|he|they|who|is|aged?|please|on|at|"
    r"in|next|this|tomorrow|today|too|\d+|s?hes|thats?)\b))"
)
_FOR_OTHER = anywhere(
    rf"(?:for|book(?:ing)?) my {_GROWN}", _SOMEBODY,
    r"para mi (?:m(?:adre|am[áa]|ami)|pa(?:dre|p[áa]|pi)|t[íi][oa]|"
    r"(?:espos|abuel|herman|prim|amig|novi|suegr)[oa])",
)  # fmt: skip
_TO_BE_TREATED = r"(?:get|have|do|use|try|take|start|receive|be treated|get treated)"
_MAY = r"(?:can|could|may|should|would|is it (?:ok|okay|safe|good)(?: for)?|what about|how about)"
_ASKED_FOR_CHILD = anywhere(
    rf"{_MAY} (?:my|our) {_YEARS}{_CHILD}(?:,? (?:\w+ ){{0,4}}{_TO_BE_TREATED})?",
    r"puede mi hij[oa]",
)
_ASKED_FOR_OTHER = anywhere(rf"{_MAY} (?:my|our) {_GROWN}(?:,? (?:\w+ ){{0,4}}{_TO_BE_TREATED})")
# A request for somebody who was spoken of before: "book for her please".
_FOR_THEM = anywhere(
    r"(?:for|book) (?:her|him|them)", r"(?:she|he) (?:wants?|would like|needs?)",
    r"para (?:ella|él|el)",
)  # fmt: skip
_FOR_ME = anywhere(r"for (?:me|myself)", r"para m[íi]")
_GUARDIANS = (
    r"(?:mom|mum|mama|mother|dad|papa|father|parent|guardian|aunt|uncle|grand\w+|madre|mam[áa]|padre|"
    r"pap[áa]|tutora?)"
)
_GUARDIAN = anywhere(rf"{_GUARDIANS}(?:'?s)?")
_THEIR_NAME = re.compile(
    r"(?:\b(?:her|his|their) (?:full |first )?name(?:'?s| is)?|"
    rf"\b{_GUARDIANS}(?:['’]?s)?(?: name)?(?:['’]?s| is(?: called)?| es| se llama)?)[\s,:]*$",
    re.IGNORECASE,
)
_ONESELF = anywhere(
    r"(?:my|mi) (?:own )?(?:number|phone|cell|mobile|e-?mail|correo|n[úu]mero|tel[ée]fono|celular)",
    r"(?:it'?s|that'?s|is) mine", r"(?:reach|call|text|e-?mail) me",
)  # fmt: skip
_AGED = re.compile(
    rf"\d{{1,2}}[- ]?(?:y/?o|yrs?|years?)[- ]?(?:olds?)?[- ](?:{_CHILD}|{_GROWN})(?!\w)",
    re.IGNORECASE,
)
_CHILDREN = re.compile(rf"(?<!\w)(?:{_CHILD}|hij[oa])s?(?!\w)", re.IGNORECASE)
RELATION = rf"(?:{_CHILD}|{_GROWN}|hij[oa])"
_RELATION = anywhere(rf"{RELATION}s?")


def flags_of_people(message: Message, known: list[str]) -> list[str]:
    """What the message adds to the flags: for_two, for_other, for_child, minor."""
    text = message.text
    flags = []
    if _TWO.search(text):
        flags.append(FOR_TWO)
    if _FOR_CHILD.search(text):
        flags.append(FOR_CHILD)
    elif not flags and _FOR_OTHER.search(text):
        flags.append(FOR_OTHER)
    child = FOR_CHILD in (*flags, *known)
    treated = [each for each in message.of("age") if child or each.subject == "self"]
    if any(is_under_age(each.value) and not each.negated for each in treated):
        flags.append(MINOR)
    return [flag for flag in flags if flag not in known]


def asked_for(text: str) -> str | None:
    """For whom the treatment is wished or asked about, where that is not the writer."""
    if _FOR_CHILD.search(text) or _ASKED_FOR_CHILD.search(text):
        return FOR_CHILD
    return FOR_OTHER if _FOR_OTHER.search(text) or _ASKED_FOR_OTHER.search(text) else None


def relation_in(text: str) -> str | None:
    """The flag of the relation that a text names: "my daughter", "my husband"."""
    if _CHILDREN.search(text):
        return FOR_CHILD
    return FOR_OTHER if speaks_of_others(text) else None


def is_age_of_another(text: str, start: int) -> bool:
    """Whether the age that stands there is somebody's: "my 15 year old daughter"."""
    return bool(_AGED.match(text, start))


def is_of_a_guardian(text: str) -> bool:
    """ "my mom's number is …", and so not the writer's own."""
    return bool(_GUARDIAN.search(text))


def guardian_named(text: str) -> str | None:
    """ "mom: Grace Park", of "my mom's number is …, her name is Grace Park"."""
    relation = _GUARDIAN.search(text)
    if not relation:
        return None
    for start, end in names_in(text):
        if _THEIR_NAME.search(text[:start]):
            called = re.sub(r"['’]?s$", "", relation[0])
            return f"{called}: {text[start:end]}"
    return None


def is_of_oneself(text: str) -> bool:
    """ "my number is …", where nobody else is named."""
    return bool(_ONESELF.search(text)) and not is_of_a_guardian(text)


def is_for_me(text: str) -> bool:
    return bool(_FOR_ME.search(text))


def speaks_of_them(text: str) -> bool:
    return bool(_FOR_THEM.search(text))


def speaks_of_others(text: str) -> bool:
    """Whether somebody beside the writer is named by a relation: "and my daughter Emma"."""
    return bool(_RELATION.search(text))


def without_relations(text: str) -> str:
    return _RELATION.sub(" ", text)


def is_under_age(age: str) -> bool:
    """Of the value of an age: a number of years, or words for a minor whose age was not said."""
    return not age.isdigit() or int(age) < OF_AGE
