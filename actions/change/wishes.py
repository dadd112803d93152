"""What a visitor wants to be done about a request that was sent."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from actions.booking import contact, names, reach, towns
from actions.booking.fields import named_field
from actions.booking.for_team import is_only_contact
from actions.booking.phrases import (
    CORRECTION,
    FIRM_CORRECTION,
    anywhere,
    is_question,
    is_refusal,
    whole,
)
from actions.booking.time_edits import bare_hours
from actions.booking.times import times_mentioned
from actions.message import Message
from actions.say import profile

ACCEPT, OTHER, CANCEL, NOTHING = "accept", "other", "cancel", "nothing"
AMEND = "amend"  # a detail of the request is put right
# The buttons that say so by themselves.
BUTTONS = {"accept_time": ACCEPT, "other_time": OTHER, "cancel_request": CANCEL, "deny": NOTHING}

_REFERENCE = re.compile(r"(?<!\w)([2-9A-HJ-NP-TW-Z]{4})[-–\s]?([2-9A-HJ-NP-TW-Z]{4})(?!\w)", re.I)
_CANCEL = anywhere(
    r"cancel(?:l?ed)?(?: it| my \w+)?", r"call it off", r"(?:don'?t|no longer) (?:need|want) it",
    r"can(?:'?t|not) (?:come|make it)", r"cancel(?:ar|e|a)(?:la|lo)?",
)  # fmt: skip
_OTHER = anywhere(
    r"(?:an)?other (?:time|day|date|slot|one)s?", r"different (?:time|day|date|slot)",
    r"change(?: it| the \w+)?", r"re-?schedule", r"move(?: it)?", r"earlier", r"later",
    r"otr[ao] (?:hora|d[ií]a)", r"cambiar",
)  # fmt: skip
_NO_REFERENCE = anywhere(
    r"(?:lost|don'?t have|do not have|can'?t find|cannot find|forgot|without|no) (?:my|the|a|any)?"
    r" ?(?:reference|ref|confirmation|code)(?: (?:number|code))?"
)
_CALLED_REFERENCE = anywhere(r"ref(?:erence)?", r"confirmation", r"code", r"referencia")
_NEW = anywhere(
    r"book(?:ing)?", r"another (?:one|request)", r"new", r"again", r"also for", r"one more"
)
_FOR_ANOTHER = anywhere(r"for (?:my|him|her|them|someone|somebody|a friend)", r"para mi")
# A detail of one's own that is stated, as it is beside a request that was sent just before.
_STATES = re.compile(
    r"\b(?:my|our|mi|the right|the correct|this)\b[^.;!?\n]{0,20}"
    r"\b(?:is|it'?s|are|number|cell|phone|mobile|e-?mail|address|correo|es)\b|"
    r"\b(?:call|text|reach|e-?mail|use)\b|\bis (?:my|the) (?:right|correct|new|other|cell|e-?mail)",
    re.IGNORECASE,
)
_WANTED_ELSEWHEN = anywhere(
    r"(?:any(?:thing)?|something|slots?|times?|days?) (?:\w+ )?(?:sooner|earlier|later)",
    r"(?:come|get|be seen|fit me) (?:\w+ ){0,2}(?:sooner|earlier|later)",
    r"(?:is|are|that'?s|thats|'s) (?:way |much |a bit )?too (?:late|early|soon|far)",
    r"(?:doesn'?t|does not|won'?t|will not|don'?t) work(?: for me| anymore| after all)?",
    r"(?:sooner|earlier|later) (?:would be|is|if possible|please)",
)  # fmt: skip
_COMING = anywhere(
    r"(?:running|going to be|gonna be|be|am|i'?m|im|little|bit|mins?|minutes?) (?:\w+ ){0,2}?late",
    r"(?:stuck|sitting) in (?:\w+ )?traffic", r"on my way", r"almost there",
    r"(?:got|get|getting) lost",
    r"(?:i'?m|im|i am) (?:\w+ )?(?:outside|here for|at the (?:door|clinic|office|front))",
    r"(?:in|within) (?:an?|one|half an|\d+) (?:hour|hr|min\w*)",
)  # fmt: skip
_NOTHING = whole(
    r"(?:no|nothing|nope|that'?s (?:all|it|fine)|ok(?:ay)?|fine|good|great|leave it|keep it|"
    r"i'?m good|thanks?|thank you|bye|never ?mind|nada|gracias)"
    r"(?:[,.! ]+(?:keep it|that'?s all|thanks?|thank you|leave it|as it is))*",
)


def reference_in(text: str) -> str | None:
    """A reference in any spelling: "k7pm 3xqh" is K7PM-3XQH."""
    for first, second in _REFERENCE.findall(text):
        letters = first + second
        alone = len(re.sub(r"\W", "", text)) == len(letters)
        if alone or letters.isupper() or re.search(r"\d", letters):
            return f"{first}-{second}".upper()
    return None


def names_reference(text: str) -> bool:
    """Whether a reference is meant for one: eight letters may be two words as well."""
    found = reference_in(text)
    return bool(found) and bool(re.search(r"\d", found) or _CALLED_REFERENCE.search(text))


def has_no_reference(text: str) -> bool:
    return bool(_NO_REFERENCE.search(text))


def details_in(
    message: Message, *, contacts: bool = True, sent: str | None = None
) -> dict[str, str]:
    """The details that a message puts right: "oh sorry, I meant Norwalk".

    `contacts`: a number or address can be a new one, and not only whose request it is; `sent`:
    the reference of a request just sent, to which one that is stated belongs as well.
    """
    reached = wishes_how_reached(message)
    message = reached.rest
    text, named = message.text, named_field(message.text)
    stated = bool(sent) and states_contact(message)
    if message.is_button or not (named or stated or reached.said or is_correction(text)):
        return {}
    name = names.introduced_name(text)
    if named and named[0] == "name" and named[1]:
        name = names.name_as_answer(named[1]) or name
    found = {
        "name": name,
        "reach_note": reached.said,
        "phone": contact.phone_in(text) if contacts else None,
        "email": contact.email_in(text) or contact.spelt_email_in(text) if contacts else None,
        "location": towns.town_in(message),
    }
    return {slot: value for slot, value in found.items() if value}


def wishes_how_reached(message: Message) -> reach.Wishes:
    """ "Please don't leave a voicemail", where nothing else is wanted of the request."""
    if _CANCEL.search(message.text) or asks_for_new(message.text):
        return reach.Wishes("", message)
    return reach.wishes_in(message, None, None)


def states_contact(message: Message) -> bool:
    """ "and my email is …": a way to be reached, in words that make it one's own."""
    text = message.text
    stated = is_only_contact(message) and bool(_STATES.search(text))
    return stated and not asks_for_new(text)


