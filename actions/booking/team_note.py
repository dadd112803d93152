"""What the team should know that is no other detail: "a female aesthetician, please", "I use a
wheelchair", "ring the back bell", an emergency contact.

It is kept in the visitor's own words, read back, and no part of the answer that stands beside it.
What is told in it of health counts as health all the same.
"""

from __future__ import annotations

import re
from typing import Any

from actions.booking import contact, phrases, reach
from actions.booking.answers import Reading
from actions.booking.people import RELATION
from actions.booking.phrases import anywhere
from actions.booking.reach import Wishes
from actions.booking.reading import read
from actions.message import Message
from clinic.redaction import BETWEEN

SLOT = "team_note"
WHOLE = "health_note"  # the question whose answer is kept whole
_DETAILS = ("location", "date", "phone", "email", "concern", "name", "age")
_WHO = (
    r"(?:a?esthetician|technician|tech|provider|therapist|practitioner|specialist|nurse|doctor|dr|"
    r"person|staff|member|lady|woman|clinician)s?"
)
_WOMAN = r"(?:wom[ae]n|female|lady|girl)"
_CANNOT = (
    r"(?:can['’]?t|cannot|can not|hard(?:ly)?|unable|trouble|difficult\w*|no puedo)"
    r"(?: (?:to|do|climb(?:ing)?|walk(?:ing)?|up|take|use|with|usar|the|any|las?))*"
)
_ASSISTANT = r"(?:aide|carer|caregiver|translator|interpreter)"
_TEAM = r"(?:the |your )?(?:team|staff|clinic|doctor|them|nurse|aesthetician)"
_NOTES = anywhere(
    # by whom: "a female aesthetician", "can a woman do it", "someone who speaks Spanish"
    rf"(?:(?:fe)?male|lady|wom[ae]n) {_WHO}",
    rf"{_WOMAN} (?:please|to (?:do|treat)|do (?:it|the|my)|only|if possible|would be|"
    r"for (?:the|my) (?:treatment|appointment|session))",
    rf"(?:prefer\w*|rather|want|like|need|have|see)(?: (?:to|be|by|seen|a|only))* {_WOMAN}",
    r"(?:some(?:one|body)|a person|staff|an? \w+) (?:who|that) (?:can )?(?:speaks?|signs?|knows?)",
    r"(?:sign[- ]language|asl|spanish|language|an?) interpreter",
    r"que (?:me )?(?:atienda|trate|haga) (?:\w+ )?una mujer",
    # how they come, see and hear
    r"wheel ?chair", r"silla de ruedas", r"mobility (?:issues?|scooter|problems?|aid)",
    r"(?:use|using|with|on|have) (?:a |my |an )?(?:walker|crutches|cane|scooter|rollator|"
    r"oxygen(?: tank)?|hearing aids?|white cane)",
    r"(?:service|guide|assistance) (?:dog|animal)s?", rf"{_CANNOT} (?:stairs|steps|escaleras)",
    r"(?:i(?:['’]?m| am)|soy) (?:\w+ )?(?:deaf|blind|mute|sord[ao]|cieg[ao])", r"legally blind",
    r"hard of hearing", r"lip[- ]?read\w*", r"visually impaired",
    # at the door
    r"(?:ring|buzz|press|knock|use|come|go) (?:\w+ ){0,4}(?:bell|buzzer|intercom|door|entrance|"
    r"gate|elevator)",
    r"(?:side|back|rear|front|private) (?:entrance|door)", r"(?:gate|door) code",
    # with whom they come
    r"bring(?:ing)? (?:along )?(?:my |our |a )(?:\w+ )?(?:baby|infant|newborn|dog|stroller|kids?|"
    rf"children|{_ASSISTANT})",
    rf"my (?:{RELATION}|{_ASSISTANT}) (?:will|is going to|has to|must|needs to) (?:be with me|"
    r"come (?:along )?with me|accompany me|sit with me|wait(?: for me)?|drive me|translate)",
)  # fmt: skip
_TELL = rf"(?:please )?(?:tell|let|inform) {_TEAM}(?: (?:know|that))*"
# Politeness goes with it where the words behind it are read by themselves.
_LEAD_IN = anywhere(rf"(?:(?:can|could|would|will) (?:you|u|someone) )?{_TELL}")
_TO_COME = anywhere(
    r"(?:like|want|wish|need|love|wanna) (?:to )?(?:(?:make|have|get) )?(?:book|come in|schedule|"
    r"(?:an?|my) (?:\w+ )?(?:appointment|appt|booking|visit|session))",
)
# To the end of what is said: these words say by themselves that it is for the team.
_TO_THE_END = anywhere(
    r"(?:my |the |an? )?emergency[- ]?(?:contact|number|person)", r"contacto de emergencia",
    r"in case of (?:an )?emergency", r"en caso de emergencia", r"(?:my )?next of kin",
    r"(?:please )?(?:(?:add|leave|put|make|write) )?(?:a |one )?note (?:for|to) "
    rf"{_TEAM}(?: that)?",
    r"(?:please )?note (?:down )?that", r"(?:add|leave|write) a note",
    _TELL, r"(?:una )?nota para (?:el equipo|la cl[íi]nica)",
)  # fmt: skip
_END = re.compile(
    r"[.!?;](?=\s|$)|\n|[,;]?\s+(?:and |but )?(?=(?:my|mi) (?:own )?(?:number|phone|cell|mobile|"
    r"name|e-?mail|nombre|tel[ée]fono|correo)\b)",
    re.IGNORECASE,
)
_ASKS_FOR_IT = re.compile(
    r"^\W*(?:(?:yes|ok|and|but|also|please|oh|so)\b[\s,]*)*(?:(?:can|could|may|would) (?:i|you|we|"
    r"they|a|someone|somebody|the team)|is it (?:ok|possible)|would it be possible)\b",
    re.IGNORECASE,
)
_ASKS_OF_IT = re.compile(r"\b(?:is there|are there|do you have|where|which|what|how)\b", re.I)


