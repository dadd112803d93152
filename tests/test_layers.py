"""Imports run one way: errors ← settings ← store ← nlu, actions ← training ← chat ← server."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.sources import ROOT, module_name, python_files

# Each part with its height; a part may import lower ones only, so equals don't know each other.
HEIGHTS = {
    "clinic.errors": 0,
    "clinic.faults": 0,
    "clinic.roles": 0,
    "clinic.file_lock": 0,
    "clinic.rasa_later": 0,
    "clinic.rasa_compat": 1,
    "clinic.settings": 1,
    "clinic.business_hours": 1,
    "clinic.spoken_time": 1,
    "clinic.wall_clock": 1,
    "clinic.spreadsheet": 1,
    "clinic.logs": 2,
    "clinic.profile": 2,
    "clinic.name_words": 0,
    "clinic.weekdays": 0,
    "clinic.months": 0,
    "clinic.names": 1,
    "clinic.redaction": 2,
    "clinic.store": 3,
    "clinic.doubts": 4,
    "clinic.nlu": 4,
    "actions": 4,
    "clinic.training": 5,
    "clinic.notify": 5,
    "clinic.chat": 6,
    "clinic.console": 6,
    "clinic.snippet": 6,
    "clinic.booking_table": 6,
    "clinic.console_commands": 6,
    "clinic.booking_commands": 6,
    "clinic.server": 7,
    "clinic.topic_commands": 9,
    "clinic.training_commands": 8,
    "clinic.upkeep_commands": 8,
    "clinic.cli": 10,
    "clinic.__main__": 11,
}
SERVED_ONLY_BY = {"clinic.chat": "clinic.server", "clinic.console": "clinic.server"}

# Who may import a framework.
FRAMEWORKS = {
    "rasa": {"clinic.nlu", "clinic.chat", "clinic.training"},
    "rasa_sdk": {"actions", "clinic.chat"},  # the chat runs the actions in its own process
    "sqlalchemy": {"clinic.store"},
    "alembic": {"clinic.store"},
    "psycopg2": {"clinic.store"},
    "sanic": {"clinic.chat", "clinic.console", "clinic.server"},
    "jinja2": {"clinic.console", "clinic.notify"},
    "typer": {
        "clinic.cli",
        "clinic.booking_commands",
        "clinic.console_commands",
        "clinic.topic_commands",
        "clinic.training_commands",
        "clinic.upkeep_commands",
    },
}

FILES = python_files("clinic", "actions")


def ids(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", FILES, ids=ids)
def test_every_module_belongs_to_a_layer(path: Path) -> None:
    assert module_name(path) == "clinic" or part_of(module_name(path))


@pytest.mark.parametrize("path", FILES, ids=ids)
def test_imports_run_one_way(path: Path) -> None:
    own = part_of(module_name(path))
    for name in imports_of(path):
        part = part_of(name)
        if part in (None, own):
            continue
        assert own is not None, f"the package itself imports {name}"
        assert HEIGHTS[part] < HEIGHTS[own], f"{own} may not import {name}"
        assert SERVED_ONLY_BY.get(part, own) == own, f"only {SERVED_ONLY_BY[part]} imports {part}"


@pytest.mark.parametrize("path", FILES, ids=ids)
def test_frameworks_stay_at_the_edge(path: Path) -> None:
    own = part_of(module_name(path))
    for name in imports_of(path):
        framework = name.partition(".")[0]
        assert own in FRAMEWORKS.get(framework, {own}), f"{own} may not import {framework}"


def test_importing_the_modules_has_no_effect(tmp_path: Path) -> None:
    """No file, no thread, no output, no connection: only definitions."""
    modules = [
        module_name(path)
        for path in FILES
        if path.name != "__main__.py" and "migrations" not in path.parts
    ]
    look = (
        "import importlib, os, sys, threading\n"
        f"for name in {modules!r}: importlib.import_module(name)\n"
        "print(os.listdir('.'), threading.active_count(), file=sys.stderr)\n"
    )
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", look], cwd=tmp_path, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout == ""
    assert done.stderr.splitlines()[-1] == "[] 1", done.stderr


def part_of(module: str) -> str | None:
    """The part of HEIGHTS that a module lies in."""
    fitting = [part for part in HEIGHTS if module == part or module.startswith(part + ".")]
    return max(fitting, key=len, default=None)


def imports_of(path: Path) -> Iterator[str]:
    """Every module that a file imports, at the top or in a function."""
    package = module_name(path) if path.name == "__init__.py" else module_name(path.parent / "x.py")
    package = package.removesuffix(".x")
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                above = package.split(".")[: len(package.split(".")) - node.level + 1]
                base = ".".join([*above, base]).rstrip(".")
            yield from (f"{base}.{alias.name}" for alias in node.names)
