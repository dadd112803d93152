"""A topic goes with all that hangs on it, unless the product itself needs it."""

from __future__ import annotations

from pathlib import Path

import pytest

from clinic.errors import TopicChanged, TopicRefused
from clinic.training import topics
from clinic.training.history import Person
from clinic.training.topic_changes import TopicEditor
from clinic.training.topic_removal import remove_topic, ties_of
from tests.sources import ROOT
from tests.training.project import ANSWERS, git, make_project
from tests.training.test_topics import PARKING

MIA = Person("Mia Ortiz", "mia@clinic.example")
CONVERSATION = """\
version: "3.1"

responses:
  utter_greet:
  - text: Hello!
    buttons: &starters
    - {title: "Where to park", payload: /faq/parking}
    - {title: "Does it hurt?", payload: /faq/pain}  # asked most
    metadata: {facts: []}

  utter_help:
  - text: Ask me.
    buttons: *starters

  utter_thanks:
  - text: You are welcome.
    buttons:
    - {title: "Where to park", payload: /faq/parking}
"""
RULES = """\
version: "3.1"

rules:
- rule: A question is answered
  steps:
  - intent: faq
  - action: action_answer

# By a programmer.
- rule: Parking is answered at once
  steps:
  - or:
    - intent: faq/parking
    - intent: greet
  - action: utter_faq/parking
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A checkout with a topic that other replies and a rule lead to."""
    root = make_project(tmp_path / "project")
    (root / "data/responses/conversation.yml").write_text(CONVERSATION)
    (root / "data/rules.yml").write_text(RULES)
    git(root, "init", "--quiet")
    git(root, "add", "data", "clinic.yml")
    git(root, "commit", "--quiet", "-m", "Begin")
    TopicEditor(root, var=tmp_path / "var").new_topic(
        "parking", "Yes.", PARKING, MIA, title={"en": "Parking"}
    )
    return root


@pytest.fixture
def editor(project: Path, tmp_path: Path) -> TopicEditor:
    return TopicEditor(project, var=tmp_path / "var")


def test_a_topic_goes_with_its_answer_its_buttons_and_its_rules(
    project: Path, editor: TopicEditor
) -> None:
    ties = ties_of("faq/parking", project)
    assert (ties.buttons, ties.rules) == (("Where to park",), ("Parking is answered at once",))
    remove_topic(editor, "parking", MIA, topics.read_topic("parking", project).version)
    assert not (project / "data/nlu/faq/parking.yml").exists()
    assert (project / "data/responses/faq.yml").read_text() == ANSWERS
    said = (project / "data/responses/conversation.yml").read_text()
    kept = CONVERSATION.replace('    - {title: "Where to park", payload: /faq/parking}\n', "")
    assert said == kept.replace("    buttons:\n", "")
    assert (project / "data/rules.yml").read_text().startswith(RULES.partition("# By")[0])
    assert "arking" not in (project / "data/rules.yml").read_text()
    assert "parking" not in topics.all_labels(project)


def test_a_removal_is_one_commit_that_git_takes_back(project: Path, editor: TopicEditor) -> None:
    before = topics.read_topic("parking", project)
    removal = remove_topic(editor, "faq/parking", MIA)
    said = git(project, "show", "--format=%an|%s", "--name-only", "HEAD").split("\n")
    assert said[0] == "Mia Ortiz|Remove the topic parking"
    assert {"data/nlu/faq/parking.yml", "data/responses/faq.yml", "data/rules.yml"} <= set(said)
    git(project, "revert", "--no-edit", removal.commit)
    assert topics.read_topic("parking", project) == before


@pytest.mark.parametrize("place", ["first", "last"])
def test_the_other_answers_stay_as_they_are_written(tmp_path: Path, place: str) -> None:
    root = make_project(tmp_path)
    own = "  # Before the lamp.\n  utter_faq/lamp:\n  - text: Yes.\n    # said often\n\n"
    written = ANSWERS.replace("  utter_faq/pain:", own + "  utter_faq/pain:")
    if place == "last":
        written = ANSWERS + "\n" + own.rstrip() + "\n"
    (root / "data/responses/faq.yml").write_text(written)
    pain = (root / "data/nlu/faq/pain.yml").read_text()
    lamp = pain.replace("faq/pain", "faq/lamp").replace("- ", "- a lamp ", 4)
    (root / "data/nlu/faq/lamp.yml").write_text(lamp.replace("- a lamp intent", "- intent"))
    remove_topic(TopicEditor(root), "lamp", MIA)
    assert (root / "data/responses/faq.yml").read_text() == ANSWERS


@pytest.mark.parametrize("name", ["men", "pain", "greet", "price", "procedure_what"])
def test_what_the_product_itself_needs_stays(name: str) -> None:
    """Named by the program, asked in the conversations that try a release, or no topic."""
    label = topics.label_of(name, ROOT)
    assert ties_of(label, ROOT).needed


def test_a_topic_that_is_needed_or_changed_is_not_removed(
    project: Path, editor: TopicEditor
) -> None:
    with pytest.raises(TopicRefused, match="cannot be removed"):
        remove_topic(editor, "pain", MIA)
    with pytest.raises(TopicRefused, match="no information topic"):
        remove_topic(editor, "greet", MIA)
    seen = topics.read_topic("parking", project).version
    editor.edit_answer("parking", "No.", MIA, seen)
    with pytest.raises(TopicChanged):
        remove_topic(editor, "parking", MIA, seen)
    assert topics.read_topic("parking", project).answers == {"en": "No."}
