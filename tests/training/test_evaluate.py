"""`python -m clinic evaluate` on labelled messages of one's own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from clinic.errors import TrainingError
from clinic.training.evaluate import read_rows
from clinic.training.evaluation_report import changes
from clinic.training.examples import plain_words, taught_messages
from tests.sources import ROOT

ROWS = [
    {"text": "so is it sore while they do it or what", "topic": "pain"},
    {"text": "what would ten of these set me back", "topic": "price", "also_ok": ["session_count"]},
    {"text": "throat is getting tighter by the minute", "topic": "emergency", "flag": "emergency"},
    {"text": "does it hurt", "topic": "pain"},  # taught: left out
]


def _evaluate(*arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "clinic", "evaluate", *map(str, arguments)],
        cwd=ROOT,
        env=os.environ | {"OPENBLAS_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
    )


@pytest.fixture
def labelled(tmp_path: Path) -> Path:
    path = tmp_path / "labelled.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in ROWS))
    return path


@pytest.mark.slow
def test_figures_as_json_a_page_and_pictures(labelled: Path, tmp_path: Path):
    page = tmp_path / "page.md"
    done = _evaluate(labelled, "--json", "--report", page)
    assert done.returncode == 0, done.stderr
    figures = json.loads(done.stdout)["labelled"]
    assert figures["messages"] == 3
    assert figures["red flags noticed"] == 1.0
    assert 0 < figures["median_ms"] <= figures["p95_ms"]
    assert figures["load_s"] > 0
    assert set(figures["topics"]) == {"pain", "price", "emergency"}
    text = page.read_text()
    assert "## Labelled" in text
    assert "| strict |" in text
    assert "| loading the model, s of CPU |" in text
    assert sorted(path.name for path in (tmp_path / "page").iterdir()) == [
        "labelled-confusion.png",
        "labelled-reliability.png",
    ]


@pytest.mark.slow
def test_what_changed_since_the_last_release_is_told(labelled: Path, tmp_path: Path):
    before = tmp_path / "before.json"
    before.write_text(json.dumps({"labelled": {"messages": 2, "topics": {"pain": 0.1}}}))
    done = _evaluate(labelled, "--against", before)
    assert done.returncode == 0, done.stderr
    assert "messages: 2 → 3" in done.stdout
    assert "pain: F1 0.1 → " in done.stdout


def test_nothing_is_told_where_nothing_changed():
    figures = {"strict": 0.9, "topics": {"pain": 0.8}}
    assert changes(figures, figures) == []


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("{not json}", "line 1"),
        ('{"text": "hi", "topic": "greet"}\n{"text": "hi"}', "line 2"),
        ('{"text": 5, "topic": "greet"}', "must be strings"),
        ("[1]", "line 1"),
    ],
)
def test_a_bad_line_is_named(content: str, told: str, tmp_path: Path):
    path = tmp_path / "bad.jsonl"
    path.write_text(content)
    with pytest.raises(TrainingError, match=told):
        read_rows(path)


def test_a_missing_file_is_told_in_one_line():
    done = _evaluate("nowhere.jsonl")
    assert done.returncode == 1
    assert done.stderr.startswith("Error: nowhere.jsonl cannot be read")
    assert "Traceback" not in done.stderr


def test_no_message_of_the_questions_is_taught():
    """What is learnt by heart proves nothing."""
    taught = {plain_words(text) for _, text in taught_messages(ROOT / "data" / "nlu")}
    sets = [ROOT / "tests" / "evaluation" / "questions.jsonl"]
    shared = ROOT.parent / "shared" / "eval"
    sets += sorted(shared.glob("*.jsonl"))
    asked = {plain_words(row["text"]) for path in sets for row in read_rows(path)}
    for path in shared.glob("safety*.json"):
        probes = json.loads(path.read_text(encoding="utf-8"))["probes"]
        asked |= {plain_words(probe["message"]) for probe in probes}
    assert not taught & asked
