"""The project's own files, as the house tests read them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

MADE = {
    *(".git", ".venv", "var", "models", "node_modules", "dist", "results", "test-results"),
    *(".rasa", ".cache", ".ruff_cache", ".pytest_cache", ".hypothesis", "__pycache__"),
}
TEXT = {
    *(".py", ".yml", ".yaml", ".toml", ".txt", ".in", ".md", ".html", ".css", ".js", ".ts"),
    *(".mjs", ".json", ".jsonl", ".sh", ".mako", ".npmrc", ""),
}


def text_files() -> Iterator[Path]:
    """Every file that people wrote, licence and locks left out."""
    for folder, folders, files in os.walk(ROOT):
        folders[:] = sorted(set(folders) - MADE)
        for name in sorted(files):
            path = Path(folder) / name
            if path.suffix in TEXT and name not in ("LICENSE", "requirements.txt", ".env"):
                yield path


def python_files(*folders: str) -> list[Path]:
    """The Python files below these folders of the project."""
    return [
        path
        for folder in folders
        for path in sorted((ROOT / folder).rglob("*.py"))
        if not MADE & set(path.relative_to(ROOT).parts)
    ]


def module_name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
