"""The job "train and test": followed while it runs, and told what happened when it was ended."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from clinic.errors import TrainingError, TrainingStopped
from clinic.settings import Settings, load_settings
from clinic.store.releases import Release
from clinic.training import job as training_job
from clinic.training.jobs import follow, last_job, run_job, stop_job
from tests.sources import ROOT

RELEASE = Release(7, "candidate", "m", "0" * 64, None, "mia", datetime.now(UTC), True, {}, None)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load_settings(
        var_dir=tmp_path / "var",
        models_dir=tmp_path / "models",
        database_url=f"sqlite:///{tmp_path}/clinic.db",
        _env_file=None,
    )


def test_a_job_is_followed_to_its_release(settings: Settings) -> None:
    seen = []

    def work(tell) -> Release:
        tell("test", done=5, of=10)
        seen.append(follow(settings, "a"))
        return RELEASE

    run_job(settings, "mia", work, "a")
    (during,) = seen
    assert (during.state, during.stage, during.done, during.of) == ("running", "test", 5, 10)
    assert (follow(settings, "a").state, follow(settings, "a").release) == ("done", 7)
    assert last_job(settings).trainer == "mia"


def test_a_job_that_fails_says_why(settings: Settings) -> None:
    def work(tell) -> Release:
        raise TrainingError("pain.yml, line 3 is no valid YAML.")

    with pytest.raises(TrainingError):
        run_job(settings, "mia", work, "a")
    failed = follow(settings, "a")
    assert (failed.state, failed.error) == ("failed", "pain.yml, line 3 is no valid YAML.")


def test_one_job_runs_at_a_time(settings: Settings) -> None:
    def second(tell) -> Release:
        with pytest.raises(TrainingError, match="Another training"):
            run_job(settings, "noor", lambda tell: RELEASE, "b")
        return RELEASE

    run_job(settings, "mia", second, "a")
    assert follow(settings, "b").state == "failed"
    assert follow(settings, "a").state == "done"


def test_a_job_that_is_stopped_ends_at_its_next_word(settings: Settings) -> None:
    seen = []

    def work(tell) -> Release:
        tell("test", done=5, of=10)
        stop_job(settings, "noor", "a")
        stop_job(settings, "ada")  # the first who stops it counts
        seen.append(follow(settings, "a"))
        tell("test", done=6, of=10)
        raise AssertionError("it goes on")

    with pytest.raises(TrainingStopped, match="noor has stopped"):
        run_job(settings, "mia", work, "a")
    assert (seen[0].state, seen[0].done, seen[0].stopped_by) == ("running", 5, "noor")
    ended = last_job(settings)
    assert (ended.state, ended.trainer, ended.stopped_by) == ("stopped", "mia", "noor")
    assert ended.stopped_at >= ended.started_at
    run_job(settings, "mia", lambda tell: RELEASE, "b")
    assert last_job(settings).state == "done"


def test_a_job_that_is_through_before_it_hears_stays_through(settings: Settings) -> None:
    def work(tell) -> Release:
        stop_job(settings, "noor", "a")
        return RELEASE

    run_job(settings, "mia", work, "a")
    assert follow(settings, "a").state == "done"


def test_only_the_job_that_is_meant_is_stopped(settings: Settings) -> None:
    def work(tell) -> Release:
        with pytest.raises(TrainingError, match="ended already"):
            stop_job(settings, "noor", "an-earlier-one")
        tell("train")
        return RELEASE

    run_job(settings, "mia", work, "a")
    with pytest.raises(TrainingError, match="ended already"):
        stop_job(settings, "noor", "a")


def test_a_job_says_the_same_once(settings: Settings) -> None:
    def work(tell) -> Release:
        for _ in range(3):
            tell("train")
        return RELEASE

    run_job(settings, "mia", work, "a")
    assert [each["stage"] for each in _lines(settings)] == ["validate", "train", "done"]


SLEEPING = """
import sys, time
from pathlib import Path
from clinic.settings import load_settings
from clinic.training.jobs import run_job
from clinic.training.job import _in_own_process
settings = load_settings(var_dir=Path(sys.argv[1]), _env_file=None)
def work(tell):
    tell("train")
    _in_own_process(time.sleep, 600, meanwhile=lambda: tell("train"))
