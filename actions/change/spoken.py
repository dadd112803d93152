"""A moment as visitors read it, in the clinic's own time."""

from __future__ import annotations

from datetime import datetime

from babel.dates import format_datetime

from actions.say import profile

_FORMS = {"en": "EEEE, MMMM d, h:mm a", "es": "EEEE d 'de' MMMM, H:mm"}


def spoken_moment(moment: datetime, language: str) -> str:
    """ "Thursday, December 3, 4:00 PM"."""
    known = language if language in _FORMS else "en"
    said = format_datetime(moment, _FORMS[known], tzinfo=profile().zone, locale=known)
    return said.replace("\u202f", " ")
