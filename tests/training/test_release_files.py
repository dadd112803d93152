"""The files of releases: intact or refused, and what changed between two, in words."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from clinic.errors import ModelError, TopicRefused
from clinic.store.releases import Release
from clinic.training import release_files
from clinic.training.files import checksum
from clinic.training.history import Person
from clinic.training.rivals import refuse_contradictions
from clinic.training.topic_changes import TopicEditor
from clinic.training.topic_removal import remove_topic
from tests.training.project import make_project

LATE = [
    "what if im running late",
    "ill be ten minutes late",
    "can i still come if i am late",
    "is it a problem when im delayed",
    "stuck in traffic, will you wait",
    "my train is delayed what now",
    "do i lose my slot if im not on time",
    "how late may i be",
]


def release(models: Path, number: int, state: str = "candidate") -> Release:
    path = models / "releases" / f"{number}.tar.gz"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"model %d" % number)
    return Release(
        number, state, path.name, checksum(path), None, "mia", datetime.now(UTC), True, {}, None
    )


def test_a_model_is_served_byte_for_byte_or_not_at_all(tmp_path: Path) -> None:
    good = release(tmp_path, 1)
    path = release_files.intact_model(tmp_path, good)
    path.write_bytes(b"model 2")
    with pytest.raises(ModelError, match="cut short or changed"):
        release_files.intact_model(tmp_path, good)
    path.unlink()
    with pytest.raises(ModelError, match="cannot be read"):
        release_files.intact_model(tmp_path, good)


def test_the_live_model_and_those_to_roll_back_to_are_kept(tmp_path: Path) -> None:
    live, former = release(tmp_path, 1, "live"), release(tmp_path, 2, "former")
    tried = [release(tmp_path, number) for number in range(40, 20, -1)]
    release_files.forget_old(tmp_path, [*tried, former, live])
    left = {path.name for path in (tmp_path / "releases").iterdir()}
    assert left == {live.model, former.model, *(each.model for each in tried[:10])}


def test_what_changed_is_told_by_topic(tmp_path: Path) -> None:
    project = make_project(tmp_path)
    before = release_files.what_is_taught(project)
    pain, answers = project / "data/nlu/faq/pain.yml", project / "data/responses/faq.yml"
    pain.write_text(pain.read_text().replace("- is it painful", "- does it sting\n    - ouch"))
    written = answers.read_text().replace("at once", "soon")
    answers.write_text(written.replace("Does it hurt?", "Is it painful?"))
    (project / "data/nlu/faq/men.yml").write_text(
        'version: "3.1"\nnlu:\n- intent: faq/men\n  examples: |\n    - i am a man\n'
    )
    said = release_files.changes_in_words(before, release_files.what_is_taught(project))
    assert said == [
        "men: new topic with 1 example",
        "pain: 2 examples added, 1 example taken away",
        "downtime: answer changed",
        "pain: name on buttons changed",
    ]


def test_a_topic_is_named_in_words_and_told_once_where_it_is_gone(tmp_path: Path) -> None:
    project = make_project(tmp_path)
    editor = TopicEditor(project, var=tmp_path / "var")
    editor.new_topic("late_arrival", "Call us, please.", LATE, Person("Mia"))
    before = release_files.what_is_taught(project)
    remove_topic(editor, "late_arrival", Person("Mia"))
    now = release_files.what_is_taught(project)
    assert release_files.changes_in_words(before, now) == ["late arrival: taken away"]
    back = release_files.changes_in_words(now, before)
    assert back == [f"late arrival: new topic with {len(LATE)} examples"]


def test_a_contradiction_stops_a_training(tmp_path: Path) -> None:
    with pytest.raises(TopicRefused, match=r'"Does it hurt" \(pain and price\)'):
        refuse_contradictions([("pain", "does it hurt?"), ("price", "Does it hurt")])
