"""The messages that the assistant is taught, read from data/nlu/ without Rasa."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from ruamel.yaml import YAML


def taught_messages(folder: Path) -> Iterator[tuple[str, str]]:
    """(label, message) for every example below `folder`, in the order of files and lines."""
    reader = YAML(typ="safe")
    for path in sorted(folder.rglob("*.yml")):
        for block in (reader.load(path.read_text(encoding="utf-8")) or {}).get("nlu", []):
            for line in block["examples"].splitlines():
                if text := line.strip().removeprefix("- ").strip():
                    yield block["intent"], text


def plain_words(text: str) -> str:
    """A message without case and punctuation: two that agree in this are the same to us."""
    return " ".join(re.findall(r"\w+", text.lower())) or text.strip()
