"""The job "train and test": a release from the files as they are, in a process of its own."""

from __future__ import annotations

import ctypes
import json
import multiprocessing
import os
import resource
import shutil
import signal
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import structlog

from clinic.errors import ClinicError, TrainingError, TrainingStopped
from clinic.settings import ROOT, Settings
from clinic.store import Store
from clinic.store.releases import Release
from clinic.training import gates, release_files, replay
from clinic.training.files import checksum
from clinic.training.gates import Gate
from clinic.training.history import revision
from clinic.training.models import SOURCES, newest_model
from clinic.training.reading import ModelReader, Reading, keep_readings, kept_readings
from clinic.training.rivals import all_taught, refuse_contradictions

log = structlog.get_logger()

READINGS = "readings"
SCRATCH = ".scratch"
NICE = 10  # visitors go first
LOOK_EVERY_S = 0.5  # whether the training in a process of its own is still wanted
_DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG
Tell = Callable[..., None]
Rehearse = Callable[[Path], Gate]


def train_and_test(
    settings: Settings,
    store: Store,
    trainer: str,
    tell: Tell,
    *,
    root: Path = ROOT,
    conversations: int = replay.CONVERSATIONS,
    rehearse: Rehearse | None = None,
) -> Release:
    """Train from the files as they are now, test against the live model, put it on record.

    `tell(stage, **details)` hears of the progress, and often of the same; it may raise
    TrainingStopped. `rehearse` plays dialogues on a model. Raises TrainingError where the files
    cannot be trained on; the live model is untouched in any case, and nothing half made is left.
    """
    began = time.monotonic()
    seconds: dict[str, float] = {}
    folder = release_files.release_folder(settings.models_dir.resolve())
    _sweep(folder)
    with _snapshot(root, settings.var_dir) as sources:
        tell("validate")
        taught = release_files.what_is_taught(sources)
        refuse_contradictions(all_taught(sources))
        seconds["validate"] = time.monotonic() - began
        tell("train")
        try:
            model, peak = _in_own_process(
                _trained, folder, sources, meanwhile=lambda: tell("train")
            )
        except TrainingStopped:
            _sweep(folder)
            raise
    with _forgotten_unless_released(model):
        release_files.keep_taught(model, taught)
        seconds["train"] = time.monotonic() - began - seconds["validate"]
        before = live_model(settings, store)
        report = _tested(settings, store, before, model, taught, conversations, tell)
        if rehearse is not None:
            tell("dialogues")
            report["gates"].append(asdict(rehearse(model)))
            tell("dialogues")
        seconds["total"] = time.monotonic() - began
        seconds["processor"] = _processor_seconds()
        live = store.releases.live()
        told = release_files.taught_to(settings.models_dir, live) if live else None
        report |= {
            "changes": release_files.changes_in_words(told, taught),
            "compared_with": live.id if live else None,
            "seconds": {name: round(value, 1) for name, value in seconds.items()},
            "peak_mb": {"train": round(peak), "test": round(_peak_mb())},
        }
        release = store.releases.add(
            model=model.name,
            checksum=checksum(model),
            revision=revision(root),
            trainer=trainer,
            passed=all(gate["passed"] for gate in report["gates"]),
            report=report,
            now=datetime.now(UTC),
        )
    release_files.forget_old(settings.models_dir, store.releases.list(500))
    return release


def _tested(
    settings: Settings,
    store: Store,
    before: Path | None,
    after: Path,
    taught: dict[str, Any],
    conversations: int,
    tell: Tell,
) -> dict[str, Any]:
    """The report: scores, gates and replay."""
    asked, dangers = gates.questions(taught["examples"]), gates.red_flags()
    texts = [row["text"] for row in [*asked, *dangers]]
    messages = store.real_messages.last(conversations)
    new, new_replay, new_words = _read(settings, after, texts, messages, tell, "test")
    old: list[Reading] | None = None
    changed = replay.Replay(0, 0, [])
    if before is not None:
        old, old_replay, old_words = _read(settings, before, texts, messages, tell, "compare")
        changed = replay.replay(messages, old_replay, new_replay, old_words, new_words)
    count = len(asked)
    scores = gates.topic_scores(asked, old[:count] if old else None, new[:count])
    passed = [
        gates.topics_gate(scores),
        gates.red_flags_gate(dangers, old[count:] if old else None, new[count:]),
    ]
    return {
        "regression": {
            "messages": count,
            "before": sum(s["before"] for s in scores.values()) if old else None,
            "after": sum(score["after"] for score in scores.values()),
            "topics": scores,
        },
        "red_flags": {
            "messages": len(dangers),
            "noticed": sum(map(gates.noticed, dangers, new[count:])),
        },
        "gates": [asdict(gate) for gate in passed],
        "replay": replay.on_record(changed),
    }


