"""Approved responses outside of Rasa: for mails, pages and messages that staff set off."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from actions.catalogue import catalogue
from clinic.profile import ClinicProfile
from clinic.spoken_time import DEFAULT, spoken_time
from clinic.store.unit_of_work import Reply


class Wording:
    """Fills the clinic's approved words; it has none of its own."""

    def __init__(self, profile: ClinicProfile) -> None:
        self.profile = profile

    def text(self, response: str, locale: str, **variables: str) -> str:
        words = _variation(response, locale)["text"].strip()
        return words.format(**self.profile.variables(), **variables)

    def detail(self, response: str, name: str, locale: str, **variables: str) -> str:
        """A short text from the response's metadata, such as a mail's subject."""
        found = catalogue()[response][0]["metadata"][name]
        words = found.get(_language(locale)) or found[DEFAULT]
        return words.format(**self.profile.variables(), **variables)

    def reply(
        self,
        response: str,
        locale: str,
        buttons: list[dict[str, str]] | None = None,
        **variables: str,
    ) -> Reply:
        return Reply(self.text(response, locale, **variables), response, buttons or [])

    def time(self, moment: datetime, locale: str, now: datetime) -> str:
        """A moment on the clinic's own clock, as it is said at `now`."""
        return spoken_time(moment, self.profile.zone, _language(locale), now)


def _variation(response: str, locale: str) -> dict[str, Any]:
    """The variation for a language, or the one without a condition."""
    for one in catalogue()[response]:
        wanted = [each.get("value") for each in one.get("condition") or []]
        if wanted == [_language(locale)]:
            return one
    return next(one for one in catalogue()[response] if not one.get("condition"))


def _language(locale: str) -> str:
    return locale.partition("-")[0].lower()
