"""What the things that a message names are in it, once its topic is known."""

from __future__ import annotations

import re
from typing import Any

from clinic.nlu.lexicon import lexicon

Entity = dict[str, Any]

DANGER = "emergency"
AREA = "body_area"
# The face is what is treated unless something else is said; it is told beside another area.
WHOLE_FACE = ("face", "full face")
_JOINED = re.compile(r"\W*(?:(?:and|n|or|plus|also|my|the|her|his|then)\b\W*)*", re.IGNORECASE)
# What a treatment did or may do to the skin is a symptom; elsewhere it is to be treated.
OUTCOMES = ("faq/side_effects",)
_WORSE = re.compile(r"\bworse\b")  # … "can it make acne worse" is about what one has
_FEARED = re.compile(
    r"\b(?:risk|chances?|odds) of[^.!?]{0,20}$"
    r"|\b(?:cause|leave|give)s? (?:(?:me|you|u|any|with|w|w/|behind) )*$"
    r"|\bstill (?:so |very |really |a bit )?$"
)
# What somebody has on the skin and fears for is a condition, and no wish to have it treated.
OBSTACLES = ("faq/contraindication_personal",)
# A part of the body is where it went wrong, not where to be treated.
WENT_WRONG = (DANGER, "complaint")
# Nothing is booked with these, so a day that is over or counted from another is no date. Where
# nothing is sure, it may answer "when?", unless much else is said.
OTHER_BUSINESS = ("faq/", "complaint", "nlu_fallback")
UNSURE = "nlu_fallback"
LITTLE_ELSE = 25  # characters
_OVER_OR_COUNTED = re.compile(
    r"\b(?:ago|since|yesterday|ayer|ontem|ieri|wczoraj|desde|this morning|last \w+|(?:19|20)\d\d)\b"
    r"|\b(?:same|next|following) (?:day|night|week|morning|evening)\b"
    r"|^(?:the )?(?:day|week|night|morning|month) (?:after|before|of)$|^day \d+$"
    r"|\b(?:days?|weeks?|wks?|months?|hours?|hrs?|years?|yrs?) (?:after|before|later|back|out)$"
    r"|^(?:every|each|all|past)\b",
    re.IGNORECASE,
)
_ANCHORED = re.compile(r" (?:my|our|the) (?:\w+ )?(?:appointment|appt|session|treatment|visit)")
NEVER_BOOKED = (DANGER, "out_of_scope")
SERVICES = "out_of_scope"
WITH_OTHERS = (SERVICES, "faq/combination")
TRIED = "faq/concern_suitability"
_TAKES = re.compile(r"\b(?:on|tak(?:e|es|ing)|took|inject\w*|us(?:e|es|ing)|my)\b[^.!?]{0,15}$")
_ASKS_FOR = re.compile(
    r"\b(?:(?:do|can|could|will|would) (?:you|u|i)|want|get|go|sell|offer|price|cost|how much)\b"
)
_TRIED = re.compile(r"\btried\b[^.!?;]*$")


def in_their_roles(entities: list[Entity], label: str, text: str) -> list[Entity]:
    """The entities of a message that is taken for `label`, each as what it is in it."""
    return [
        entity | {"entity": role}
        for entity in _without_the_usual(_without_repeats(entities), text)
        if (role := _role(entity, label, text.lower()))
    ]


def _role(entity: Entity, label: str, lower: str) -> str | None:
    """The kind of thing that an entity is there; None where it is nothing to note."""
    return _ROLES.get(entity["entity"], _as_found)(entity, label, lower)


def _as_found(entity: Entity, label: str, lower: str) -> str | None:
    return entity["entity"]


def _of_health(entity: Entity, label: str, lower: str) -> str | None:
    return "trait" if entity["value"] in _listed("no illness") else entity["entity"]


def _of_area(entity: Entity, label: str, lower: str) -> str | None:
    return None if label in WENT_WRONG else AREA


def _of_treatment(entity: Entity, label: str, lower: str) -> str | None:
    if label not in WITH_OTHERS and entity["value"] in _listed("only as a service"):
        return None
    return None if label == DANGER else "treatment"


def _of_date(entity: Entity, label: str, lower: str) -> str | None:
    if label in NEVER_BOOKED:
        return None
    if not label.startswith(OTHER_BUSINESS) or not _OVER_OR_COUNTED.search(entity["text"]):
        return "date"
    if label == UNSURE and len(lower) - len(entity["text"]) < LITTLE_ELSE:
        return "date"
    return "date" if _ANCHORED.match(lower, entity["end"]) else None


def _of_concern(entity: Entity, label: str, lower: str) -> str | None:
    if label == DANGER or _FEARED.search(lower[: entity["start"]]):
        return "symptom"
    if label in OUTCOMES and not _WORSE.search(lower):
        return "symptom"
    if label in OBSTACLES and entity["value"] in _listed("obstacles"):
        return "condition"
    return "concern"


def _of_medicine(entity: Entity, label: str, lower: str) -> str | None:
    value = entity["value"]
    if value in lexicon("entities")["not taken"].get(label, ()):
        return None
    if label == SERVICES and value in _listed("services") and not _is_taken(entity, lower):
        return "treatment"
    if label == TRIED and _TRIED.search(lower[: entity["start"]]):
        return None
    return "medicine"


def _is_taken(entity: Entity, lower: str) -> bool:
    """Whether a medicine that others ask for is told of: "on semaglutide", "ozempic"."""
    before = lower[: entity["start"]]
    alone = not (before + lower[entity["end"] :]).strip(" .,!")
    return alone or bool(_TAKES.search(before) and not _ASKS_FOR.search(before))


_ROLES = {
    "condition": _of_health,
    "health_sign": _of_health,
    AREA: _of_area,
    "treatment": _of_treatment,
    "date": _of_date,
    "concern": _of_concern,
    "medicine": _of_medicine,
}


def _without_the_usual(entities: list[Entity], text: str) -> list[Entity]:
    """Without areas that say nothing of what is to be treated."""
    areas = [
        each
        for each in entities
        if each["entity"] == AREA and each["value"] not in (*WHOLE_FACE, *_listed("untreated"))
    ]
    return [
        each
        for each in entities
        if each["entity"] != AREA
        or each in areas
        or (each["value"] in WHOLE_FACE and any(_are_joined(each, area, text) for area in areas))
    ]


def _are_joined(one: Entity, other: Entity, text: str) -> bool:
    first, second = sorted((one, other), key=lambda each: each["start"])
    return bool(_JOINED.fullmatch(text[first["end"] : second["start"]]))


def _without_repeats(entities: list[Entity]) -> list[Entity]:
    """Without what only says again, in a wider word, what is named as well."""
    named = {(each["value"], each["negated"], each["subject"]) for each in entities}
    return [
        each
        for each in entities
        if not any(
            (narrower, each["negated"], each["subject"]) in named
            for narrower in lexicon("entities")["said again"].get(each["value"], ())
        )
    ]


def _listed(name: str) -> list[str]:
    return lexicon("entities")[name]
