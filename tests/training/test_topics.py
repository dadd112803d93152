"""Topics are changed in the very files that programmers edit, and nobody's work is lost."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from clinic.errors import BrokenFile, TopicChanged, TopicRefused
from clinic.training import files, topics
from clinic.training.history import Person
from clinic.training.rivals import in_words
from clinic.training.topic_changes import TopicEditor
from tests.sources import ROOT
from tests.training.project import ANSWERS, PAIN, git, make_project

MIA = Person("Mia Ortiz", "mia@clinic.example")
TODAY = date(2026, 3, 2)
PARKING = [
    "can i park there",
    "do you offer parking spaces",
    "where can i leave my car",
    "is there a parking lot",
    "is parking free",
    "parking near the clinic",
    "where to park",
    "any place to put my car",
]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return make_project(tmp_path)


@pytest.fixture
def editor(project: Path) -> TopicEditor:
    return TopicEditor(project, today=lambda: TODAY)


def test_all_our_files_are_written_back_as_they_were_read() -> None:
    for path in sorted((ROOT / "data").rglob("*.yml")):
        assert files._dumped(files.YamlFile(path).content) == path.read_bytes(), path.name


def test_a_topic_is_read_with_everything_about_it(project: Path) -> None:
    pain = topics.read_topic("pain", project)
    assert pain.label == "faq/pain"
    assert pain.examples == ("does it hurt", "is it painful", "will i feel any pain")
    assert pain.answers["en"].endswith("before you start.")
    assert (pain.facts, pain.source, pain.is_signed) == (("F02",), "the page", False)
    assert [each.name for each in topics.list_topics(project)] == ["downtime", "pain"]


def test_an_example_is_added_and_every_other_line_stays(project: Path, editor: TopicEditor) -> None:
    editor.add_examples("pain", ["does it sting a lot?"], MIA)
    text = (project / "data/nlu/faq/pain.yml").read_text()
    assert text == PAIN.replace("any pain\n", "any pain\n    - does it sting a lot?\n")


def test_an_answer_is_changed_in_its_place(project: Path, editor: TopicEditor) -> None:
    before = topics.read_topic("downtime", project)
    changed = editor.edit_answer("downtime", "At once, says {clinic_name}.", MIA, before.version)
    assert changed.topic.answers == {"en": "At once, says {clinic_name}."}
    text = (project / "data/responses/faq.yml").read_text()
    expected = ANSWERS.replace(
        "text: You can go back to work at once.",
        "text: >-\n      At once, says {clinic_name}.",
    )
    assert text == expected


def test_another_language_is_added_beside_the_first(project: Path, editor: TopicEditor) -> None:
    before = topics.read_topic("pain", project)
    changed = editor.edit_answer("pain", "Casi no.", MIA, before.version, language="es")
    assert changed.topic.answers["es"] == "Casi no."
    assert changed.topic.answers["en"] == before.answers["en"]
    assert topics.read_topic("downtime", project).answers
    assert "&id" not in (project / "data/responses/faq.yml").read_text()


def test_a_changed_answer_awaits_the_clinic_until_it_is_signed(
    project: Path, editor: TopicEditor
) -> None:
    version = topics.read_topic("pain", project).version
    signed = editor.sign("pain", MIA, version, review_by=date(2027, 3, 2)).topic
    assert (signed.is_signed, signed.reviewed, signed.approver) == (True, "2026-03-02", "Mia Ortiz")
    assert topics.overdue([signed], date(2027, 3, 2)) == []
    assert topics.overdue([signed], date(2027, 3, 3)) == [signed]
    changed = editor.edit_answer("pain", "A little.", MIA, signed.version).topic
    assert (changed.is_signed, changed.approver, changed.review_by) == (False, "", None)


def test_a_review_date_lies_in_the_future(project: Path, editor: TopicEditor) -> None:
    version = topics.read_topic("pain", project).version
    with pytest.raises(TopicRefused, match="future"):
        editor.sign("pain", MIA, version, review_by=TODAY)


def test_a_new_topic_needs_its_answer_and_eight_examples_only(
    project: Path, editor: TopicEditor
) -> None:
    with pytest.raises(TopicRefused, match="needs 8"):
        editor.new_topic("parking", "Yes.", [*PARKING[:7], PARKING[0].upper()], MIA)
    editor.new_topic("parking", "Yes, behind the house.", PARKING, MIA, title={"en": "Parking"})
    parking = topics.read_topic("parking", project)
    assert list(parking.examples) == PARKING
    assert (parking.title, parking.is_signed) == ({"en": "Parking"}, False)
    assert ANSWERS in (project / "data/responses/faq.yml").read_text()
    with pytest.raises(TopicRefused, match="already"):
        editor.new_topic("parking", "Yes.", PARKING, MIA)


def test_topics_are_added_one_below_the_other(project: Path, editor: TopicEditor) -> None:
    for name in ("parking", "pets"):
        examples = [f"{name} {each}" for each in PARKING]
        version = editor.new_topic(name, "Yes.", examples, MIA).topic.version
    editor.edit_answer("pets", "Sí.", MIA, version, language="es")
    text = (project / "data/responses/faq.yml").read_text()
    assert text.count("\n\n  utter_faq/p") == 2 and "\n\n\n" not in text and "#\n" not in text
    assert topics.read_topic("pets", project).answers == {"en": "Yes.", "es": "Sí."}


def test_the_same_phrase_is_refused_under_two_topics(project: Path, editor: TopicEditor) -> None:
    with pytest.raises(TopicRefused, match=r'"Does it HURT\?" \(pain\)'):
        editor.add_examples("downtime", ["Does it HURT?", "can i work after"], MIA)
    assert topics.read_topic("downtime", project).examples[-1] == "how long is the recovery"


def test_a_near_rival_is_told_in_words(editor: TopicEditor) -> None:
    examples = [*PARKING, "does it hurt !", "does it hurt..."]
    with pytest.raises(TopicRefused):
        editor.new_topic("parking", "Yes.", examples, MIA)
    change = editor.add_examples("downtime", ["does it hurt, does it hurt", "can i work"], MIA)
    assert "Visitors might mean pain: 1 example is closer to it." in in_words(change.findings)


def test_what_is_taught_already_is_told_and_not_written_twice(editor: TopicEditor) -> None:
    change = editor.add_examples("pain", ["Does it hurt?"], MIA)
    assert change.added == ()
    assert [each.kind for each in change.findings] == ["repeated"]


@pytest.mark.parametrize(
    ("said", "learnt"),
    [
        ("My name is Ana Beltran, does it hurt?", "does it hurt?"),
        ("i'm called ana ruiz. is it safe", "is it safe"),
        ("does it hurt? 203-555-0142 or ana@mail.example", "does it hurt? or"),
        ("[does it](intent) {hurt}", "(does it)(intent) (hurt)"),
        ("line one\n- line two", "line one - line two"),
    ],
)
def test_what_identifies_somebody_is_taken_out_of_an_example(
    editor: TopicEditor, said: str, learnt: str
) -> None:
    assert editor.add_examples("downtime", [said.replace("hurt", "ache")], MIA).added == (
        learnt.replace("hurt", "ache"),
    )


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("😀 👍", "“😀 👍” holds no words"),
        ("<b></b>", "“<b></b>” holds no words"),
        ("203 555 0142", "“\\[phone\\]”"),
        ("is it sore " * 60, "“is it sore is it sore"),
    ],
)
def test_which_line_teaches_nothing_is_told_and_why(
    editor: TopicEditor, said: str, told: str
) -> None:
    with pytest.raises(TopicRefused, match=told):
        editor.add_examples("pain", ["does it sting", said], MIA)


def test_marks_are_not_taught(editor: TopicEditor) -> None:
    change = editor.add_examples("pain", ["<b>does it sting</b> <i>much", "is it < 3 of 10"], MIA)
    assert change.added == ("does it sting much", "is it < 3 of 10")


def test_a_message_that_only_names_somebody_teaches_nothing(editor: TopicEditor) -> None:
    with pytest.raises(TopicRefused, match="nothing is left"):
        editor.add_examples("pain", ["My name is Ana Beltran"], MIA)


def test_the_second_of_two_trainers_sees_the_first_change(
    project: Path, editor: TopicEditor
) -> None:
    seen_by_both = topics.read_topic("pain", project).version
    editor.edit_answer("pain", "A little.", MIA, seen_by_both)
    with pytest.raises(TopicChanged, match="Nothing was overwritten"):
        editor.edit_answer("pain", "Not at all.", Person("Noor"), seen_by_both)
    assert topics.read_topic("pain", project).answers["en"] == "A little."


def test_trainers_of_different_topics_do_not_stop_each_other(
    project: Path, editor: TopicEditor
) -> None:
    pain, downtime = (topics.read_topic(name, project).version for name in ("pain", "downtime"))
    editor.edit_answer("pain", "A little.", MIA, pain)
    editor.edit_answer("downtime", "None.", Person("Noor"), downtime)


def test_an_edit_by_hand_while_a_trainer_works_is_kept(project: Path, editor: TopicEditor) -> None:
    path = project / "data/responses/faq.yml"
    version = topics.read_topic("pain", project).version
    by_hand = path.read_text().replace("discomfort is minimal", "discomfort is small")
    path.write_text(by_hand)
    with pytest.raises(TopicChanged):
        editor.edit_answer("pain", "No.", MIA, version)
    assert path.read_text() == by_hand


def test_an_edit_by_hand_in_the_last_moment_is_kept(project: Path) -> None:
    path = project / "data/responses/faq.yml"
    opened = files.YamlFile(path)
    opened.content["responses"]["utter_faq/pain"][0]["text"] = "No."
    path.write_text(ANSWERS + "# by hand\n")
    with pytest.raises(TopicChanged, match="a moment ago"):
        opened.save()
    assert path.read_text() == ANSWERS + "# by hand\n"


def test_a_broken_file_is_told_with_its_line_and_stays(project: Path, editor: TopicEditor) -> None:
    path = project / "data/nlu/faq/pain.yml"
    broken = PAIN.replace("  examples: |", "  examples: [")
    path.write_text(broken)
    for change in (
        lambda: editor.add_examples("pain", ["does it sting"], MIA),
        lambda: editor.add_examples("downtime", ["can i work"], MIA),
        lambda: topics.list_topics(project),
    ):
        with pytest.raises(BrokenFile, match=r"pain\.yml, line \d+"):
            change()
    assert path.read_text() == broken


@pytest.mark.parametrize("answer", ["", "  ", "x" * 1201, "Call {phone_of_ana}.", "A } brace"])
def test_an_answer_that_cannot_be_said_is_refused(
    project: Path, editor: TopicEditor, answer: str
) -> None:
    with pytest.raises(TopicRefused):
        editor.edit_answer("pain", answer, MIA, topics.read_topic("pain", project).version)
    assert (project / "data/responses/faq.yml").read_text() == ANSWERS


def test_examples_are_taken_away_again(project: Path, editor: TopicEditor) -> None:
    added = editor.add_examples("pain", ["does it sting"], MIA).topic
    left = editor.remove_examples("pain", ["Does it sting?"], MIA, added.version).topic
    assert (project / "data/nlu/faq/pain.yml").read_text() == PAIN
    with pytest.raises(TopicRefused, match="keep one"):
        editor.remove_examples("pain", list(left.examples), MIA, left.version)


def test_the_name_on_buttons_is_changed_and_awaits_the_clinic(
    project: Path, editor: TopicEditor
) -> None:
    version = topics.read_topic("pain", project).version
    signed = editor.sign("pain", MIA, version).topic
    titles = {"en": " Is it  painful? ", "es": "", "pl": "Czy boli?"}
    named = editor.name_buttons("pain", titles, MIA, signed.version).topic
    assert (named.title, named.is_signed) == ({"en": "Is it painful?", "pl": "Czy boli?"}, False)
    again = editor.name_buttons("pain", named.title, MIA, named.version)
    assert again.topic == named
    with pytest.raises(TopicRefused, match="missing in English"):
        editor.name_buttons("pain", {"es": "Duele"}, MIA, named.version)


@pytest.mark.parametrize(
    "name", ["<b>Pets</b>", "**Pets**", "[Pets](x)", "{clinic_name}", "P" * 41, "?!", "a://b"]
)
def test_a_name_that_a_button_could_not_show_is_refused(
    project: Path, editor: TopicEditor, name: str
) -> None:
    with pytest.raises(TopicRefused):
        editor.name_buttons("pain", {"en": name}, MIA)
    with pytest.raises(TopicRefused):
        editor.new_topic("parking", "Yes.", PARKING, MIA, title={"en": name})
    assert (project / "data/responses/faq.yml").read_text() == ANSWERS


def test_a_change_is_a_commit_of_its_trainer_with_the_changed_files_only(tmp_path: Path) -> None:
    project = make_project(tmp_path, checkout=True)
    (project / "data/nlu/greet.yml").write_text("somebody's unfinished work")
    (project / "clinic.yml").write_text((project / "clinic.yml").read_text() + "phone: ''\n")
    git(project, "add", "clinic.yml")
    editor = TopicEditor(project, var=tmp_path / "var")
    (project / "data/nlu/greet.yml").write_text('version: "3.1"\nnlu: []\n')
    change = editor.new_topic("parking", "Yes.", PARKING, MIA)
    said = git(project, "show", "--format=%an <%ae>|%s", "--name-only", "HEAD")
    assert said.splitlines()[0] == "Mia Ortiz <mia@clinic.example>|" + (
        "Teach the topic parking, 8 examples"
    )
    assert said.split()[-2:] == ["data/nlu/faq/parking.yml", "data/responses/faq.yml"]
    assert git(project, "rev-parse", "HEAD").strip() == change.commit
    assert git(project, "diff", "--cached", "--name-only").split() == ["clinic.yml"]


FULL_DISK = """
import resource, signal, sys
from pathlib import Path
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (300, 300))
from clinic.training import topics
from clinic.training.topic_changes import TopicEditor
from clinic.training.history import Person
project = Path(sys.argv[1])
try:
    TopicEditor(project).edit_answer(
        "pain", "A little.", Person("Mia"), topics.read_topic("pain", project).version)
