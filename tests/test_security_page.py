"""The threats of docs/security.md: each is held off by something, and a test proves it."""

from __future__ import annotations

import ast
import re
from itertools import takewhile

import pytest

from tests.sources import ROOT, python_files

PAGE = ROOT / "docs" / "security.md"
HEADINGS = ["who", "what", "what holds it off", "proved by"]
# What has to stand in the table, whatever else does.
THREATS = (
    "forge", "replay", "guess", "another site", "form", "script", "header", "log", "path",
    "archive", "bomb", "too large", "slow", "flood", "forwarded", "reference", "account", "secret",
)  # fmt: skip


def threats() -> list[list[str]]:
    """The cells of each line of the table of threats."""
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    table = lines[lines.index(f"| {' | '.join(HEADINGS)} |") + 2 :]
    rows = takewhile(lambda line: line.startswith("|"), table)
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in rows]


def known_tests() -> set[str]:
    return {
        node.name
        for path in python_files("tests")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.name.startswith("test_")
    }


@pytest.mark.parametrize("row", threats(), ids=lambda row: row[1][:60])
def test_each_threat_is_held_off_and_its_tests_exist(row: list[str]) -> None:
    who, what, held_off_by, proved_by = row
    assert who and what and held_off_by
    named = re.findall(r"`(test_\w+)`", proved_by)
    assert named
    assert set(named) <= known_tests()


@pytest.mark.parametrize("word", THREATS)
def test_no_threat_is_left_out(word: str) -> None:
    assert any(word in " ".join(row[:3]).lower() for row in threats())
