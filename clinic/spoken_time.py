"""A moment as people of one language say it."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from babel.dates import format_datetime

DEFAULT = "en"
_FORMS = {"en": "EEEE, MMMM d, h:mm a", "es": "EEEE d 'de' MMMM, H:mm"}
_WITH_YEAR = {"en": "EEEE, MMMM d, y, h:mm a", "es": "EEEE d 'de' MMMM 'de' y, H:mm"}
_PAST, _AHEAD = timedelta(days=7), timedelta(days=183)  # the year is plain in between


def spoken_time(moment: datetime, zone: ZoneInfo, language: str, now: datetime) -> str:
    """ "Thursday, December 3, 4:00 PM", on the clock of `zone`; in English where need be.

    With the year where it is not the one that everybody would think of at `now`.
    """
    language = language if language in _FORMS else DEFAULT
    forms = _FORMS if now - _PAST <= moment <= now + _AHEAD else _WITH_YEAR
    said = format_datetime(moment, forms[language], tzinfo=zone, locale=language)
    return said.replace("\u202f", " ")
