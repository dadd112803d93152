"""Training a small assistant for real, and refusing what cannot be trained."""

from __future__ import annotations

from pathlib import Path

import pytest

from clinic.errors import TrainingError
from clinic.training import models
from clinic.training.train import current_model, train

CONFIG = """
recipe: default.v1
assistant_id: small
language: en
pipeline:
- name: KeywordIntentClassifier
policies:
- name: RulePolicy
"""
DOMAIN = """
version: "3.1"
intents: [greet, bye, faq]
responses:
  utter_greet: [{text: Hello}]
"""
MESSAGES = """
version: "3.1"
nlu:
- intent: greet
  examples: |
    - hello
    - good morning
- intent: bye
  examples: |
    - see you
    - bye
- intent: faq/pain
  examples: |
    - does it hurt
responses:
  utter_faq/pain: [{text: A little}]
"""
RULES = """
version: "3.1"
rules:
- rule: A greeting is returned
  steps:
  - intent: greet
  - action: utter_greet
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "data" / "nlu").mkdir(parents=True)
    (tmp_path / "config.yml").write_text(CONFIG)
    (tmp_path / "domain.yml").write_text(DOMAIN)
    (tmp_path / "data" / "nlu" / "all.yml").write_text(MESSAGES)
    (tmp_path / "data" / "rules.yml").write_text(RULES)
    return tmp_path


def change(path: Path, before: str, after: str) -> None:
    text = path.read_text()
    assert before in text
    path.write_text(text.replace(before, after))


def test_a_model_is_current_until_its_files_change(project: Path) -> None:
    folder = project / "models"
    assert current_model(folder, project) is None
    first = train(folder, project)
    assert list(folder.iterdir()) == [first]
    assert current_model(folder, project) == first

    change(project / "data/nlu/all.yml", "good morning", "good evening")
    assert current_model(folder, project) is None
    second = train(folder, project)
    assert second == models.newest_model(folder)

    change(project / "data/nlu/all.yml", "good evening", "good morning")
    assert current_model(folder, project) == first
    assert first == models.newest_model(folder)


@pytest.mark.parametrize(
    ("file", "before", "after", "said"),
    [
        ("data/nlu/all.yml", "intent: bye", "intent: farewell", '"farewell".*no intent'),
        ("data/nlu/all.yml", "- see you", "- Hello", '"hello" is taught as bye and as greet'),
        (
            "data/nlu/all.yml",
            "utter_faq/pain",
            "utter_faq/price",
            "no answer: write utter_faq/pain",
        ),
        ("data/nlu/all.yml", "examples: |", "examples: [", "all.yml"),
        ("data/nlu/all.yml", "- intent: bye", "- intend: bye", "all.yml:8:"),
        ("data/rules.yml", "utter_greet", "utter_hello", "A greeting is returned.*utter_hello"),
        ("domain.yml", "intents: [", "intents: {", "domain.yml"),
        ("config.yml", "KeywordIntentClassifier", "NoSuchThing", "NoSuchThing"),
    ],
)
def test_broken_files_are_told_and_the_models_stay(
    project: Path, file: str, before: str, after: str, said: str
) -> None:
    change(project / file, before, after)
    with pytest.raises(TrainingError, match=f"(?s){said}"):
        train(project / "models", project)
    assert list((project / "models").iterdir()) == []


def test_no_step_of_a_training_is_filed_for_the_next(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filed = tmp_path / "filed"
    monkeypatch.setenv("RASA_CACHE_DIRECTORY", str(filed))
    train(project / "models", project)
    assert not [path for path in filed.iterdir() if path.is_dir()]


def test_a_missing_file_is_named(project: Path) -> None:
    (project / "config.yml").unlink()
    with pytest.raises(TrainingError, match="config.yml is missing"):
        train(project / "models", project)


def test_many_problems_are_cut_short(project: Path) -> None:
    rules = "".join(
        f"- rule: Number {number}\n  steps:\n  - intent: bye\n  - action: utter_{number}\n"
        for number in range(8)
    )
    (project / "data" / "rules.yml").write_text('version: "3.1"\nrules:\n' + rules)
    with pytest.raises(TrainingError, match="and 3 more"):
        train(project / "models", project)