def asks_for_new(text: str) -> bool:
    """Whether a further request is meant, or one for somebody else."""
    return bool(_NEW.search(text) or _FOR_ANOTHER.search(text))


def wants_elsewhen(message: Message) -> bool:
    """ "do you have anything sooner", "can we do 5 instead": another time, in whatever words."""
    text = message.text
    return bool(_WANTED_ELSEWHEN.search(text) or bare_hours(text) and is_correction(text))


def is_correction(text: str) -> bool:
    firm = FIRM_CORRECTION.search(text)
    return bool(firm or CORRECTION.search(text) and not is_question(text))


def speaks_of_sent(message: Message, sent: str | None) -> bool:
    """Whether a message that opens nothing else is about a request that was sent."""
    if message.is_button:
        return False
    if sent and not _NEW.search(message.text) and wants_elsewhen(message):
        return True  # "do you have anything sooner" is often taken for a question about results
    if sent and wishes_how_reached(message).said:
        return True  # often taken for a question about privacy, or for the wish for a person
    if message.topics:
        return False
    if names_reference(message.text):
        return True
    if not sent or _NEW.search(message.text):
        return False
    if is_only_contact(message) and contact.without_contacts(message.text).strip(" ,.") == "":
        return True
    wished = is_correction(message.text) and times_mentioned(message.text, message.of("date"))
    return bool(wished or details_in(message, sent=sent))


def is_soon(message: Message, now: datetime) -> bool:
    """Whether it is about a visit of today or tomorrow: "running late for my 3 o'clock"."""
    if message.is_button:
        return False
    today = now.astimezone(profile().zone).date()
    soon = {day.isoformat() for day in (today, today + timedelta(days=1))}
    on = {(each.resolved or "")[:10] for each in message.of("date")}
    return bool(soon & on or _COMING.search(message.text))


def wish_in(message: Message, offered: list[str]) -> tuple[str | None, str | None]:
    """The wish, and what was said with it: an offered time, or the words for another one."""
    if message.is_button:
        times = message.of("time")
        return BUTTONS.get(message.intent or ""), times[0].value if times else None
    text = message.text
    if _CANCEL.search(text):
        return CANCEL, None
    taken = _taken(message, offered)
    if taken:
        return ACCEPT, taken
    if _NOTHING.match(text) or is_refusal(text):
        return NOTHING, None
    if message.of("date") or wants_elsewhen(message):
        return OTHER, text
    return (OTHER, None) if _OTHER.search(text) else (None, None)


def _taken(message: Message, offered: list[str]) -> str | None:
    """The one offered time on the day that is named; none where several could be meant."""
    days = {each.resolved for each in message.of("date") if each.resolved}
    zone = profile().zone
    fitting = [
        time
        for time in offered
        if datetime.fromisoformat(time).astimezone(zone).date().isoformat() in days
    ]
    return fitting[0] if len(fitting) == 1 and not _OTHER.search(message.text) else None
