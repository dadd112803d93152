"""The messages that both sides are sent."""

from __future__ import annotations

import json

from clinic.settings import ROOT

MESSAGES = ROOT / "tests" / "evaluation"


def questions() -> list[str]:
    """Questions as visitors type them; no two are the same."""
    return _texts("questions.jsonl")


def everyday() -> list[str]:
    """Other messages of visitors, for warming up and for going on."""
    asked = set(questions())
    return [text for text in _texts("visitors.jsonl") if text not in asked]


def _texts(name: str) -> list[str]:
    lines = (MESSAGES / name).read_text(encoding="utf-8").splitlines()
    return list(dict.fromkeys(json.loads(line)["text"] for line in lines))
