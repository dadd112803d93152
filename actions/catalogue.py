"""What data/responses/ holds beside the words: a topic's title and its metadata."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from clinic.settings import ROOT

# A label whose title stands with another response than `utter_<label>`.
SPOKEN_BY = {"booking_request": "utter_ask_booking_form_name"}
RESPONSES = ROOT / "data" / "responses"


_held: list[dict[str, list[dict[str, Any]]]] = []


def catalogue() -> dict[str, list[dict[str, Any]]]:
    """Every response with its variations, as the files were when the model was taken up."""
    if not _held:
        refresh()
    return _held[0]


def refresh() -> None:
    """Read the files anew, for a model that was trained from them; takes a while."""
    found: dict[str, list[dict[str, Any]]] = {}
    for path in sorted(RESPONSES.glob("**/*.yml")):
        found.update(_responses(path))
    _held[:] = [found]


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
