"""What data/responses/ holds beside the words: a topic's title and its metadata."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from clinic.settings import ROOT

# A label whose title stands with another response than `utter_<label>`.
SPOKEN_BY = {"booking_request": "utter_ask_booking_form_name"}
RESPONSES = ROOT / "data" / "responses"


@lru_cache(maxsize=1)
def catalogue() -> dict[str, list[dict[str, Any]]]:
    """Every response with its variations."""
    found: dict[str, list[dict[str, Any]]] = {}
    for path in sorted(RESPONSES.glob("**/*.yml")):
        found.update(_responses(path))
    return found


def title(label: str, language: str) -> str | None:
    """What a button for this topic or intent says, in the visitor's language or in English."""
    response = SPOKEN_BY.get(label, f"utter_{label}")
    for variation in catalogue().get(response, []):
        titles = (variation.get("metadata") or {}).get("title")
        if titles:
            return titles.get(language) or titles["en"]
    return None


def _responses(path: Path) -> dict[str, list[dict[str, Any]]]:
    with path.open(encoding="utf-8") as file:
        return (YAML(typ="safe").load(file) or {}).get("responses") or {}
