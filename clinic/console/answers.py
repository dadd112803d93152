"""The approved responses: their words, and the facts that they rest on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from clinic.profile import ClinicProfile
from clinic.settings import ROOT
from clinic.store.takeovers import Announcement

RESPONSES = ROOT / "data" / "responses"


class Answers:
    """data/responses/, read once."""

    def __init__(self, profile: ClinicProfile, folder: Path = RESPONSES) -> None:
        self._variables = profile.variables()
        self._variations: dict[str, list[dict[str, Any]]] = {}
        for path in sorted(folder.rglob("*.yml")):
            with path.open(encoding="utf-8") as file:
                self._variations |= (YAML(typ="safe").load(file) or {}).get("responses") or {}

    def facts(self, response: str) -> list[str]:
        """The ids of the clinic's facts behind a response; none for one that states nothing."""
        found = self._variations.get(response) or [{}]
        return list((found[0].get("metadata") or {}).get("facts") or ())

    def source(self, response: str) -> str:
        found = self._variations.get(response) or [{}]
        return str((found[0].get("metadata") or {}).get("source") or "")

    def announcement(self, response: str, language: str) -> Announcement:
        """A response in a language, or in the first one that it is written in."""
        variations = self._variations[response]
        fitting = [each for each in variations if _language(each) == language]
        text = (fitting or variations)[0]["text"].format(**self._variables)
        return Announcement(response, text.strip())


def _language(variation: dict[str, Any]) -> str:
    for condition in variation.get("condition") or ():
        if condition.get("name") == "language":
            return str(condition["value"])
    return "en"