except Exception as error:
    sys.stdout.write(f"{type(error).__name__}: {error}")
"""


def test_a_full_disk_leaves_every_file_whole(project: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", FULL_DISK, str(project)],
        cwd=ROOT,
        env=os.environ | {"PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
    )
    assert done.stdout.startswith("TopicRefused: faq.yml could not be written"), done.stderr
    assert (project / "data/responses/faq.yml").read_text() == ANSWERS
    assert [each.name for each in (project / "data/responses").iterdir()] == ["faq.yml"]


def test_who_has_changed_a_topic_meanwhile_is_named(tmp_path: Path) -> None:
    project = make_project(tmp_path, checkout=True)
    editor = TopicEditor(project, var=tmp_path / "var")
    seen = topics.read_topic("pain", project).version
    editor.edit_answer("pain", "A little.", Person("Noor"), seen)
    other = topics.read_topic("downtime", project).version
    editor.edit_answer("downtime", "None.", MIA, other)  # in the same file
    with pytest.raises(TopicChanged, match="Noor has changed “pain”") as refused:
        editor.edit_answer("pain", "Not at all.", MIA, seen)
    assert refused.value.by == "Noor" and refused.value.at is not None
    by_hand = project / "data/nlu/faq/pain.yml"
    by_hand.write_text(PAIN.replace("painful", "sore"))
    with pytest.raises(TopicChanged, match="Somebody else") as refused:
        editor.edit_answer("pain", "Not at all.", MIA, seen)
    assert (refused.value.by, refused.value.at) == ("", None)
