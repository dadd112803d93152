"""The approved responses: their words, and the facts that they rest on."""

from __future__ import annotations

from functools import cache
from typing import Any

from actions.catalogue import catalogue
from clinic.errors import BrokenFile
from clinic.profile import ClinicProfile
from clinic.store.takeovers import Announcement
from clinic.training.facts import facts_of


class Answers:
    """The responses of the assistant that answers now."""

    def __init__(self, profile: ClinicProfile) -> None:
        self._variables = profile.variables()

    def facts(self, response: str) -> list[str]:
        """The clinic's facts behind a response, as sentences with their ids."""
        found = catalogue().get(response) or [{}]
        ids = (found[0].get("metadata") or {}).get("facts") or ()
        known = _sentences()
        return [f"{known[each]} ({each})" if each in known else str(each) for each in ids]

    def source(self, response: str) -> str:
        found = catalogue().get(response) or [{}]
        return str((found[0].get("metadata") or {}).get("source") or "")

    def announcement(self, response: str, language: str) -> Announcement:
        """A response in a language, or in the first one that it is written in."""
        variations = catalogue()[response]
        fitting = [each for each in variations if _language(each) == language]
        text = (fitting or variations)[0]["text"].format(**self._variables)
        return Announcement(response, text.strip())


@cache
def _sentences() -> dict[str, str]:
    """The clinic's facts by id, read once; none where their file cannot be read."""
    try:
        return {fact.id: fact.sentence for fact in facts_of().values()}
    except BrokenFile:
        return {}


def _language(variation: dict[str, Any]) -> str:
    for condition in variation.get("condition") or ():
        if condition.get("name") == "language":
            return str(condition["value"])
    return "en"
