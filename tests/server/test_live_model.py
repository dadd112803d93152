"""A promoted model is swapped into the running server, and nothing else can change what answers."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

import clinic.server.assistant  # noqa: F401  (takes Rasa in, which is longer than a start may take)
from clinic.server.app import start_assistant
from clinic.store.releases import Release
from clinic.training.files import checksum
from clinic.training.models import newest_model
from tests.chat.served import Served
from tests.sources import ROOT

PATIENCE_S = 120.0


class Clinic(Served):
    """A server with a models folder of its own, and the hands of a trainer."""

    starts_within = 180.0  # it loads a real model

    def __init__(self, folder: Path, **settings: object) -> None:
        self.models = folder / "models"
        (self.models / "releases").mkdir(parents=True, exist_ok=True)
        if newest_model(self.models) is None:
            shutil.copy(newest_model(ROOT / "models"), self.models / "first.tar.gz")
        super().__init__(folder, start_turns=start_assistant, models_dir=self.models, **settings)

    @property
    def releases(self):
        return self.chat.store.releases

    def trained(self, name: str, content: bytes | None = None) -> Release:
        """A release whose file is a copy of the first model, or `content`."""
        path = self.models / "releases" / f"{name}.tar.gz"
        shutil.copy(self.models / "first.tar.gz", path)
        release = self.on_record(path)
        if content is not None:
            path.write_bytes(content)
        return release

    def on_record(self, path: Path) -> Release:
        return self.releases.add(
            model=path.name,
            checksum=checksum(path),
            revision=None,
            trainer="mia",
            passed=True,
            report={},
            now=datetime.now(UTC),
        )

    def promote(self, release: Release) -> None:
        self.releases.promote(release.id, "mia", datetime.now(UTC))

    @property
    def answering(self):
        """The loaded model that answers now."""
        return self.turns.runner.assistant.current

    def wait_for_another(self, than: object) -> None:
        wait(lambda: self.answering is not than)


def wait(condition: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < until, "it did not happen"
        time.sleep(0.05)


@pytest.fixture(scope="module")
def clinic(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clinic]:
    served = Clinic(tmp_path_factory.mktemp("clinic"))
    yield served
    served.stop()


@pytest.mark.slow
def test_a_promotion_is_taken_up_and_an_open_form_goes_on(clinic: Clinic) -> None:
    with clinic.visitor() as visitor:
        visitor.say("I'd like to book an appointment")
        visitor.say("Ana Beltran")
        before = clinic.answering
        clinic.promote(clinic.trained("second"))
        clinic.wait_for_another(before)
        replies = visitor.say("203 555 0142")
        asked = [event["text"] for event in replies if event["role"] == "bot"]
        assert asked and not any("name" in text.lower() for text in asked)
        assert before._processor is None  # its memory is given back


def test_no_turn_is_lost_while_models_are_swapped(clinic: Clinic) -> None:
    answered: list[int] = []

    def chat() -> None:
        with clinic.visitor() as visitor:
            for _ in range(15):
                replies = visitor.say("does it hurt?")
                answered.append(sum(event["role"] == "bot" for event in replies))

    visitors = [threading.Thread(target=chat) for _ in range(3)]
    for each in visitors:
        each.start()
    for name in ("third", "fourth"):
        before = clinic.answering
        clinic.promote(clinic.trained(name))
        clinic.wait_for_another(before)
    for each in visitors:
        each.join(PATIENCE_S)
    assert len(answered) == 45 and all(answered)
    failed = [e for e in clinic.releases.history() if e.kind == "load_failed"]
    assert failed == []


def test_a_roll_back_is_taken_up(clinic: Clinic) -> None:
    for name in ("fifth", "sixth"):
        before = clinic.answering
        clinic.promote(clinic.trained(name))
        clinic.wait_for_another(before)
    before = clinic.answering
    live = clinic.releases.roll_back("mia", datetime.now(UTC))
    clinic.wait_for_another(before)
    assert live.model == "fifth.tar.gz"


def test_without_a_release_the_model_of_the_set_up_answers_again(clinic: Clinic) -> None:
    before = clinic.answering
    clinic.promote(clinic.trained("lone"))
    clinic.wait_for_another(before)
    while clinic.releases.live() is not None:
        before = clinic.answering
        clinic.releases.roll_back("mia", datetime.now(UTC))
        clinic.wait_for_another(before)
    with clinic.visitor() as visitor:
        assert visitor.say("does it hurt?")


@pytest.mark.parametrize("damage", ["cut short", "tampered with", "gone"])
def test_a_damaged_model_leaves_the_live_assistant_alone(clinic: Clinic, damage: str) -> None:
    whole = (clinic.models / "first.tar.gz").read_bytes()
    content = whole[: len(whole) // 2] if damage == "cut short" else whole[:-1] + b"\0"
    before = clinic.answering
    release = clinic.trained(f"damaged-{damage[:3]}", content)
    if damage == "gone":
        (clinic.models / "releases" / release.model).unlink()
    clinic.promote(release)
    wait(lambda: clinic.releases.history(release.id)[0].kind == "load_failed")
    assert "stays as it was" in clinic.releases.history(release.id)[0].why
    assert clinic.answering is before
    with clinic.visitor() as visitor:
        assert visitor.say("does it hurt?")


def test_a_server_starts_on_the_live_release_or_else_on_the_newest_model(tmp_path: Path) -> None:
    served = Clinic(tmp_path)
    try:
        release = served.trained("good")
        served.promote(release)
    finally:
        served.stop()
    served = Clinic(tmp_path)
    try:
        assert served.turns._live._seen[0] == release.id
    finally:
        served.stop()
    (served.models / "releases" / "good.tar.gz").write_bytes(b"cut")
    served = Clinic(tmp_path)
    try:
        assert served.releases.history(release.id)[0].kind == "load_failed"
        with served.visitor() as visitor:
            assert visitor.say("does it hurt?")
    finally:
        served.stop()
