"""A release is tried on more conversations from its page, and the page says how far that is."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from clinic.errors import TrainingStopped
from clinic.store.releases import Release
from clinic.training import release_files
from clinic.training.files import checksum
from clinic.training.jobs import last_job, run_job
from clinic.training.models import newest_model
from tests.console.classroom import Classroom, field
from tests.console.person import words
from tests.console.test_releases import AT, PATIENCE_S, wait
from tests.sources import ROOT


@pytest.fixture
def school(tmp_path: Path) -> Iterator[Classroom]:
    served = Classroom(tmp_path)
    yield served
    served.stop()


def replaying(school: Classroom, release: Release) -> tuple[threading.Event, threading.Thread]:
    """A replay of the release that goes on until the event is set, or it is stopped."""
    go_on, settings = threading.Event(), school.settings

    def work(tell: Callable[..., None]) -> Release:
        while not go_on.wait(0.05):
            tell("replay", done=5, of=10)
        return release

    def run() -> None:
        try:
            run_job(settings, "Noor", work, "a", replays=release.id)
        except TrainingStopped:
            pass

    job = threading.Thread(target=run, daemon=True)
    job.start()
    wait(lambda: (last_job(settings) or None) and last_job(settings).done == 5)
    return go_on, job


def test_the_page_shows_how_far_a_replay_is_and_then_itself(school: Classroom) -> None:
    release, other = school.released("tried"), school.released("other")
    at = f"{AT}/{release.id}"
    assert "Look further back" in words(school.mia.get(at))
    go_on, job = replaying(school, release)
    page = school.mia.get(at)
    assert "Trying both on real conversations , 5 of 10" in words(page)
    assert "some seconds for each hundred conversations" in words(page)
    assert 'http-equiv="refresh"' in page.text and "Look further back" not in words(page)
    elsewhere = words(school.mia.get(f"{AT}/{other.id}"))
    assert "A replay is under way." in elsewhere and "5 of 10" not in elsewhere
    refused = school.mia.send(f"{AT}/{other.id}/replay", conversations="500")
    assert refused.status_code == 400
    assert "Another training or replay is under way" in words(refused)
    listed = words(school.mia.get(AT))
    assert "5 of 10" in listed and "Train and test" not in listed and "Rehearsing" not in listed
    go_on.set()
    job.join(PATIENCE_S)
    poll = school.mia.http.get(f"{AT}/job?seen=replay:5", headers={"HX-Request": "true"})
    assert poll.headers["hx-redirect"] == at
    assert "The last replay is through" in words(school.mia.get(AT))


def test_a_replay_is_stopped_and_leads_back_to_its_release(school: Classroom) -> None:
    release = school.released("tried")
    _, job = replaying(school, release)
    asked = school.mia.get(f"{AT}/stop")
    assert "Stop the replay? Noor began it" in words(asked)
    told = school.mia.send(f"{AT}/stop", job=field(asked, "job"))
    assert told.url.path == f"{AT}/{release.id}" and "The replay is told to stop." in words(told)
    job.join(PATIENCE_S)
    page = words(school.mia.get(f"{AT}/{release.id}"))
    assert "Trainer stopped the last replay on" in page and "Look further back" in page
    assert ("replay_stopped", str(release.id)) in school.audited()


def test_what_cannot_be_tried_again_is_refused(school: Classroom) -> None:
    live, other = school.released("live"), school.released("other")
    school.mia.send(f"{AT}/{live.id}/promote")
    assert "Look further back" not in words(school.mia.get(f"{AT}/{live.id}"))
    refused = school.mia.send(f"{AT}/{live.id}/replay", conversations="500")
    assert refused.status_code == 400 and "is live, so there is no other" in words(refused)
    for conversations in ("", "7", "all"):
        refused = school.mia.send(f"{AT}/{other.id}/replay", conversations=conversations)
        assert refused.status_code == 400
    model = release_files.model_path(school.settings.models_dir, other)
    model.write_bytes(b"cut short")
    refused = school.mia.send(f"{AT}/{other.id}/replay", conversations="500")
    assert refused.status_code == 400 and "cut short or changed" in words(refused)
    assert school.mia.send(f"{AT}/999/replay", conversations="500").status_code == 404
    assert school.noor.send(f"{AT}/{other.id}/replay", conversations="500").status_code == 403
    assert last_job(school.settings) is None


@pytest.mark.slow
def test_a_real_replay_finds_the_conversations_since(school: Classroom) -> None:
    """Of the set-up model and a release that is the same: more is read, and nothing changes."""
    models = school.settings.models_dir
    release = school.released("tried")
    shutil.copy(newest_model(ROOT / "models"), models / "set-up.tar.gz")
    path = release_files.model_path(models, release)
    shutil.copy(models / "set-up.tar.gz", path)
    with school.store.releases._database.write() as connection:
        connection.exec_driver_sql(f"UPDATE releases SET checksum = '{checksum(path)}'")
    for text in ("does it hurt", "do you have wifi"):
        school.hear(text)
    page = school.mia.send(f"{AT}/{release.id}/replay", conversations="500")
    assert page.status_code == 200
    wait(lambda: last_job(school.settings).state != "running")
    assert last_job(school.settings).error is None
    page = words(school.mia.get(f"{AT}/{release.id}"))
    assert "0 of 2 messages from the last 2 conversations" in page
    assert "Replayed" in page and "the last 2 conversations" in page
    assert ("replay_started", str(release.id)) in school.audited()
