"""Whether a release may go live just so, and what holds it back: the same for page and command."""

from __future__ import annotations

import hashlib
import json
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from clinic.errors import BrokenFile
from clinic.settings import ROOT
from clinic.store import Store
from clinic.store.missed_messages import Place
from clinic.store.releases import Release
from clinic.store.verdicts import Verdict
from clinic.training.models import newest_model
from clinic.training.release_files import model_path, names_of, taught_to, what_is_taught
from clinic.training.replay import Replay, with_words
from clinic.training.topics import spoken

NO_REPLAY: dict[str, Any] = {"conversations": 0, "messages": 0, "changed": []}
TOPIC = "utter_faq/"

Taught = dict[str, Any]  # as `what_is_taught` gives it


@dataclass(frozen=True)
class Standing:
    """What has been said of a release so far, and what still holds it back."""

    release: Release
    replayed: Replay
    verdicts: dict[Place, Verdict]
    unsigned: tuple[str, ...]  # topics whose answer would go live new or changed, and unsigned

    @property
    def undecided(self) -> list[Place]:
        """Changed replies without a word; what was erased meanwhile nobody can judge."""
        there = [each.place for each in self.replayed.changed if not each.is_erased]
        return [place for place in there if place not in self.verdicts]

    @property
    def held_back(self) -> list[str]:
        """Why the release may not be promoted just so; nothing where it may."""
        return [*self._gates(), *self._replies(), *self._signatures()]

    def _gates(self) -> Iterator[str]:
        failed = [each for each in self.release.report.get("gates", ()) if not each["passed"]]
        yield from (f"The gate “{gate['name']}” failed." for gate in failed)
        if not (failed or self.release.passed):
            yield "A gate failed."

    def _replies(self) -> Iterator[str]:
        judged = [each.place for each in self.replayed.changed if each.place in self.verdicts]
        if back := sum(not self.verdicts[place].approved for place in judged):
            many = "One changed reply was" if back == 1 else f"{back} changed replies were"
            yield f"{many} sent back. Teach these messages, then train again."
        if waiting := len(self.undecided):
            many = "One changed reply waits" if waiting == 1 else f"{waiting} changed replies wait"
            yield f"{many} for your word: approve or send back."

    def _signatures(self) -> Iterator[str]:
        if self.unsigned:
            one = len(self.unsigned) == 1
            yield (
                f"{'One answer goes' if one else f'{len(self.unsigned)} answers go'} live that "
                f"nobody has signed: {', '.join(map(spoken, self.unsigned))}. Have "
                f"{'it' if one else 'them'} signed; no training is needed for that."
            )


def digest_of(places: list[Place]) -> str:
    """Tells a page whether these are still the replies that it showed."""
    return hashlib.sha256(repr(sorted(places)).encode()).hexdigest()[:16]


def standing_of(store: Store, models: Path, release: Release, root: Path = ROOT) -> Standing:
    """How a release stands now; `models` is the folder of all models."""
    return Standing(
        release,
        with_words(store, release.report.get("replay") or NO_REPLAY),
        store.verdicts.of(release.id),
        tuple(unsigned_answers(models, release, store.releases.live(), root)),
    )


def unsigned_answers(
    models: Path, release: Release, live: Release | None, root: Path = ROOT
) -> list[str]:
    """Topics that the release answers or names otherwise than visitors read now, and unsigned.

    A signature counts that was there when the release was trained, or was given to the same words
    since. Where what visitors are answered is not known, nothing can be compared.
    """
    taught, before = taught_to(models, release), _taught_now(models, live)
    if taught is None or before is None:
        return []
    topics = (name for name in taught["answers"] if name.startswith(TOPIC))
    new = {name for name in topics if not _same(name, before, taught)}
    try:
        now = what_is_taught(root)
    except BrokenFile:
        now = {"answers": {}, "names": {}, "signed": []}
    signed = {*taught.get("signed", ())}
    signed |= {name for name in now["signed"] if _same(name, now, taught)}
    return [name.removeprefix(TOPIC) for name in sorted(new - signed)]


def _same(name: str, one: Taught, other: Taught) -> bool:
    """Whether a visitor reads the same; of older releases the names are not on record."""
    kinds = ("answers", "names") if "names" in one and "names" in other else ("answers",)
    return all(one[kind].get(name) == other[kind].get(name) for kind in kinds)


def _taught_now(models: Path, live: Release | None) -> Taught | None:
    """What visitors read now: the live release's words, or the model's that was set up."""
    if live is not None and (told := taught_to(models, live)) is not None:
        return told
    model = model_path(models, live) if live else newest_model(models)
    try:
        return _taught_in(model, model.stat().st_mtime_ns) if model else None
    except OSError:
        return None


@lru_cache(maxsize=2)
def _taught_in(model: Path, _: int) -> Taught | None:
    """The words and names that a model carries; None where it is no model. Takes half a second."""
    try:
        with tarfile.open(model) as archive:
            file = archive.extractfile("metadata.json")
            responses = json.load(file)["domain"]["responses"] if file else {}
    except (tarfile.TarError, KeyError, ValueError, EOFError):
        return None
    answers, names = {}, {}
    for name, variations in responses.items():
        answers[name] = [str(each.get("text", "")) for each in variations]
        if titles := names_of([each.get("metadata") or {} for each in variations]):
            names[name] = titles
    return {"answers": answers, "names": names}
