"""Whether a message says that a request shall be cancelled, and whose."""

from __future__ import annotations

import re

from actions.booking.phrases import anywhere, whole

TAKE_OFF = (
    r"take me off(?! (?:guard|(?:the|my) (?:meds?|medic\w+|hook)))"
    r"(?: (?:of )?(?:the|your|that|this) (?:\w+ )?(?:list|schedule|calendar|books?))?"
)
_CANCEL = anywhere(
    r"cancel(?:l?ing|l?ation)?", r"call it off", r"(?:don'?t|no longer) (?:need|want) it"
    r"(?: any ?more)?", TAKE_OFF, r"cancel(?:ar|e|a|en)(?:l[ao])?", r"anul(?:ar|e|a)(?:l[ao])?",
)  # fmt: skip
_TAKES_OFF = anywhere(TAKE_OFF)
# What makes of the word a question, a condition or its contrary.
_ONLY_ABOUT = anywhere(
    r"if", r"how", r"what", r"whats", r"when", r"why", r"whether", r"might", r"may", r"maybe",
    r"fees?", r"charge\w*", r"cost\w*", r"policy", r"penalty", r"refund\w*", r"until", r"up to",
    r"before", r"free", r"is there", r"do i have to", r"would i", r"allowed", r"possible to",
    r"cancell?ation", r"had to", r"have to pay", r"in case", r"si (?:cancelo|no|la|lo|me|tengo)",
    r"c[oó]mo", r"qu[eé]", r"cu[aá]ndo", r"hasta", r"quiz[aá]s?", r"podr[ií]a tener",
)  # fmt: skip
_KEEPS = anywhere(
    r"(?:do not|don'?t|dont|not|never(?! ?mind)|no need to|no|without|rather than|instead of)"
    r"(?: \w+){0,3} (?:cancel\w*|call it off)",
    r"no (?:la |lo )?cancel\w+", r"keep", r"leave",
)  # fmt: skip
_RELATION = (
    r"(?:mom|mum|mother|dad|father|sister|brother|son|daughter|kid|child|husband|wife|partner|"
    r"boyfriend|girlfriend|friend|aunt|uncle|cousin|grandma|grandpa|grandmother|grandfather|niece|"
    r"nephew|boss|coworker|roommate|fianc[eé]e?)"
)
_PARIENTE = (
    r"(?:mam[aá]|madre|pap[aá]|padre|herman[oa]|hij[oa]|espos[oa]|marido|mujer|amig[oa]|abuel[oa])"
)
_OTHERS = anywhere(
    r"hers", r"his", r"theirs", r"(?:her|their) (?:appointment|appt|booking|request|slot|one)",
    rf"(?:my|our) (?:\w+ )?{_RELATION}s?(?:['’]s|['’])?", r"for (?:her|him|them)",
    rf"(?:mi|su|nuestr[oa]) {_PARIENTE}", r"(?:la|el) de (?:ella|[ée]l|ellos)",
)  # fmt: skip
_WHOSE = re.compile(
    rf"\b(?:my|our|mi|nuestr[oa]) (?:\w+ )?(?P<who>{_RELATION}|{_PARIENTE})(?!\w)", re.IGNORECASE
)
_SAME_PERSON = (
    ("mother", "mom", "mum", "mamá", "mama", "madre"),
    ("father", "dad", "papá", "papa", "padre"),
    ("grandmother", "grandma"),
    ("grandfather", "grandpa"),
    ("child", "kid"),
)
_YES = whole(
    r"(?:(?:y|yes+|yeah|yea|yep|yup|s[ií]|absolutely|definitely|i'?m sure|please|do|go ahead|"
    r"cancel(?:ar|e)?(?:la|lo)?|it|that|the|my|request|appointment|appt|booking|want to|i|"
    r"claro|por favor)\b[\s,.!]*)+"
)
_AGREES = anywhere(
    r"y", r"yes+", r"yeah", r"yea", r"yep", r"yup", r"s[ií]", r"absolutely", r"definitely",
    r"i'?m sure", r"go ahead", r"do it", r"claro",
)  # fmt: skip
_SAYS_SO = anywhere(
    r"y", r"yes+", r"yeah", r"yea", r"yep", r"yup", r"s[ií]", r"absolutely", r"definitely", r"sure",
    r"cancel\w*", r"go ahead", r"do it",
)  # fmt: skip


def speaks_of_cancelling(text: str) -> bool:
    return bool(_CANCEL.search(text))


def wants_to_cancel(text: str) -> bool:
    """ "cancel it please", but not "is there a fee if I cancel" and not "don't cancel"."""
    sentences = re.split(r"[.!?;\n]+", text)
    return any(_CANCEL.search(each) and not _is_only_about(each) for each in sentences)


def wants_off(text: str) -> bool:
    """ "Take me off": whatever it is that somebody is on, where this chat has sent no request."""
    return bool(_TAKES_OFF.search(text)) and wants_to_cancel(text)


def is_somebody_elses(text: str) -> bool:
    """ "my mom wants to cancel hers": not the one that was sent from here."""
    clauses = re.split(r"[,.!?;\n]+", text)
    return any(_CANCEL.search(each) and _OTHERS.search(each) for each in clauses)


def whose(text: str) -> str | None:
    """The relation that a text names as the owner of a request: "cancel my mom's"."""
    found = _WHOSE.search(text)
    called = found["who"].lower() if found else None
    return next((same[0] for same in _SAME_PERSON if called in same), called)


def is_clear_yes(text: str) -> bool:
    """A yes to "Shall I cancel it?"; "ok" and "great, thanks" are none, as it cannot be undone."""
    said = _OTHERS.sub(" ", text)  # "yes, cancel it for her", of hers
    if said != text and not _AGREES.search(said):
        return False  # "cancel my sister's" may be another than the one that is asked about
    return bool(_YES.match(said) and _SAYS_SO.search(said))


def _is_only_about(text: str) -> bool:
    return bool(_ONLY_ABOUT.search(text) or _KEEPS.search(text))
