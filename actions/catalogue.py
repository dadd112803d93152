"""What a model holds of its responses beside their words: topics' titles and other metadata."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import Any

import structlog
from ruamel.yaml import YAML, YAMLError

from clinic.settings import ROOT

log = structlog.get_logger()

# A label whose title stands with another response than `utter_<label>`.
SPOKEN_BY = {"booking_request": "utter_ask_booking_form_name"}
RESPONSES = ROOT / "data" / "responses"
TAUGHT = ("title", "review_by")  # a topic's own: what a model was not taught, it does not have

Responses = dict[str, list[dict[str, Any]]]

_of_turn: ContextVar[Responses | None] = ContextVar("responses_of_turn", default=None)
_taken_up: list[Responses] = []  # of the model that answers now, for what is said outside of turns


def catalogue() -> Responses:
    """Every response with its variations, as the model was trained with them.

    In a turn these are the responses of the model that computes it, elsewhere those of the model
    that answers now; where there is none in the process, as in `rasa run actions`, the files'.
    """
    of_turn = _of_turn.get()
    if of_turn is not None:
        return of_turn
    return _taken_up[0] if _taken_up else responses_in(RESPONSES)


def taken_up(responses: Responses) -> None:
    """From now on a model with these responses answers."""
    _taken_up[:] = [responses]


@contextmanager
def spoken_with(responses: Responses) -> Iterator[None]:
    """The turn that is computed meanwhile is one of a model with these responses."""
    token = _of_turn.set(responses)
    try:
        yield
    finally:
        _of_turn.reset(token)


def completed(responses: Responses) -> Responses:
    """A model's responses, with what a newer program needs and its training did not know yet."""
    whole = dict(responses)
    for name, variations in responses_in(RESPONSES).items():
        if name not in whole:
            whole[name] = variations
        elif whole[name] and variations:
            first, *others = whole[name]
            needed = _without(variations[0].get("metadata") or {}, TAUGHT)
            metadata = _over(needed, first.get("metadata") or {})
            whole[name] = [{**first, "metadata": metadata}, *others]
    return whole


def title(label: str, language: str) -> str | None:
    """What a button for this topic or intent says, in the visitor's language or in English."""
    response = SPOKEN_BY.get(label, f"utter_{label}")
    for variation in catalogue().get(response, []):
        titles = (variation.get("metadata") or {}).get("title")
        if titles:
            return titles.get(language) or titles["en"]
    return None


@cache
def responses_in(folder: Path) -> Responses:
    """The responses in a folder's files, read once; one that cannot be read is passed over."""
    found: Responses = {}
    for path in sorted(folder.glob("**/*.yml")):
        try:
            content = YAML(typ="safe").load(path.read_text(encoding="utf-8"))
            found.update((content or {}).get("responses") or {})
        except (OSError, ValueError, AttributeError, YAMLError) as error:
            log.error("responses_not_read", file=path.name, error=type(error).__name__)
    return found


def _without(metadata: dict[str, Any], keys: tuple[str, ...]) -> dict[str, Any]:
    return {key: value for key, value in metadata.items() if key not in keys}


def _over(below: dict[str, Any], above: dict[str, Any]) -> dict[str, Any]:
    """Both together; where both say something, the upper one counts."""
    both = below | above
    for key in below.keys() & above.keys():
        if isinstance(below[key], dict) and isinstance(above[key], dict):
            both[key] = _over(below[key], above[key])
    return both
