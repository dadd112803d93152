"""The domain of a release, with what a newer program keeps and says and its training did not know.

A release lives on through upgrades. What a trainer may change in it stays as it was released:
words, topics, names. The program's own parts, which its actions rely on, are added.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from actions.catalogue import RESPONSES, responses_in
from clinic.settings import ROOT

PROGRAM = ROOT / "domain.yml"
TOPIC = "/"  # in the name of an answer that is taught: what was not taught is not answered


def completed_domain(data: dict[str, Any]) -> dict[str, Any]:
    """A release's domain with the slots, forms, actions and responses that it lacks.

    What follows what, a release's rules, it has learnt; they stay as they were trained.
    """
    program = _program(PROGRAM)
    actions = list(data.get("actions") or [])
    return {
        **data,
        "slots": {**program["slots"], **(data.get("slots") or {})},
        "forms": {**(data.get("forms") or {}), **program["forms"]},
        "actions": actions + [each for each in program["actions"] if each not in actions],
        "responses": {**_spoken_by_the_program(), **(data.get("responses") or {})},
    }


@cache
def _program(path: Path) -> dict[str, Any]:
    return YAML(typ="safe").load(path.read_text(encoding="utf-8"))


def _spoken_by_the_program() -> dict[str, Any]:
    return {name: said for name, said in responses_in(RESPONSES).items() if TOPIC not in name}