def note_in(message: Message, requested: str | None) -> Wishes:
    """What a message holds for the team, and the message without it.

    A clause with another detail in it stays in the message as well: "a woman on friday".
    """
    text = message.text
    if message.is_button or not text or requested in (WHOLE, SLOT):
        return Wishes("", message)
    to_the_end = _to_the_end(text)
    spans = list(to_the_end)
    for start, end in reach.clauses(text):
        inside = any(first <= start < last for first, last in to_the_end)
        if not inside and _is_note(text[start:end]):
            spans.append((start, end))
    if not spans:
        return Wishes("", message)
    joined = reach.side_by_side(text, spans)
    said = reach.capped(BETWEEN.join(reach.without_joins(text[start:end]) for start, end in joined))
    alone = [
        (start, end)
        for start, end in joined
        if any(start <= first < end for first, _ in to_the_end)
        or not _holds_details(message, start, end)
    ]
    return Wishes(said, message.blanked([reach.with_and(text, *span) for span in alone]))


def read_with_note(message: Message, requested: str | None, known: dict[str, Any]) -> Reading:
    """The details of a request, and beside them what else the team should know."""
    behind = without_lead_in(message)
    if behind is not message and _TO_COME.search(behind.text):
        message = behind  # a request that is told to the team, with its details
    note = note_in(message, requested)
    reading = read(note.rest, requested, known)
    more = reach.added(known.get(SLOT), note.said)
    if note.said:
        reading.found.pop("confirmed", None)  # it is read back first
        reading.problem, reading.only_others = None, True
    if more:
        reading.found[SLOT] = more
    return reading


def without_lead_in(message: Message) -> Message:
    """ "Please tell the team that friday works" without whom to tell it; else the same message."""
    found = None if message.is_button else _LEAD_IN.search(message.text)
    if found is None or not re.search(r"\w", message.text[found.end() :]):
        return message
    return message.blanked([found.span()])


def _to_the_end(text: str) -> list[tuple[int, int]]:
    """From such words to where their sentence ends, or the visitor's own number begins."""
    spans: list[tuple[int, int]] = []
    for found in _TO_THE_END.finditer(text):
        ends = _END.search(text, found.end())
        end = ends.start() if ends else len(text)
        asks = text[end : end + 1] == "?" and not _ASKS_FOR_IT.match(text)
        told = re.search(r"\w", text[found.end() : end])
        if told and not asks and not (spans and found.start() < spans[-1][1]):
            spans.append((found.start(), end))
    return spans


def is_need(text: str) -> bool:
    """Whether it says what somebody needs, and not only that the team be told something."""
    return any(_is_note(text[start:end]) for start, end in reach.clauses(text))


def _is_note(clause: str) -> bool:
    if not _NOTES.search(clause) or _ASKS_OF_IT.search(clause):
        return False
    return not phrases.is_question(clause) or bool(_ASKS_FOR_IT.match(clause))


def _holds_details(message: Message, start: int, end: int) -> bool:
    told = any(start <= each.start < end for kind in _DETAILS for each in message.of(kind))
    return told or contact.phone_in(message.text[start:end]) is not None
