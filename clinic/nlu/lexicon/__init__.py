"""Word lists, as data beside the code that reads them."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

FOLDER = Path(__file__).parent


@lru_cache(maxsize=16)
def lexicon(name: str) -> dict[str, Any]:
    """The word list `name`.yml."""
    return YAML(typ="safe").load((FOLDER / f"{name}.yml").read_text(encoding="utf-8"))


def lexicon_sources() -> bytes:
    """All lists in one piece, for fingerprints."""
    return b"".join(path.read_bytes() for path in sorted(FOLDER.glob("*.yml")))
