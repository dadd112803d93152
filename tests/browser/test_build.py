"""The committed script is the one that the sources give, and it is small."""

from __future__ import annotations

import gzip
import json
import re
import subprocess
from pathlib import Path

import pytest

from tests.sources import ROOT

pytestmark = pytest.mark.browser

WIDGET = ROOT / "widget"
MOST_BYTES = 15 * 1024


@pytest.fixture(scope="module")
def packages() -> None:
    """The build's own packages, as they are locked."""
    run("npm", "ci", "--ignore-scripts", "--no-progress")


def run(*command: str) -> str:
    done = subprocess.run(command, cwd=WIDGET, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def texts(language: str) -> str:
    return (WIDGET / "src" / "texts" / f"{language}.js").read_text(encoding="utf-8")


def test_the_committed_script_is_what_is_built(packages: None, tmp_path: Path) -> None:
    run("node", "build.js", str(tmp_path / "widget.js"))
    built = (tmp_path / "widget.js").read_bytes()
    assert built == (WIDGET / "dist" / "widget.js").read_bytes(), "run `make widget` and commit it"


def test_the_types_are_right(packages: None) -> None:
    run("npm", "run", "check")


def test_all_of_it_is_small() -> None:
    script = (WIDGET / "dist" / "widget.js").read_bytes()
    assert len(gzip.compress(script, 9, mtime=0)) <= MOST_BYTES
    assert [path.name for path in (WIDGET / "dist").iterdir()] == ["widget.js"]


def test_every_package_has_an_exact_version_and_a_hash_and_no_address() -> None:
    wanted = json.loads((WIDGET / "package.json").read_text(encoding="utf-8"))
    for versions in (wanted["dependencies"], wanted["devDependencies"]):
        assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in versions.values())
    locked = json.loads((WIDGET / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    for name, package in locked.items():
        if name:
            assert package["integrity"].startswith("sha512-"), name
            assert "resolved" not in package, name


def test_both_languages_say_the_same_things() -> None:
    said = {
        language: re.findall(r"^  (\w+):", texts(language), re.MULTILINE)
        for language in ("en", "es")
    }
    assert said["en"] == said["es"]
    assert len(said["en"]) > 40


def test_the_widget_states_no_fact_of_a_clinic() -> None:
    """No number, price, hour or name of a place stands in what the widget itself says."""
    for language in ("en", "es"):
        said = " ".join(re.findall(r'"([^"]*)"', texts(language)))
        assert not re.search(r"[\d$€%]|Stamford|Norwalk|PURE", said), language
