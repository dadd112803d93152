"""Starting a job and following it, from a page or by command: train and test, or a replay."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from clinic.errors import ClinicError, TrainingError, TrainingStopped
from clinic.file_lock import FileLocked, lock_file
from clinic.settings import ROOT, Settings
from clinic.store.ids import random_id
from clinic.store.releases import Release
from clinic.training.job import lines_of
from clinic.training.replay import CONVERSATIONS

FOLDER = "training"
LOCK = "job.lock"
STARTS_WITHIN_S = 60
KEPT = 20
# In the order in which they come; those of ENDED end a job.
STAGES = ("validate", "train", "test", "compare", "replay", "dialogues")
ENDED = ("done", "failed", "stopped")
STOP = "stop"  # a line of the record that asks the job to end


@dataclass(frozen=True)
class Job:
    """How far a job is."""

    id: str
    state: str  # "running", one of ENDED, "interrupted" (its process was ended from outside)
    stage: str
    done: int | None  # of the stage's messages, where they are counted
    of: int | None
    trainer: str
    started_at: datetime | None
    release: int | None  # its release, when done
    error: str | None  # in words, when failed
    stopped_by: str | None = None  # who asked it to end, also while it has not ended yet
    stopped_at: datetime | None = None
    replays: int | None = None  # the release that it tries again; else it trains one

    @property
    def kind(self) -> str:
        return "training" if self.replays is None else "replay"


def run_job(
    settings: Settings,
    trainer: str,
    work: Callable[[Callable[..., None]], Release],
    job: str | None = None,
    *,
    replays: int | None = None,
) -> Release:
    """Do the job's `work` in this process, its progress on record; one job runs at a time.

    `work` gets the function to tell its progress to, as often as it likes. Raises TrainingError
    where another runs, TrainingStopped where somebody has asked for the end of this one.
    """
    folder = _folder(settings)
    path = folder / f"{job or random_id()}.jsonl"
    try:
        with lock_file(folder / LOCK):
            return _run(path, trainer, work, replays)
    except FileLocked as error:
        _tell(path, "failed", error=BUSY, trainer=trainer)
        raise TrainingError(BUSY) from error


BUSY = "Another training or replay is under way. Wait until it has ended, then start yours."


def _run(
    path: Path,
    trainer: str,
    work: Callable[[Callable[..., None]], Release],
    replays: int | None,
) -> Release:
    told: tuple[str, dict[str, Any]] | None = None

    def tell(stage: str, **details: Any) -> None:
        nonlocal told
        if asked := _stop_asked(lines_of(path)):
            raise TrainingStopped(f"{asked['by']} has stopped it; nothing changed.")
        if (stage, details) != told:
            _tell(path, stage, **details)
        told = (stage, details)

    first = "validate" if replays is None else "replay"
    _tell(path, first, trainer=trainer, pid=os.getpid(), replays=replays)
    try:
        release = work(tell)
    except TrainingStopped:
        _tell(path, "stopped")
        raise
    except ClinicError as error:
        _tell(path, "failed", error=str(error))
        raise
    except BaseException as error:
        _tell(path, "failed", error=f"Something unexpected went wrong ({type(error).__name__}).")
        raise
    _tell(path, "done", release=release.id)
    return release


def start_job(
    settings: Settings,
    trainer: str,
    conversations: int = CONVERSATIONS,
    root: Path = ROOT,
    *,
    replays: int | None = None,
) -> str:
    """Start a training, or a release's replay, in a process of its own; returns its id.

    Raises TrainingError where another runs, or where it cannot be started.
    """
    job = random_id()
    try:
        running = last_job(settings)
        if running is not None and running.state == "running":
            raise TrainingError(BUSY)
        folder = _folder(settings)
        for old in sorted(folder.glob("*.jsonl"), key=lambda path: path.stat().st_mtime)[:-KEPT]:
            old.unlink(missing_ok=True)
        _tell(folder / f"{job}.jsonl", "start", trainer=trainer, replays=replays)
        with (folder / "job.log").open("wb") as output:
            subprocess.Popen(
                _command(job, trainer, conversations, root, replays),
                env=os.environ | _environment(settings),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )
    except OSError as error:
        raise TrainingError(
            f"It could not be started ({error.strerror}). The live assistant is untouched; make "
            "room on the disk and start it again."
        ) from error
    return job


def _command(
    job: str, trainer: str, conversations: int, root: Path, replays: int | None
) -> list[str]:
    own = [f"--by={trainer}", f"--job={job}", f"--conversations={conversations}"]
    what = ["release", f"--root={root}"] if replays is None else ["replay", str(replays), "--keep"]
    return [sys.executable, "-m", "clinic", *what, *own]


def _environment(settings: Settings) -> dict[str, str]:
    """The job works on what the server works on, whatever the server was told by."""
    return {
        "DATABASE_URL": settings.database_url,
        "VAR_DIR": str(settings.var_dir),
        "MODELS_DIR": str(settings.models_dir),
        "CLINIC_FILE": str(settings.clinic_file),
    }


def stop_job(settings: Settings, by: str, job: str | None = None) -> Job:
    """Ask the job that runs, if it is the one meant, to end; it does so within seconds.

    Raises TrainingError where it has ended, or where the wish cannot be written.
    """
    running = last_job(settings)
    if running is None or running.state != "running" or job not in (None, running.id):
        raise TrainingError("It has ended already, so there is nothing to stop.")
    if running.stopped_by is None:
        try:
            _write(_record(settings, running.id), STOP, by=by)
        except OSError as error:
            raise TrainingError(
                f"It could not be told to stop ({error.strerror}). Make room on the disk and try "
                "again; visitors notice nothing of it."
            ) from error
    return follow(settings, running.id)


def follow(settings: Settings, job: str) -> Job:
    """How far the job is now; raises TrainingError for an id that is unknown."""
    lines = lines_of(_record(settings, job))
    asked = _stop_asked(lines)
    lines = [line for line in lines if line["stage"] != STOP]
    if not lines:
        raise TrainingError("There is no such training job. Start a new one.")
    last, first = lines[-1], lines[0]
    state = last["stage"] if last["stage"] in ENDED else "running"
    error = last.get("error")
    if state == "running" and not _is_under_way(settings, lines):
        state = "stopped" if asked else "interrupted"
        error = (
            "It was ended from outside before it was through. The live assistant is untouched; "
            "start it again."
        )
    return Job(
        id=job,
        state=state,
        stage=last["stage"],
        done=last.get("done"),
        of=last.get("of"),
        trainer=first.get("trainer", ""),
        started_at=datetime.fromisoformat(first["at"]),
        release=last.get("release"),
        error=error,
        stopped_by=asked["by"] if asked else None,
        stopped_at=datetime.fromisoformat(asked["at"]) if asked else None,
        replays=first.get("replays"),
    )


def last_job(settings: Settings) -> Job | None:
    """The job that was started last, running or not; None also where its record is unreadable."""
    files = list(_folder(settings).glob("*.jsonl"))
    if not files:
        return None
    try:
        return follow(settings, max(files, key=lambda path: path.stat().st_mtime).stem)
    except (ValueError, KeyError, TypeError, TrainingError):
        return None  # a full disk has cut it short


def _is_under_way(settings: Settings, lines: list[dict[str, Any]]) -> bool:
    """A job holds the lock while it lives; one that is just starting has a minute for that."""
    pid = next((line["pid"] for line in lines if "pid" in line), None)
    if pid is None:
        begun = datetime.fromisoformat(lines[0]["at"]).timestamp()
        return time.time() - begun < STARTS_WITHIN_S
    try:
        with lock_file(_folder(settings) / LOCK):
            return False
    except FileLocked:
        return True


def _stop_asked(lines: list[dict[str, Any]]) -> dict[str, Any] | None:
    return next((line for line in lines if line["stage"] == STOP), None)


def _record(settings: Settings, job: str) -> Path:
    return _folder(settings) / f"{Path(job).name}.jsonl"


def _folder(settings: Settings) -> Path:
    folder = settings.var_dir / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _tell(path: Path, stage: str, **details: Any) -> None:
    try:
        _write(path, stage, **details)
    except OSError:
        pass  # a full disk: the work itself says so


def _write(path: Path, stage: str, **details: Any) -> None:
    line = {"at": datetime.now(UTC).isoformat(), "stage": stage, **details}
    with path.open("a", encoding="utf-8") as file:
        file.write(json.dumps(line) + "\n")
