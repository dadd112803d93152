"""What a visitor has said of health and age, their own or that of somebody they ask for."""

from __future__ import annotations

import re
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import note_before
from actions.booking import contact, draft
from actions.booking.asking import asks_what_it_is
from actions.booking.heard import heard
from actions.booking.people import (
    FOR_CHILD,
    FOR_OTHER,
    FOR_TWO,
    MINOR,
    asked_for,
    is_age_of_another,
    is_under_age,
    relation_in,
    speaks_of_them,
)
from actions.booking.phrases import anywhere, is_question
from actions.health import FACTS, FLAG_NAMES, REVIEW
from actions.message import Entity, Message
from clinic.redaction import BETWEEN

SLOT = "mentioned"
AGE, PERSON = "age", "person"
DOUBT = "doubt"  # of an age: the person has said that they are of age as well
AGE_DOUBT = "age_doubt"  # the flag of a request for them
KINDS = {**FACTS, AGE: AGE}  # of mentions, by the entity that makes one
SELF = "self"
# Whose it is, by the flag of a request for them.
WHOSE = {FOR_CHILD: "child", FOR_OTHER: "other"}
MOST = 12  # mentions kept; the oldest go first
LONGEST = 200  # characters kept of the visitor's words
# In a request being put together: what was said shall not be in it.
_TAKES_OUT = anywhere(
    r"(?:remove|delete|erase|drop|scratch|cross out|take out|leave out|forget)"
    r" (?:the|that|this|about|what|anything|everything|any|all)",
    r"(?:take|leave|cross|get) (?:the|that|this|what|anything|everything) .{0,60} (?:out|off)",
    r"(?:don'?t|do not) (?:mention|note|include|write|add|tell (?:them|anyone))",
    r"(?:quit|borr|elimin)(?:[ae]|ar) (?:lo|la|el|eso|esto)",
)
_CLAUSES = re.compile(r"\s*(?:[,;/]|\b(?:and|but|also|y|pero)\b|&)\s*", re.IGNORECASE)
_SENTENCE = re.compile(r"[^.!?;\n]+[.!?;]*")

Mention = dict[str, Any]


class ActionExtractMentioned(Action):
    """Runs before the reply to every message, so that reply and request know of it."""

    def name(self) -> str:
        return "action_extract_mentioned"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        known, noted = mentions(tracker), note_before.kept(tracker, Message(tracker))
        message = note_before.without(tracker, heard(tracker))
        for_one = draft.is_open(tracker) and not tracker.get_slot("kind")
        after = remembered(known, message, _flags(tracker), for_one)
        return noted if after == known else [*noted, SlotSet(SLOT, after or None)]


def mentions(tracker: Tracker) -> list[Mention]:
    """Everything remembered, what was taken back as well: {kind, value, whose, said, denied}."""
    return tracker.get_slot(SLOT) or []


def remembered(
    known: list[Mention], message: Message, flags: list[str], in_form: bool
) -> list[Mention]:
    """What is known after a message: its facts added, those that it denies taken back."""
    if message.is_button:
        return known
    heard = list(known)
    for entity in sorted(message.entities, key=lambda each: each.start):
        kind = KINDS.get(entity.entity)
        if kind is None or (kind in FLAG_NAMES and asks_what_it_is(message, entity)):
            continue
        if kind == AGE and entity.negated:
            continue
        whose = _whose(entity, message, heard, flags if in_form else [])
        if takes_out(message) and (in_form or not is_question(message.text)):
            heard = _without(heard, kind, entity, message)
        elif entity.negated:
            heard = [_denied(each, entity, whose, message) for each in heard]
        else:
            said = _sentence(message, entity) if kind in FLAG_NAMES else ""
            heard = _added(heard, kind, entity.value, whose, said)
    person = asked_for(message.text)
    if person and not in_form:
        heard = _added(heard, PERSON, person, WHOSE[person], "")
    return heard[-MOST:]


