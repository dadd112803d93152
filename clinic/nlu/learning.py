"""A training: of everything, or of the few examples that changed since the last one."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import structlog
from threadpoolctl import threadpool_limits

from clinic.nlu.encoder.taught import encoded, taught_features
from clinic.nlu.nearness_model import NearnessModel
from clinic.nlu.relearn import Example, relearn
from clinic.nlu.storage import load_model, save_model
from clinic.settings import ROOT

log = structlog.get_logger()

MOST_CHANGED = 300  # examples since the last full training; more are learnt anew with the rest
KEPT = "last-training"
STATE = "state.json"


def learn(
    texts: list[str],
    labels: dict[str, list[str | None]],
    version: str | None,
    folder: Path | None = None,
) -> NearnessModel:
    """The model for messages in normalised spelling with their labels by head.

    The last model is kept in `folder` with its examples: where only a few of them differ and the
    code has the same `version`, these are learnt by themselves, in seconds.
    """
    folder = (folder or ROOT / "var" / "cache") / KEPT
    columns = [["" if each is None else each for each in own] for own in labels.values()]
    now: list[Example] = list(dict.fromkeys(zip(texts, *columns, strict=True)))
    with threadpool_limits(os.cpu_count()):
        found = _from_the_last(folder, version, now)
        if found is None:
            features = taught_features([example[0] for example in now], folder.parent)
            by_head = {
                name: [example[at] or None for example in now] for at, name in enumerate(labels, 1)
            }
            model, order = NearnessModel.learn([each[0] for each in now], features, by_head)
            found = model, [now[place] for place in order], 0
    model, examples, changed = found
    _keep(folder, version, model, examples, changed)
    return model


def _from_the_last(
    folder: Path, version: str | None, now: list[Example]
) -> tuple[NearnessModel, list[Example], int] | None:
    try:
        state = json.loads((folder / STATE).read_text(encoding="utf-8"))
        if state["version"] != version:
            return None
        before = [tuple(example) for example in state["examples"]]
        changed = state["changed"] + len(set(now) ^ set(before))
        if changed > MOST_CHANGED:
            return None
        model = load_model(folder)
    except (OSError, ValueError, KeyError):
        return None  # there is none, or it was cut short: everything is learnt
    if changed == state["changed"]:
        return model, before, changed
    found = relearn(model, before, now, encoded)
    log.info("learnt_what_changed", examples=changed, settled=found is not None)
    return (*found, changed) if found else None


def _keep(
    folder: Path, version: str | None, model: NearnessModel, examples: list[Example], changed: int
) -> None:
    draft = folder.with_name(f"{folder.name}.{os.getpid()}")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(parents=True)
    save_model(model, draft)
    state = {"version": version, "changed": changed, "examples": examples}
    (draft / STATE).write_text(json.dumps(state), encoding="utf-8")
    shutil.rmtree(folder, ignore_errors=True)
    os.replace(draft, folder)
