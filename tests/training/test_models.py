"""The folder of models: what each was trained from, which is served, which are kept."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from clinic.training import models

NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "data" / "nlu").mkdir(parents=True)
    (tmp_path / "clinic" / "nlu" / "lexicon").mkdir(parents=True)
    (tmp_path / "config.yml").write_text("language: en\n")
    (tmp_path / "domain.yml").write_text("intents: [greet]\n")
    (tmp_path / "data" / "nlu" / "greet.yml").write_text("nlu: []\n")
    (tmp_path / "clinic" / "nlu" / "lexicon" / "words.yml").write_text("[]\n")
    return tmp_path


def add(folder: Path, mark: str, age: int) -> Path:
    at = NOON - timedelta(days=age)
    model = folder / models.model_name(mark * 16, at)
    model.touch()
    os.utime(model, (at.timestamp(), at.timestamp()))
    return model


@pytest.mark.parametrize(
    "changed",
    ["config.yml", "domain.yml", "data/nlu/greet.yml", "clinic/nlu/lexicon/words.yml"],
)
def test_a_change_of_any_source_changes_the_fingerprint(project: Path, changed: str) -> None:
    before = models.fingerprint(project)
    (project / changed).write_text("other: true\n")
    assert models.fingerprint(project) != before


def test_a_file_that_is_new_or_moved_changes_the_fingerprint(project: Path) -> None:
    before = models.fingerprint(project)
    (project / "data/nlu/greet.yml").rename(project / "data/nlu/hello.yml")
    assert models.fingerprint(project) != before


def test_what_is_not_trained_from_leaves_the_fingerprint(project: Path) -> None:
    before = models.fingerprint(project)
    (project / "README.md").write_text("words")
    (project / "clinic" / "nlu" / "text.pyc").write_text("compiled")
    (project / "config.yml").touch()
    assert models.fingerprint(project) == before


def test_the_youngest_file_is_served(tmp_path: Path) -> None:
    add(tmp_path, "b", age=2)
    young = add(tmp_path, "a", age=1)
    assert models.newest_model(tmp_path) == young


def test_without_models_none_is_served(tmp_path: Path) -> None:
    assert models.newest_model(tmp_path) is None
    assert models.model_of(tmp_path / "missing", "a" * 16) is None


def test_an_older_model_can_be_made_the_served_one(tmp_path: Path) -> None:
    old = add(tmp_path, "a", age=2)
    add(tmp_path, "b", age=1)
    models.make_newest(old)
    assert models.newest_model(tmp_path) == old


def test_the_last_three_are_kept_and_models_of_other_names_too(tmp_path: Path) -> None:
    made = [add(tmp_path, mark, age) for mark, age in zip("abcde", (5, 4, 3, 2, 1), strict=True)]
    own = tmp_path / "20260101-120000-quiet-river.tar.gz"
    own.touch()
    models.forget_old(tmp_path)
    assert sorted(tmp_path.iterdir()) == sorted([own, *made[2:]])