def _read(
    settings: Settings, model: Path, texts: list[str], messages: list, tell: Tell, stage: str
) -> tuple[list[Reading], list[Reading], dict[str, str]]:
    """A model's readings of the sets and of real messages, with its words for the latter.

    Those of the sets are kept by the model's checksum: the live model is read once.
    """
    kept = settings.var_dir / "training" / READINGS / f"{checksum(model)[:32]}.json"
    reader = ModelReader(model)
    readings = kept_readings(kept, texts)
    if readings is None:
        readings = reader.read_all(texts, lambda done, of: tell(stage, done=done, of=of))
        for old in sorted(kept.parent.glob("*.json"), key=lambda path: path.stat().st_mtime)[:-5]:
            old.unlink(missing_ok=True)
        keep_readings(kept, texts, readings)
    real = replay.read_for_replay(
        reader, messages, lambda done, of: tell("replay", done=done, of=of)
    )
    words = replay.answers_of(reader, real)
    reader.close()
    return readings, real, words


def live_model(settings: Settings, store: Store) -> Path | None:
    """The model that visitors are answered with now."""
    release = store.releases.live()
    if release is not None:
        try:
            return release_files.intact_model(settings.models_dir, release)
        except ClinicError as error:
            log.warning("live_model_damaged", release=release.id, error=str(error))
    return newest_model(settings.models_dir)


def _trained(folder: Path, sources: Path) -> tuple[Path, float]:
    """Train; runs in a process of its own, whose memory is given back. Returns the peak in MB."""
    from clinic.training.train import train

    os.environ["LOG_LEVEL"] = "WARNING"
    tempfile.tempdir = str(sources / SCRATCH)  # what Rasa leaves there goes with the sources
    return train(folder, sources, forget=False), _peak_mb()


def _in_own_process(
    function: Callable[..., Any],
    *arguments: Any,
    meanwhile: Callable[[], None] = lambda: None,
) -> Any:
    """What the function returns; `meanwhile` is called again and again and may end it."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, context, initializer=_end_with, initargs=(os.getpid(),)) as pool:
        try:
            future = pool.submit(function, *arguments)
            while not wait((future,), LOOK_EVERY_S).done:
                meanwhile()
            return future.result()
        except TrainingStopped:
            for process in multiprocessing.active_children():
                process.kill()
            raise
        except BrokenProcessPool as error:
            raise TrainingError(
                "The training was ended from outside, perhaps for want of memory. The live "
                "assistant is untouched; start it again."
            ) from error
        except OSError as error:
            raise TrainingError(
                f"The training could not write its files ({error.strerror}). The live assistant "
                "is untouched; make room on the disk and start it again."
            ) from error


def _end_with(parent: int) -> None:
    """On Linux the training dies with the job, however that ends."""
    try:
        ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGKILL)
    except (AttributeError, OSError):
        return
    if os.getppid() != parent:
        os._exit(1)


@contextmanager
def _snapshot(root: Path, var: Path) -> Iterator[Path]:
    """A copy of all that is trained from: trainers may go on editing meanwhile."""
    copy = (var / "training" / "sources").resolve()
    shutil.rmtree(copy, ignore_errors=True)
    try:
        for name in SOURCES:
            source, target = root / name, copy / name
            if source.is_dir():
                shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__", ".*"))
            elif source.exists():
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(source, target)
        (copy / SCRATCH).mkdir(parents=True)
        yield copy
    except OSError as error:
        raise TrainingError(
            f"The training could not write its files ({error.strerror}). The live assistant is "
            "untouched; make room on the disk and start it again."
        ) from error
    finally:
        shutil.rmtree(copy, ignore_errors=True)


@contextmanager
def _forgotten_unless_released(model: Path) -> Iterator[None]:
    try:
        yield
    except BaseException:
        release_files.forget_model(model)
        raise


def _sweep(folder: Path) -> None:
    """Clear away what a training that was killed has left."""
    for left in folder.glob(".training-*"):
        shutil.rmtree(left, ignore_errors=True)


def _processor_seconds() -> float:
    """Processor time of the job so far, its training included."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def lines_of(path: Path) -> list[dict[str, Any]]:
    """The whole lines of a progress file; a last one that is being written is left out."""
    try:
        text = path.read_text(encoding="utf-8")
    except OSError:
        return []
    return [json.loads(line) for line in text.splitlines(keepends=True) if line.endswith("\n")]
