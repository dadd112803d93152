"""The facts are sentences, and an id that is none is told wherever it stands."""

from __future__ import annotations

from pathlib import Path

import pytest

from clinic.errors import BrokenFile, TopicRefused
from clinic.training.facts import facts_of, known_facts, unknown_facts
from clinic.training.history import Person
from clinic.training.topic_changes import TopicEditor
from clinic.training.topics import read_topic
from tests.training.project import FACTS, make_project


def test_a_fact_has_its_sentence_and_where_it_is_from(tmp_path: Path) -> None:
    facts = facts_of(make_project(tmp_path))
    assert list(facts) == ["F02", "F03"]
    assert facts["F03"].sentence == "It works for most skin types."
    assert facts["F03"].source == "the page"


def test_an_answer_rests_on_known_facts_alone(tmp_path: Path) -> None:
    root = make_project(tmp_path)
    editor, mia = TopicEditor(root), Person("Mia")
    version = read_topic("pain", root).version
    with pytest.raises(TopicRefused, match="F99, leaflet"):
        editor.edit_answer("pain", "A little.", mia, version, facts=["F02", "F99", "leaflet"])
    changed = editor.edit_answer("pain", "A little.", mia, version, facts=["F03", "F03"])
    assert changed.topic.facts == ("F03",)


def test_a_response_that_names_an_unknown_fact_is_found(tmp_path: Path) -> None:
    root = make_project(tmp_path)
    assert unknown_facts(root) == []
    path = root / "data/responses/faq.yml"
    path.write_text(path.read_text().replace("facts: [F02]", "facts: [F02, F99]"))
    assert unknown_facts(root) == ["utter_faq/pain names F99, which data/facts.yml does not hold"]


@pytest.mark.parametrize("broken", [FACTS + FACTS.partition("\n")[2], "facts:\n- id: F02\n"])
def test_a_broken_file_of_facts_is_told(tmp_path: Path, broken: str) -> None:
    root = make_project(tmp_path)
    (root / "data/facts.yml").write_text(broken)
    with pytest.raises(BrokenFile, match="facts"):
        known_facts(["F02"], root)


def test_where_there_is_no_file_there_are_no_facts(tmp_path: Path) -> None:
    root = make_project(tmp_path)
    (root / "data/facts.yml").unlink()
    assert facts_of(root) == {}