run_job(settings, "mia", work, "a")
"""


@pytest.fixture
def sleeping(settings: Settings, tmp_path: Path) -> Iterator[subprocess.Popen]:
    """A job in a process of its own, whose training is under way in another one."""
    script = tmp_path / "job.py"
    script.write_text(f"if __name__ == '__main__':\n{_indented(SLEEPING)}")
    process = subprocess.Popen(
        [sys.executable, str(script), str(settings.var_dir)],
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stderr=subprocess.DEVNULL,
    )
    _wait_for(lambda: "train" in [each["stage"] for each in _lines(settings)])
    _wait_for(lambda: _children(process.pid))
    yield process
    process.kill()
    process.wait()


def test_a_job_killed_half_way_is_told_and_the_next_one_runs(
    settings: Settings, sleeping: subprocess.Popen
) -> None:
    children = _children(sleeping.pid)
    assert follow(settings, "a").state == "running"
    sleeping.send_signal(signal.SIGKILL)
    sleeping.wait()
    ended = follow(settings, "a")
    assert ended.state == "interrupted" and "live assistant is untouched" in ended.error
    run_job(settings, "mia", lambda tell: RELEASE, "b")
    assert follow(settings, "b").state == "done"
    _wait_for(lambda: not any(_is_alive(each) for each in children))


def test_a_job_that_is_stopped_ends_its_training_too(
    settings: Settings, sleeping: subprocess.Popen
) -> None:
    children = _children(sleeping.pid)
    stop_job(settings, "noor", "a")
    assert sleeping.wait(60) == 1
    assert (follow(settings, "a").state, follow(settings, "a").stopped_by) == ("stopped", "noor")
    _wait_for(lambda: not any(_is_alive(each) for each in children))


def test_a_job_that_is_killed_after_it_was_stopped_is_told_as_stopped(
    settings: Settings, sleeping: subprocess.Popen
) -> None:
    sleeping.send_signal(signal.SIGSTOP)
    stop_job(settings, "noor", "a")
    assert follow(settings, "a").state == "running"
    sleeping.kill()
    sleeping.wait()
    assert follow(settings, "a").state == "stopped"


def test_a_training_ended_from_outside_is_told() -> None:
    with pytest.raises(TrainingError, match="ended from outside"):
        training_job._in_own_process(os._exit, 9)


def test_what_a_killed_training_left_is_swept_away(tmp_path: Path) -> None:
    (tmp_path / ".training-abc").mkdir()
    (tmp_path / "model.tar.gz").touch()
    training_job._sweep(tmp_path)
    assert [each.name for each in tmp_path.iterdir()] == ["model.tar.gz"]


def test_the_files_may_be_edited_while_they_are_trained_from(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "a.yml").write_text("before")
    with training_job._snapshot(tmp_path, tmp_path / "var") as sources:
        (tmp_path / "data" / "a.yml").write_text("after")
        assert (sources / "data" / "a.yml").read_text() == "before"
    assert not sources.exists()


def test_an_unknown_job_is_refused(settings: Settings) -> None:
    with pytest.raises(TrainingError, match="no such"):
        follow(settings, "../../etc/passwd")


def _indented(text: str) -> str:
    return "".join(f"    {line}\n" for line in text.splitlines())


def _lines(settings: Settings) -> list[dict]:
    return training_job.lines_of(settings.var_dir / "training" / "a.jsonl")


def _children(pid: int) -> list[int]:
    path = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(each) for each in path.read_text().split()] if path.exists() else []


def _is_alive(pid: int) -> bool:
    try:
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return False


def _wait_for(condition) -> None:
    until = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < until, "it did not happen"
        time.sleep(0.05)


def test_a_replay_is_a_job_of_its_own_kind(settings: Settings) -> None:
    seen = []

    def work(tell) -> Release:
        tell("replay", done=5, of=10)
        seen.append(last_job(settings))
        return RELEASE

    run_job(settings, "mia", work, "a", replays=7)
    (during,) = seen
    assert (during.kind, during.replays, during.stage, during.done) == ("replay", 7, "replay", 5)
    assert (last_job(settings).state, last_job(settings).release) == ("done", 7)
    run_job(settings, "mia", lambda tell: RELEASE, "b")
    assert (last_job(settings).kind, last_job(settings).replays) == ("training", None)