def stated(message: Message) -> list[Mention]:
    """The writer's own health facts in one message alone."""
    heard = [each for each in remembered([], message, [], False) if each["whose"] == SELF]
    return [each for each in heard if each["kind"] in FLAG_NAMES]


def denied_flags(message: Message) -> list[str]:
    """The flags of the writer's own health facts that a message denies."""
    return [
        f"{FLAG_NAMES[FACTS[each.entity]]}:{each.value}"
        for each in message.entities
        if each.entity in FACTS and each.negated and each.subject == SELF
    ]


def applying(tracker: Tracker, flags: list[str] | None = None) -> list[Mention]:
    """What counts for the request: of whom it is for, and not taken back."""
    flags = _flags(tracker) if flags is None else flags
    whose = {WHOSE[flag] for flag in flags if flag in WHOSE} or {SELF}
    return [
        each
        for each in mentions(tracker)
        if not each.get("denied") and (each["whose"] in whose or FOR_TWO in flags)
    ]


def told(tracker: Tracker) -> tuple[list[str], list[Mention]]:
    """The flags of everybody who was asked for, and what is known of any: for a message."""
    known = [each for each in mentions(tracker) if not each.get("denied")]
    return [each["value"] for each in known if each["kind"] == PERSON], known


def takes_out(message: Message) -> bool:
    """ "Remove the part about the stroke": what such a message names is not told by it."""
    return bool(_TAKES_OUT.search(message.text))


def taken_back(tracker: Tracker, message: Message) -> bool:
    """Whether this message takes back what had been said before."""
    return any(each.get("denied") == message.id for each in mentions(tracker))


def words_of(found: list[Mention]) -> str:
    """The health facts among them in the visitor's words."""
    said = dict.fromkeys(each["said"] for each in found if each["kind"] in FLAG_NAMES)
    return BETWEEN.join(said)


def words_in(message: Message, found: list[Mention]) -> str:
    """The part of a message that says these facts; all of it where none is named in it."""
    facts = {(each["kind"], each["value"]) for each in found if each["kind"] in FLAG_NAMES}
    said = dict.fromkeys(
        _sentence(message, each)
        for each in sorted(message.entities, key=lambda each: each.start)
        if (FACTS.get(each.entity), each.value) in facts and not each.negated
    )
    return " ".join(said)


def health_flags(found: list[Mention], *, details: bool) -> list[str]:
    """What staff should see, e.g. ["medication:isotretinoin", …]; without `details` only that a
    clinician should look."""
    facts = [
        f"{FLAG_NAMES[each['kind']]}:{each['value']}"
        for each in found
        if each["kind"] in FLAG_NAMES
    ]
    if not facts:
        return []
    return [*dict.fromkeys(facts if details else ()), REVIEW]


def is_health_flag(flag: str) -> bool:
    """Whether a flag of a request states a fact of health."""
    return flag.partition(":")[0] in FLAG_NAMES.values()


def says_a_minor(found: list[Mention]) -> bool:
    return any(is_under_age(each["value"]) for each in found if each["kind"] == AGE)


def age_flags(found: list[Mention]) -> list[str]:
    """That somebody is under 18, and that another age was said as well."""
    doubted = [AGE_DOUBT] if any(each.get(DOUBT) for each in found) else []
    return [MINOR, *doubted] if says_a_minor(found) else doubted


def person_remembered(tracker: Tracker, message: Message) -> str | None:
    """The flag of whom a request that begins now is for, by what was said before."""
    others = [each for each in mentions(tracker) if each["whose"] != SELF]
    if not speaks_of_them(message.text):
        others = [each for each in others if each["kind"] == PERSON]
    if not others:
        return None
    return next(flag for flag, whose in WHOSE.items() if whose == others[-1]["whose"])


def own(tracker: Tracker) -> list[Mention] | None:
    """What is left for a request after this one: the visitor's own facts."""
    return [each for each in mentions(tracker) if each["whose"] == SELF] or None


