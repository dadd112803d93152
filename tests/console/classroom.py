"""A clinic whose trainers teach: training files of its own, and visitors who were missed."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx

from clinic.store.releases import Release
from clinic.training import release_files
from clinic.training.files import checksum
from tests.chat.served import Served
from tests.console.person import employ
from tests.store.conftest import NOW
from tests.store.story import tell
from tests.test_training_commands import REPORT
from tests.training.project import git, make_project

MISSED: dict[str, Any] = {
    "label": "nlu_fallback",
    "confidence": 0.3,
    "topics": [],
    "actions": ("action_clarify",),
    "responses": ("utter_clarify",),
}
PASSED = [{"name": "red flags", "passed": True, "why": "", "examples": []}]
NO_REPLAY = {"conversations": 0, "messages": 0, "changed": []}


class Classroom(Served):
    """A server with its console on a small project in git, and people who teach there."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, models_dir=folder / "models")
        self.desk.root = self.project = make_project(folder / "project", checkout=True)
        self.mia = employ(self, "trainer", email="mia@clinic.example")
        self.noor = employ(self, "approver", email="noor@clinic.example")
        self.ada = employ(self, "admin", email="ada@clinic.example")

    def stop(self) -> None:
        for person in (self.mia, self.noor, self.ada):
            person.http.close()
        super().stop()

    @property
    def store(self):
        return self.chat.store

    def begin_anew(self) -> None:
        """No conversation, and the training files as they were at first."""
        for conversation in list(self.store.index.all()):
            self.store.conversations.erase(conversation)
        first = git(self.project, "rev-list", "--max-parents=0", "HEAD").strip()
        git(self.project, "reset", "--quiet", "--hard", first)
        git(self.project, "clean", "-qfd")

    def hear(self, text: str, **story: Any) -> tuple[str, int]:
        """A visitor writes a message just now, as a rule one that is asked back."""
        conversation = (
            story.pop("conversation", None) or self.store.conversations.open(self.clock()).id
        )
        minutes = (self.clock() - timedelta(seconds=1) - NOW).total_seconds() / 60
        seq = tell(self.store, conversation, text, minutes=minutes, **{**MISSED, **story})
        self.store.index.refresh(conversation, self.desk.profile.zone)
        return conversation, seq

    def file(self, name: str) -> str:
        return (self.project / "data" / name).read_text(encoding="utf-8")

    def commits(self) -> list[str]:
        """Author and subject of each commit, the youngest first."""
        return git(self.project, "log", "--format=%an: %s").splitlines()

    def released(self, name: str, **report: Any) -> Release:
        return on_record(self, name, **report)

    def audited(self) -> list[tuple[str, str | None]]:
        return [(each.action, each.subject) for each in self.store.audit.list()]


def on_record(served: Served, name: str, **report: Any) -> Release:
    """A release with a file for its model; `report` are parts of its report."""
    path = release_files.release_folder(served.settings.models_dir) / f"{name}.tar.gz"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(name.encode())
    release_files.keep_taught(path, release_files.what_is_taught(served.desk.root))
    full = REPORT | {"gates": PASSED, "replay": NO_REPLAY} | report
    return served.chat.store.releases.add(
        model=path.name,
        checksum=checksum(path),
        revision="0123456789abcdef",
        trainer="Mia",
        passed=all(gate["passed"] for gate in full["gates"]),
        report=full,
        now=served.clock(),
    )


def items(page: httpx.Response) -> list[str]:
    """The messages that a page offers, as its forms name them."""
    return re.findall(r'name="item" value="([^"]+)" checked', page.text)


def field(page: httpx.Response, name: str) -> str:
    """What a hidden field of the page holds."""
    found = re.search(rf'name="{name}" value="([^"]*)"', page.text)
    assert found, f"the page has no field {name}"
    return found[1]
