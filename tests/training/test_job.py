"""A job end to end with stand-ins for the training and the models: what its release holds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from clinic.errors import TrainingError, TrainingStopped
from clinic.settings import Settings, load_settings
from clinic.store import Store, open_store
from clinic.training import gates, job
from clinic.training.gates import Gate
from clinic.training.reading import Reading
from clinic.training.replay import with_words
from tests.training.project import make_project

NOW = datetime(2026, 3, 2, tzinfo=UTC)


class Models:
    """Models by file content; `wrong` messages are taken for something else by the newest."""

    wrong: set[str] = set()
    made = 0

    def __init__(self, path: Path) -> None:
        self._is_new = path.read_bytes() == b"model %d" % Models.made

    def read_all(self, texts: list[str], progress=lambda _done, _all: None) -> list[Reading]:
        progress(len(texts), len(texts))
        known = {row["text"]: row for row in [*gates.questions(), *gates.red_flags()]}
        return [self._read(text, known.get(text, {"topic": "pain"})) for text in texts]

    def _read(self, text: str, row: dict) -> Reading:
        topic = row.get("topic", "emergency")
        read = Reading(f"faq/{topic}", (f"faq/{topic}",), row.get("flag"), "answer", False)
        if self._is_new and text in self.wrong:
            return replace(read, topic="faq/men", topics=("faq/men",), safety=None)
        return read

    def answer(self, topic: str) -> str:
        return topic

    def close(self) -> None:
        pass


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load_settings(
        var_dir=tmp_path / "var",
        models_dir=tmp_path / "models",
        database_url=f"sqlite:///{tmp_path}/clinic.db",
        _env_file=None,
    )


@pytest.fixture
def store(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    def trained(function, folder: Path, sources: Path, **_) -> tuple[Path, float]:
        Models.made += 1
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{Models.made}.tar.gz").write_bytes(b"model %d" % Models.made)
        return folder / f"{Models.made}.tar.gz", 900.0

    monkeypatch.setattr(job, "_in_own_process", trained)
    monkeypatch.setattr(job, "ModelReader", Models)
    monkeypatch.setattr(Models, "wrong", set())
    opened = open_store(settings)
    yield opened
    opened.close()


def released(settings: Settings, store: Store, root: Path, **more):
    stages: list[str] = []
    release = job.train_and_test(
        settings, store, "mia", lambda stage, **_: stages.append(stage), root=root, **more
    )
    return release, list(dict.fromkeys(stages))


def test_the_first_release_is_tested_and_the_second_compared_with_it(
    settings: Settings, store: Store, tmp_path: Path
) -> None:
    root = make_project(tmp_path / "project", checkout=True)
    first, stages = released(settings, store, root)
    assert (first.passed, first.trainer, len(first.revision)) == (True, "mia", 40)
    assert stages == ["validate", "train", "test", "replay"]
    assert first.report["regression"]["before"] is None
    store.releases.promote(first.id, "mia", NOW)

    pain = root / "data/nlu/faq/pain.yml"
    pain.write_text(pain.read_text().replace("is it painful", "does it sting"))
    second, stages = released(settings, store, root)
    assert second.passed and second.report["compared_with"] == first.id
    assert second.report["changes"] == ["pain: 1 example added, 1 example taken away"]
    asked = len(gates.questions(["faq/pain", "faq/downtime", "greet"]))
    assert second.report["regression"]["before"] == second.report["regression"]["after"] == asked
    # What the live model made of the sets is known from its own test.
    assert "compare" not in stages


def test_a_worse_model_is_held_back_with_its_messages(
    settings: Settings, store: Store, tmp_path: Path
) -> None:
    root = make_project(tmp_path / "project")
    first, _ = released(settings, store, root)
    store.releases.promote(first.id, "mia", NOW)
    asked = [row["text"] for row in gates.questions() if row["topic"] == "pain"]
    danger = gates.red_flags()[0]["text"]
    Models.wrong = {*asked, danger}
    worse, _ = released(settings, store, root)
    assert not worse.passed
    failed = {gate["name"]: gate["examples"] for gate in worse.report["gates"]}
    assert failed["red flags"] == [f"{danger} → men"]
    assert failed["topics"] == [f"{text} → men" for text in asked]
    assert store.releases.live().id == first.id


def test_the_test_messages_of_a_topic_that_is_gone_hold_no_release_back(
    settings: Settings, store: Store, tmp_path: Path
) -> None:
    root = make_project(tmp_path / "project")
    first, _ = released(settings, store, root)
    store.releases.promote(first.id, "mia", NOW)
    Models.wrong = {row["text"] for row in gates.questions() if row["topic"] == "downtime"}
    (root / "data/nlu/faq/downtime.yml").unlink()
    second, _ = released(settings, store, root)
    assert second.passed and "downtime: taken away" in second.report["changes"]
    assert set(second.report["regression"]["topics"]) == {"greet", "pain"}


def test_real_messages_with_another_reply_are_in_the_report_and_covered(
    settings: Settings, store: Store, tmp_path: Path
) -> None:
    root = make_project(tmp_path / "project")
    first, _ = released(settings, store, root)
    store.releases.promote(first.id, "mia", NOW)
    said = "My name is Ana Beltran, does it hurt"
    conversation = store.conversations.open(NOW).id
    for number, text in enumerate((said, "is it painful")):
        store.inbox.take_in(conversation, f"m{number}", NOW, text=text)
    Models.wrong = {said}
    second, _ = released(settings, store, root)
    kept = second.report["replay"]
    assert "hurt" not in str(kept) and kept["messages"] == 2
    (changed,) = with_words(store, kept).changed
    assert changed.text == "My name is [name], does it hurt"
    assert (changed.before, changed.after) == ("pain", "men")
    store.conversations.erase(conversation)
    assert with_words(store, kept).changed[0].text == "(erased)"


def test_a_rehearsal_that_fails_holds_a_release_back(
    settings: Settings, store: Store, tmp_path: Path
) -> None:
    root = make_project(tmp_path / "project")
    gate = Gate("dialogues", False, "One goes wrong.", ["A price"])
    release, stages = released(settings, store, root, rehearse=lambda model: gate)
    assert (release.passed, stages[-1]) == (False, "dialogues")


@pytest.mark.parametrize("stage", ["train", "test", "replay", "dialogues"])
def test_a_job_that_is_stopped_leaves_nothing_half_made(
    settings: Settings, store: Store, tmp_path: Path, stage: str
) -> None:
    root = make_project(tmp_path / "project")
    released(settings, store, root)
    kept = files_of(settings)

    def tell(now: str, **_: object) -> None:
        if now == stage:
            raise TrainingStopped("Noor has stopped the training.")

    with pytest.raises(TrainingStopped):
        job.train_and_test(
            settings, store, "mia", tell, root=root, rehearse=lambda model: Gate("dialogues", True)
        )
    assert files_of(settings) == kept and len(store.releases.list()) == 1


def files_of(settings: Settings) -> set[str]:
    """What a job keeps, but for what it knows of models by their checksums."""
    found = [*settings.models_dir.rglob("*"), *settings.var_dir.rglob("*")]
    return {str(path) for path in found if path.is_file() and "readings" not in path.parts}


def test_one_phrase_under_two_topics_is_no_release(
    settings: Settings, store: Store, tmp_path: Path
) -> None:
    root = make_project(tmp_path / "project")
    path = root / "data/nlu/faq/downtime.yml"
    path.write_text(path.read_text() + "    - Does it hurt?\n")
    with pytest.raises(Exception, match="cannot mean two things"):
        released(settings, store, root)
    assert store.releases.list() == []


def test_a_full_disk_ends_the_job_in_words(
    settings: Settings, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    root = make_project(tmp_path / "project")
    monkeypatch.setattr(job, "_in_own_process", full)
    with pytest.raises(TrainingError, match="No space left on device.*live assistant is untouched"):
        released(settings, store, root)
    assert store.releases.list() == []
