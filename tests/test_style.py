"""What the house style asks of every file."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from tests.sources import ROOT, python_files, text_files

LONGEST = 300  # lines; most files stay below 200
LONGEST_TEST = 400
VAGUE = {"utils", "util", "helpers", "helper", "common", "misc", "base", "core", "stuff"}

# Written in pieces, so that this file does not hold what it looks for.
HOSTS = ("py" + "pi.org", "python" + "hosted.org", "registry.npm" + "js.org", "npm" + "js.com")
MACHINE = ("/wo" + "rk/", "/ro" + "ot/", "/home/" + "user")
UNFINISHED = ("TO" + "DO", "FIX" + "ME", "XX" + "X", "lorem " + "ipsum")

SOURCES = python_files("clinic", "actions", "setup", "tests")
TEXTS = list(text_files())


def ids(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", SOURCES, ids=ids)
def test_a_file_is_short_enough_to_be_read(path: Path) -> None:
    longest = LONGEST_TEST if "tests" in path.parts else LONGEST
    assert len(path.read_text(encoding="utf-8").splitlines()) <= longest


@pytest.mark.parametrize("path", SOURCES, ids=ids)
def test_a_file_is_named_by_what_it_holds(path: Path) -> None:
    assert path.stem not in VAGUE
    assert not VAGUE & set(path.relative_to(ROOT).parts[1:-1])


@pytest.mark.parametrize("path", python_files("clinic", "actions"), ids=ids)
def test_a_module_says_what_it_is_for(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    if source.strip():
        assert ast.get_docstring(ast.parse(source)), f"{path.name} has no docstring"


@pytest.mark.parametrize("path", python_files("clinic", "actions", "tests"), ids=ids)
def test_annotations_are_lazy_except_where_rasa_reads_them(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    if len(source.splitlines()) < 2:
        return
    lazy = "from __future__ import annotations" in source
    component = re.search(r"^class \w+\(.*\b(GraphComponent|Tokenizer)\b", source, re.MULTILINE)
    assert lazy != bool(component)


@pytest.mark.parametrize("path", TEXTS, ids=ids)
def test_no_file_names_a_registry_or_a_machine_or_is_unfinished(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    found = [word for word in (*HOSTS, *MACHINE, *UNFINISHED) if word in text]
    assert not found


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-test.txt"])
def test_the_lock_is_pinned_and_hashed_and_names_no_address(name: str) -> None:
    lock = (ROOT / name).read_text(encoding="utf-8").replace("\\\n", " ")
    for line in lock.splitlines():
        assert re.match(r"[a-z0-9._-]+==\S+ ", line), line
        assert "--hash=sha256:" in line
        assert "://" not in line


def test_the_two_locks_agree() -> None:
    pinned = {}
    for name in ("requirements.txt", "requirements-test.txt"):
        for line in (ROOT / name).read_text(encoding="utf-8").splitlines():
            if match := re.match(r"([a-z0-9._-]+)==(\S+)( ;.*)? \\", line):
                pinned.setdefault((match[1], match[3] or ""), {})[name] = match[2]
    different = {
        key: versions for key, versions in pinned.items() if len(set(versions.values())) > 1
    }
    assert not different
