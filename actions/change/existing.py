"""Whether somebody tells of an appointment that they have already, or asks for it."""

from __future__ import annotations

from actions.booking.phrases import anywhere
from actions.message import Message

_APPOINTMENT = r"(?:appointment|appt|apt|booking|slot|session|visit|reservation)"
_ITS = (
    r"(?:an?|my|the|our|this|that|next|first|second|upcoming|existing|other|microderm\w*|facial|"
    r"skin|treatment|monday'?s?|tuesday'?s?|wednesday'?s?|thursday'?s?|friday'?s?|saturday'?s?)"
)
_HAVING = (
    r"(?<!can )(?<!could )(?<!may )(?<!to )(?<!if )(?<!when )(?<!once )(?<!should )"
    r"(?:i|we)(?: already| currently| still)* ?(?:have|had|'?ve got|got|made|booked)"
)
_TELLS = anywhere(
    rf"{_HAVING}(?: {_ITS})+ {_APPOINTMENT}", r"(?:i'?m|i am|im) (?:already )?booked(?: in)? for",
    r"(?<!si )(?:ya )?(?:tengo|ten[íi]a|hice|reserv[ée])(?: ya)?(?: una| la| mi)? cita",
)  # fmt: skip
_ASKS = anywhere(
    rf"(?:do|did|have|don'?t) (?:i|we)(?: still| already)? (?:have|got|make)(?: {_ITS})+ "
    rf"{_APPOINTMENT}",
    r"am i (?:still )?(?:booked|scheduled|down)(?: \w+)* (?:on|for|at)",
    r"(?:cu[áa]ndo|a qu[ée] hora|qu[ée] d[íi]a) (?:es|era|tengo)(?: mi| la)? cita",
)
_CHANGE = r"(?:move|change|cancel|re-?schedule|switch|push|postpone|bring forward|swap|shift|delay)"
_WANTS_IT_CHANGED = anywhere(
    rf"{_CHANGE} (?:my|our) (?:\w+ )?{_APPOINTMENT}",
    r"(?:cambiar|cancelar|anular|mover|reprogramar|reagendar|posponer|aplazar|adelantar|modificar|"
    r"confirmar)(?: de)?(?: (?:la hora|el d[íi]a|la fecha) de)? (?:mi|la|nuestra) cita",
)
# With somebody else, or somewhere else.
_ELSEWHERE = anywhere(
    rf"{_APPOINTMENT} (?:with|at|for) (?:my|the|a|an|another) (?:\w+ )?(?:doctor|dr|derm\w*|"
    r"dentist|hospital|gyn\w*|ob\w*|surgeon|vet|school|bank|lawyer|specialist|spa|salon|"
    r"hairdresser|clinic in|other clinic|different clinic)",
    r"cita (?:con|en) (?:mi|el|la|un|una|otr[oa]) (?:m[ée]dic[oa]|doctora?|dermat[óo]log[oa]|"
    r"dentista|hospital)",
)  # fmt: skip


_AGAIN = anywhere(r"another", r"new", r"again", r"book", r"otra", r"reservar")


def is_about_one(message: Message) -> bool:
    """ "I have an appointment on Friday and need to move it", "do I have one?", "cancel my
    appointment"; whether it was made in this chat or by phone is not known from it."""
    wants = bool(_WANTS_IT_CHANGED.search(message.text)) and not _is_other_business(message)
    return wants or tells_of_one(message)


def tells_of_one(message: Message) -> bool:
    """Whether it is said, or asked, that there is one; not at a doctor's."""
    text = message.text.replace("’", "'")
    if _is_other_business(message):
        return False
    return bool(_ASKS.search(text) or _TELLS.search(text) and not _AGAIN.search(text))


def _is_other_business(message: Message) -> bool:
    return bool(message.is_button or message.topics or _ELSEWHERE.search(message.text))
