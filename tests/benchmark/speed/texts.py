"""The messages that both sides are sent."""

from __future__ import annotations

import json

from clinic.settings import ROOT

QUESTIONS = ROOT / "tests" / "evaluation" / "questions.jsonl"


def questions() -> list[str]:
    """Questions as visitors type them; no two are the same."""
    lines = QUESTIONS.read_text(encoding="utf-8").splitlines()
    return list(dict.fromkeys(json.loads(line)["text"] for line in lines))
