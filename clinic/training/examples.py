"""The messages that the assistant is taught, read from data/nlu/ without Rasa."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from clinic.errors import BrokenFile


def taught_messages(folder: Path) -> Iterator[tuple[str, str]]:
    """(label, message) for every example below `folder`, in the order of files and lines.

    Raises BrokenFile for a file that cannot be read.
    """
    reader = YAML(typ="safe")
    for path in sorted(folder.rglob("*.yml")):
        try:
            yield from _taught_in(reader.load(path.read_text(encoding="utf-8")) or {})
        except (UnicodeDecodeError, AttributeError, KeyError, TypeError) as error:
            raise BrokenFile(
                f"{path.name} holds something else than examples, in a form that is not known. "
                "Put the file right, then try again."
            ) from error
        except YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            line = f", line {mark.line + 1}" if mark else ""
            raise BrokenFile(
                f"{path.name}{line} is no valid YAML: {getattr(error, 'problem', '')}. Put the "
                "file right, then try again."
            ) from error


def _taught_in(content: Any) -> Iterator[tuple[str, str]]:
    for block in content.get("nlu", []):
        for line in block["examples"].splitlines():
            if text := line.strip().removeprefix("- ").strip():
                yield block["intent"], text


def plain_words(text: str) -> str:
    """A message without case and punctuation: two that agree in this are the same to us."""
    return " ".join(re.findall(r"\w+", text.lower())) or text.strip()