def _flags(tracker: Tracker) -> list[str]:
    return tracker.get_slot("booking_flags") or []


def _whose(entity: Entity, message: Message, known: list[Mention], flags: list[str]) -> str:
    """In a request for somebody else, "I'm diabetic" is said in their place."""
    treated = [WHOSE[flag] for flag in flags if flag in WHOSE]
    own = entity.subject == SELF and not is_age_of_another(message.text, entity.start)
    if own and (not treated or FOR_TWO in flags or entity.entity == AGE):
        return SELF
    relation = relation_in(message.text)
    if relation:
        return WHOSE[relation]
    spoken_of = [each["whose"] for each in known if each["whose"] != SELF]
    return (treated or spoken_of[-1:] or [WHOSE[FOR_OTHER]])[-1]


def _added(known: list[Mention], kind: str, value: str, whose: str, said: str) -> list[Mention]:
    """Said again it is kept as it was said first; somebody has one age, the last, unless an
    earlier one was a minor's: that stays, in doubt."""
    new: Mention = {"kind": kind, "value": value, "whose": whose, "said": said}
    for each in known:
        if (each["kind"], each["value"], each["whose"]) == (kind, value, whose):
            if kind == PERSON:
                return [*(other for other in known if other is not each), each]
            if not each.get("denied"):
                return known
        if kind == AGE and (each["kind"], each["whose"]) == (AGE, whose):
            minor = next((one for one in (each, new) if says_a_minor([one])), None)
            if minor and not (says_a_minor([each]) and says_a_minor([new])):
                new = {**minor, DOUBT: True}
            elif each.get(DOUBT):
                new[DOUBT] = True
    left = [
        each
        for each in known
        if (each["kind"], each["whose"]) != (kind, whose)
        or (kind != AGE and each["value"] != value)
    ]
    return [*left, new]


def _denied(known: Mention, entity: Entity, whose: str, message: Message) -> Mention:
    fact = (KINDS[entity.entity], entity.value, whose)
    if (known["kind"], known["value"], known["whose"]) != fact or known.get("denied"):
        return known
    return {**known, "denied": message.id}


def _sentence(message: Message, entity: Entity) -> str:
    """The sentence that a fact stands in, on one line and without numbers and addresses."""
    for sentence in _SENTENCE.finditer(message.text):
        if sentence.start() <= entity.start < sentence.end():
            words = re.sub(r"(?:\s*,)+", ",", contact.without_contacts(sentence[0]))
            return _around(" ".join(words.split()).strip(" ,.;"), entity)
    return _around(" ".join(message.text.split()), entity)


def _without(known: list[Mention], kind: str, entity: Entity, message: Message) -> list[Mention]:
    """What is known with one fact taken back, by whatever name, and no more in others' words."""
    named = message.text[entity.start : entity.end] or entity.text
    return [
        {**each, "denied": message.id}
        if each["kind"] == kind and (entity.value in each["value"] or each["value"] in entity.value)
        else {**each, "said": _other_clauses(each, named)}
        for each in known
    ]


def _other_clauses(mention: Mention, named: str) -> str:
    """What a mention was said with, without the clauses that name something else."""
    said = mention["said"]
    if named.lower() not in said.lower():
        return said
    left = [each for each in _CLAUSES.split(said) if named.lower() not in each.lower()]
    return ", ".join(filter(None, left)) or mention["value"]


def _around(words: str, entity: Entity) -> str:
    """A long sentence's part around the fact, cut between words."""
    if len(words) <= LONGEST:
        return words
    middle = max(words.find(entity.text), 0) + len(entity.text) // 2
    start = max(0, min(middle - LONGEST // 2, len(words) - LONGEST))
    end = start + LONGEST
    first = words.find(" ", start) + 1 if start else 0
    last = words.rfind(" ", first, end) if end < len(words) else end
    return f"{'…' * bool(first)}{words[first:last]}{'…' * (last < len(words))}"
