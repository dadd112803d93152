"""What goes live without the clinic's signature is named, and nothing that is live already."""

from __future__ import annotations

import io
import json
import tarfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from clinic.store.releases import Release
from clinic.training import release_files, topics
from clinic.training.files import look_at
from clinic.training.history import Person
from clinic.training.promotion import unsigned_answers
from clinic.training.topic_changes import TopicEditor
from tests.training.project import make_project
from tests.training.test_topics import PARKING

MIA = Person("Mia")
NOW = datetime(2026, 3, 2, tzinfo=UTC)


class School:
    """A project whose model is set up, and releases of it."""

    def __init__(self, folder: Path) -> None:
        self.root = make_project(folder / "project")
        self.models = folder / "models"
        self.editor = TopicEditor(self.root, var=folder / "var")
        release_files.release_folder(self.models).mkdir(parents=True)

    def set_up(self) -> None:
        """A model of the files as they are now, as `train` leaves it."""
        responses = look_at(self.root / "data/responses/faq.yml").content["responses"]
        content = json.dumps({"domain": {"responses": responses}}).encode()
        with tarfile.open(self.models / "20260302-120000-0123456789abcdef.tar.gz", "w:gz") as file:
            entry = tarfile.TarInfo("metadata.json")
            entry.size = len(content)
            file.addfile(entry, io.BytesIO(content))

    def release(self, number: int) -> Release:
        path = release_files.release_folder(self.models) / f"{number}.tar.gz"
        path.write_bytes(b"model")
        release_files.keep_taught(path, release_files.what_is_taught(self.root))
        return Release(number, "candidate", path.name, "", None, "mia", NOW, True, {}, None)

    def unsigned(self, release: Release, live: Release | None = None) -> list[str]:
        return unsigned_answers(self.models, release, live, self.root)

    def change(self, name: str) -> None:
        version = topics.read_topic(name, self.root).version
        self.editor.edit_answer(name, "A little.", MIA, version)

    def sign(self, name: str) -> None:
        self.editor.sign(name, MIA, topics.read_topic(name, self.root).version)


@pytest.fixture
def school(tmp_path: Path) -> School:
    return School(tmp_path)


def test_new_and_changed_answers_are_named_at_the_first_release(school: School) -> None:
    school.set_up()
    assert school.unsigned(school.release(1)) == []
    school.change("pain")
    school.editor.new_topic("parking", "Yes.", PARKING, MIA)
    assert school.unsigned(school.release(2)) == ["pain", "parking"]


def test_a_signature_counts_before_the_training_and_after_it(school: School) -> None:
    live = school.release(1)
    school.change("pain")
    school.change("downtime")
    school.sign("pain")
    second = school.release(2)
    assert school.unsigned(second, live) == ["downtime"]
    school.sign("downtime")
    assert school.unsigned(second, live) == []
    school.change("pain")  # after the training: these are not the words of the release
    assert school.unsigned(second, live) == []


def test_a_signature_of_other_words_does_not_count(school: School) -> None:
    live = school.release(1)
    school.change("pain")
    second = school.release(2)
    version = topics.read_topic("pain", school.root).version
    school.editor.edit_answer("pain", "Not at all.", MIA, version)
    school.sign("pain")
    assert school.unsigned(second, live) == ["pain"]


def test_another_name_on_buttons_needs_a_signature_as_an_answer_does(school: School) -> None:
    school.sign("pain")
    live = school.release(1)
    pain = topics.read_topic("pain", school.root)
    school.editor.name_buttons("pain", {"en": "Is it painful?"}, MIA, pain.version)
    second = school.release(2)
    assert school.unsigned(second, live) == ["pain"]
    school.sign("pain")
    assert school.unsigned(second, live) == []
    school.set_up()
    assert school.unsigned(second) == []  # the model that was set up has this name already


def test_of_a_release_without_names_on_record_its_answers_alone_count(school: School) -> None:
    live = school.release(1)
    path = release_files.model_path(school.models, live)
    older = release_files.taught_to(school.models, live)
    del older["names"]
    release_files.keep_taught(path, older)
    pain = topics.read_topic("pain", school.root)
    school.editor.name_buttons("pain", {"en": "Is it painful?"}, MIA, pain.version)
    second = school.release(2)
    assert school.unsigned(second, live) == []
    assert (
        release_files.changes_in_words(
            release_files.taught_to(school.models, live), release_files.what_is_taught(school.root)
        )
        == []
    )


@pytest.mark.parametrize("content", [b"", b"no archive"])
def test_with_nothing_to_compare_with_nothing_is_named(school: School, content: bytes) -> None:
    (school.models / "20260302-120000-0123456789abcdef.tar.gz").write_bytes(content)
    assert school.unsigned(school.release(1)) == []
