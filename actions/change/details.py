"""The details of a request that was sent which a message puts right."""

from __future__ import annotations

import re

from actions.booking import contact, names, reach, renamed, team_note, towns
from actions.booking.fields import named_field
from actions.booking.for_team import is_only_contact
from actions.booking.phrases import CORRECTION, FIRM_CORRECTION, anywhere, is_question
from actions.change import cancelling
from actions.health import FACTS
from actions.message import Entity, Message

SURNAME = "surname"  # of the name that the request holds, which is not known here
_FURTHER = anywhere(
    r"another (?:one|request|appointment|booking|appt)", r"new (?:\w+ )?(?:one|request|appointment|"
    r"booking|appt)", r"new", r"again", r"also for",
    r"one more(?! (?:thing|question|detail|point|note)|\s*[:,–-])", r"me too",
)  # fmt: skip
_BOOK = anywhere(r"book(?:ing)?")
_FOR_ANOTHER = anywhere(r"for (?:my|him|her|them|someone|somebody|a friend)", r"para mi")
_MEANT = anywhere(
    r"i mean[t]?", r"(?:it|that|concern) should (?:be|say)", r"change (?:it|that|the concern|my "
    r"concern|\w+) to", r"quise decir",
)  # fmt: skip
_MISTAKEN = anywhere(r"me equivoqu[eé]", r"quise decir", r"perd[oó]n", r"est[aá] mal")
# Around a town that is asked for.
_ASKED_FOR = re.compile(
    r"^(?=.*\b(?:and|please|pls|or|also|y|por favor)\b)(?:(?:and|or|also|in|at|the|please|pls|"
    r"thanks|would|be|it|could|better|office|one|y|en|por|favor|mejor)\b|[\s,.!?])+$",
    re.IGNORECASE,
)
# A detail of one's own that is stated, as it is beside a request that was sent just before.
_STATES = re.compile(
    r"\b(?:my|our|mi|the right|the correct|this)\b[^.;!?\n]{0,20}"
    r"\b(?:is|it'?s|are|number|cell|phone|mobile|e-?mail|address|correo|es)\b|"
    r"\b(?:call|text|reach|e-?mail|use)\b|\bis (?:my|the) (?:right|correct|new|other|cell|e-?mail)",
    re.IGNORECASE,
)
# Of a name that is not a first or a last one alone.
_NAME_STATED = re.compile(
    r"^\W*(?:(?:and|also|oh|so|but|ok|btw|actually|ps|sorry|y)\b\W*)*"
    r"(?:my (?:full |new |married |real |correct |right )?name(?:'s| is)|mi nombre es)(?: now)?\s+"
    r"(?P<name>[^.!?;\n]+?)(?: (?:now|these days|ahora))?\W*$",
    re.IGNORECASE,
)


def details_in(
    message: Message, *, contacts: bool = True, sent: str | None = None
) -> dict[str, str]:
    """The details that a message puts right: "oh sorry, I meant Norwalk".

    `contacts`: a number or address can be a new one, and not only whose request it is; `sent`:
    the reference of a request just sent, to which one that is stated belongs as well.
    """
    noted = notes_for_team(message)
    reached = wishes_how_reached(noted.rest)
    message = reached.rest
    text, named = message.text, named_field(message.text)
    stated = bool(sent) and (
        states_contact(message) or asks_for_town(message) or states_name(message)
    )
    surname, respelt = renamed.surname_in(text), renamed.respelt(text)
    if message.is_button or not (
        named or stated or surname or respelt or reached.said or noted.said or is_correction(text)
    ):
        return {}
    name = respelt or renamed.introduced(text)
    if named and named[0] == "name" and named[1]:
        name = names.name_as_answer(named[1]) or name
    found = {
        SURNAME: surname,
        "name": None if surname else name,
        "reach_note": reached.said,
        "team_note": noted.said,
        "phone": contact.phone_in(text) if contacts else None,
        "email": contact.email_in(text) or contact.spelt_email_in(text) if contacts else None,
        "location": towns.town_in(message),
        "concern": concern_in(message),
    }
    return {slot: value for slot, value in found.items() if value}


def wishes_how_reached(message: Message) -> reach.Wishes:
    """ "Please don't leave a voicemail", where nothing else is wanted of the request."""
    if cancelling.wants_to_cancel(message.text) or asks_for_new(message.text):
        return reach.Wishes("", message)
    return reach.wishes_in(message, None, None)


def notes_for_team(message: Message) -> reach.Wishes:
    """ "Please ring the back bell", where nothing else is wanted of the request; what is told of
    health is added as that."""
    if cancelling.wants_to_cancel(message.text) or asks_for_new(message.text):
        return reach.Wishes("", message)
    noted = team_note.note_in(message, None)
    if noted.said and len(_of_health(noted.rest)) < len(_of_health(message)):
        return reach.Wishes("", noted.rest)
    return noted


def _of_health(message: Message) -> list[Entity]:
    return [each for each in message.entities if each.entity in FACTS]


def concern_in(message: Message) -> str | None:
    """ "it says scars but i meant melasma": what is named behind the words that put it right."""
    meant = _MEANT.search(message.text)
    if meant is None or message.is_button:
        return None
    named = [each for each in message.of("concern") if not each.negated]
    return next((each.text for each in named if each.start >= meant.end()), None)


def states_contact(message: Message) -> bool:
    """ "and my email is … now": a way to be reached, in words that make it one's own."""
    text = message.text
    now = [each for each in message.of("date") if each.text.lower() == "now"]
    stated = is_only_contact(message.without(now)) and bool(_STATES.search(text))
    return stated and not asks_for_new(text)


def states_name(message: Message) -> bool:
    """ "and my name is Ida Ross-Lane now": the whole name and nothing else, called one's own."""
    found = _NAME_STATED.match(message.text)
    if found is None or message.is_button:
        return False
    name = names.introduced_name(message.text)
    if name is None or name.lower() != found["name"].strip(" .,!").lower():
        return False
    return names.is_written_as_one(name) or names.begins_with_known(name)  # not "misspelled"


def asks_for_town(message: Message) -> bool:
    """ "and Stamford please": a town and nothing else, in words that ask for it."""
    town = towns.town_in(message)
    rest = re.sub(rf"\b{town}\b", " ", message.text, flags=re.IGNORECASE) if town else ""
    return bool(_ASKED_FOR.match(rest)) and set(message.topics) <= {"faq/location"}


def asks_for_new(text: str) -> bool:
    """Whether a further request is meant, or one for somebody else."""
    return bool(is_new(text) or _FOR_ANOTHER.search(text))


def is_further(text: str) -> bool:
    return bool(_FURTHER.search(contact.without_contacts(text)))  # "me@new.example" is no wish


def is_new(text: str) -> bool:
    return bool(is_further(text) or _BOOK.search(text))


def is_correction(text: str) -> bool:
    firm = FIRM_CORRECTION.search(text) or _MISTAKEN.search(text)
    return bool(firm or CORRECTION.search(text) and not is_question(text))
