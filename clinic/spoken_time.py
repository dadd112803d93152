"""A moment as people of one language say it."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from babel.dates import format_datetime

DEFAULT = "en"
_FORMS = {"en": "EEEE, MMMM d, h:mm a", "es": "EEEE d 'de' MMMM, H:mm"}


def spoken_time(moment: datetime, zone: ZoneInfo, language: str) -> str:
    """ "Thursday, December 3, 4:00 PM", on the clock of `zone`; in English where need be."""
    language = language if language in _FORMS else DEFAULT
    said = format_datetime(moment, _FORMS[language], tzinfo=zone, locale=language)
    return said.replace("\u202f", " ")
