"""Teaching by command, on a copy of the training files."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from clinic.cli import app
from clinic.errors import ClinicError
from clinic.settings import load_settings
from clinic.store import open_store
from clinic.training import release_files, topic_changes, topics
from clinic.training.files import checksum
from tests.training.project import make_project

COMMANDS = (
    *("topics", "label", "sign", "add-topic", "name-topic", "remove-topic", "release", "replay"),
    *("promote", "rollback", "releases"),
)
REPORT = {
    "changes": ["pain: 2 examples added"],
    "regression": {
        "messages": 276,
        "before": 255,
        "after": 254,
        "topics": {"pain": {"cases": 9, "before": 9, "after": 8, "lost": []}},
    },
    "red_flags": {"messages": 700, "noticed": 700},
    "gates": [
        {"name": "topics", "passed": True, "why": "", "examples": []},
        {"name": "red flags", "passed": False, "why": "1 missed.", "examples": ["ow → pain"]},
    ],
    "replay": {
        "conversations": 2,
        "messages": 5,
        "changed": [{"conversation": "gone", "seq": 1, "before": "asks back", "after": "pain"}],
    },
    "seconds": {"total": 41.0, "processor": 39.5},
    "peak_mb": {"train": 900, "test": 400},
}


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("VAR_DIR", str(tmp_path / "var"))
    monkeypatch.setenv("MODELS_DIR", str(tmp_path / "models"))
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/clinic.db")
    root = make_project(tmp_path / "project")
    for function in (topics.list_topics, topics.read_topic):
        monkeypatch.setattr(function, "__defaults__", (root,))
    defaults = dict(topic_changes.TopicEditor.__init__.__kwdefaults__)
    monkeypatch.setattr(topic_changes.TopicEditor.__init__, "__defaults__", (root,))
    assert "var" in defaults
    return root


def clinic(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments), env={"COLUMNS": "160"})


def release(tmp_path: Path, name: str, *, passed: bool = True, **report: object) -> int:
    """A release on record; `report` are parts of its report."""
    settings = load_settings()
    path = release_files.release_folder(settings.models_dir) / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(name.encode())
    store = open_store(settings)
    added = store.releases.add(
        model=name,
        checksum=checksum(path),
        revision="0123456789abcdef",
        trainer="mia",
        passed=passed,
        report=REPORT
        | ({} if "gates" in report else {"gates": REPORT["gates"][: 2 - passed]})
        | report,
        now=datetime(2026, 3, 2, tzinfo=UTC),
    )
    store.close()
    return added.id


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(command: str) -> None:
    assert clinic(command, "--help").exit_code == 0


def test_a_message_is_taught_and_its_topic_listed(project: Path) -> None:
    said = clinic("label", "pain", "My name is Ana Beltran, does it sting?", "--by", "mia").output
    assert said.startswith('pain: "does it sting?"')
    (line,) = [each for each in clinic("topics").output.splitlines() if each.startswith("pain")]
    assert "4 examples  awaiting clinic" in line


def test_an_answer_is_signed_and_no_longer_listed_as_unsigned(project: Path) -> None:
    command = ("sign", "pain", "--review-by", "2031-01-31", "--by", "noor")
    asked = CliRunner().invoke(app, command, input="n\n")
    assert "Sign it for the clinic, as noor?" in asked.output and asked.exit_code == 1
    assert "pain" in clinic("topics", "--unsigned").output
    said = clinic(*command, "--yes").output
    assert "It is fast, and the discomfort is minimal" in said and "signed by noor" in said
    assert "F02: It is fast, with minimal discomfort." in said
    assert "review by 2031-01-31" in clinic("topics").output
    assert "pain" not in clinic("topics", "--unsigned").output


def test_a_topic_is_added_from_a_file_of_messages(project: Path, tmp_path: Path) -> None:
    messages = tmp_path / "parking.txt"
    messages.write_text("\n".join(f"where can i park number {each}" for each in "abcdefgh"))
    command = ("add-topic", "parking", "--answer", "Yes.", "--examples", str(messages))
    refused = clinic(*command, "--facts", "F02, F99")
    assert "F99: data/facts.yml holds no such fact" in str(refused.exception)
    done = clinic(*command, "--facts", "F02, F03")
    assert "parking: 8 examples" in done.output
    assert "facts: [F02, F03]" in (project / "data/responses/faq.yml").read_text()
    assert (project / "data/nlu/faq/parking.yml").exists()


def test_a_topic_is_named_anew_and_removed(project: Path, tmp_path: Path) -> None:
    messages = tmp_path / "parking.txt"
    messages.write_text("\n".join(f"where can i park number {each}" for each in "abcdefgh"))
    clinic("add-topic", "parking", "--answer", "Yes.", "--examples", str(messages))
    assert "Where to park" in clinic("name-topic", "parking", "Where to park").output
    assert "{en: Where to park}" in (project / "data/responses/faq.yml").read_text()
    asked = CliRunner().invoke(app, ["remove-topic", "parking"], input="n\n")
    assert asked.exit_code == 1 and "8 examples" in asked.output
    assert "parking is removed" in clinic("remove-topic", "parking", "--yes").output
    assert not (project / "data/nlu/faq/parking.yml").exists()
    needed = clinic("remove-topic", "pain", "--yes")
    assert "cannot be removed" in str(needed.exception)


def test_releases_are_promoted_rolled_back_and_listed(project: Path, tmp_path: Path) -> None:
    first, second = release(tmp_path, "a.tar.gz"), release(tmp_path, "b.tar.gz")
    for number in (first, second):
        assert clinic("promote", str(number)).output == f"Release {number} is live.\n"
    assert clinic("rollback", "--reason", "odd").output == f"Release {first} is live again.\n"
    listed = clinic("releases").output.splitlines()
    assert [line.split()[:2] for line in listed] == [
        [str(second), "withdrawn"],
        [str(first), "live"],
    ]
    shown = clinic("releases", str(first)).output
    for words in (
        "pain: 2 examples added",
        "255 → 254 of 276",
        "Gate topics: passed",
        "(erased): asks back → pain",
        "rolled back by",
    ):
        assert words in shown


def test_what_holds_a_release_back_on_its_page_does_so_by_command(
    project: Path, tmp_path: Path
) -> None:
    settings = load_settings()
    store = open_store(settings)
    conversation = store.conversations.open(datetime(2026, 3, 2, tzinfo=UTC)).id
    store.inbox.take_in(conversation, "m1", datetime(2026, 3, 2, tzinfo=UTC), text="does it sting")
    store.close()
    reply = {"conversation": conversation, "seq": 1, "before": "asks back", "after": "pain"}
    replay = {"conversations": 1, "messages": 1, "changed": [reply]}
    number = release(tmp_path, "a.tar.gz", replay=replay)
    refused = clinic("promote", str(number))
    assert isinstance(refused.exception, ClinicError)
    assert "held back" in str(refused.exception)
    assert "One changed reply waits for your word" in str(refused.exception)
    assert "live" not in clinic("releases").output
    done = clinic("promote", str(number), "--reason", "the clinic wants it")
    assert done.output == f"Release {number} is live.\n"


def test_a_failed_or_damaged_release_is_refused(project: Path, tmp_path: Path) -> None:
    failed = release(tmp_path, "a.tar.gz", passed=False)
    refused = clinic("promote", str(failed))
    assert isinstance(refused.exception, ClinicError) and "“red flags” failed" in str(
        refused.exception
    )
    damaged = release(tmp_path, "b.tar.gz")
    (tmp_path / "models/releases/b.tar.gz").write_bytes(b"x")
    refused = clinic("promote", str(damaged), "--reason", "x")
    assert "cut short or changed" in str(refused.exception)
    assert "live" not in clinic("releases").output
