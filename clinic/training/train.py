"""Training the assistant into the folder of models."""

from __future__ import annotations

import io
import os
import re
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from clinic.errors import TrainingError
from clinic.settings import ROOT
from clinic.training import models

QUICKLY = 4  # of gzip's levels, 1 to 9


def current_model(folder: Path, root: Path = ROOT) -> Path | None:
    """The model of the files as they are now, if there is one; it is the newest afterwards."""
    model = models.model_of(folder, models.fingerprint(root))
    if model is not None and model != models.newest_model(folder):
        models.make_newest(model)
    return model


def train(folder: Path, root: Path = ROOT, *, forget: bool = True) -> Path:
    """Train from the files below `root`; returns the new model, which is the newest of `folder`.

    Older ones are deleted there, where `forget` is not False.
    Raises TrainingError if the files cannot be trained on; the models stay as they were then.
    """
    from clinic.training.sources import checked_sources, without_copies

    folder = folder.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    name = models.model_name(models.fingerprint(root), datetime.now(UTC))
    with _working_in(root), without_copies():
        model = _train_aside(folder, checked_sources(root), name)
    if forget:
        models.forget_old(folder)
    return model


def _train_aside(folder: Path, importer: Any, name: str) -> Path:
    """Train next to the models and move the result in whole: a server may be reading them."""
    # What `rasa.train` calls when it has read everything, as we have.
    from rasa.model_training import TrainingType, _check_unresolved_slots, _train_graph
    from rasa.shared.exceptions import RasaException

    aside = Path(tempfile.mkdtemp(prefix=".training-", dir=folder))
    said = io.StringIO()
    try:
        with redirect_stdout(said), _without_warnings_of_the_design(), _packed_quickly():
            _check_unresolved_slots(importer.get_domain(), importer.get_stories())
            result = _train_graph(
                importer,
                training_type=TrainingType.BOTH,
                output_path=str(aside),
                fixed_model_name=name,
                force_full_training=True,  # what need not be learnt again we know better
            )
        if result.code != 0 or result.model is None:
            raise TrainingError(f"The assistant cannot be trained: {_plain(said)}")
        os.replace(result.model, folder / name)
        return folder / name
    except RasaException as error:
        raise TrainingError(f"The assistant cannot be trained: {error}") from error
    except SystemExit as error:  # how parts of Rasa give up, after printing why
        raise TrainingError(f"The assistant cannot be trained: {_plain(said)}") from error
    finally:
        shutil.rmtree(aside, ignore_errors=True)


@contextmanager
def _without_warnings_of_the_design() -> Iterator[None]:
    """Rasa takes topics without a ResponseSelector for an oversight."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "The following duplicated intents", UserWarning)
        warnings.filterwarnings("ignore", "You have defined training data", UserWarning)
        yield


@contextmanager
def _packed_quickly() -> Iterator[None]:
    """Rasa packs a model as tightly as gzip can: 3 s, for a file 1 % smaller than in 1 s."""
    from rasa.engine.storage import local_model_storage

    class Packed(local_model_storage.TarSafe):
        @classmethod
        def gzopen(cls, name: str, mode: str = "r", fileobj: Any = None, **how: Any) -> Any:
            level = {"compresslevel": QUICKLY} if mode == "w" else {}
            return super().gzopen(name, mode, fileobj, **(level | how))

    tight = local_model_storage.TarSafe
    local_model_storage.TarSafe = Packed
    try:
        yield
    finally:
        local_model_storage.TarSafe = tight


def _plain(said: io.StringIO) -> str:
    """What Rasa printed, without its colours."""
    return re.sub(r"\x1b\[[0-9;]*m", "", said.getvalue()).strip()


@contextmanager
def _working_in(root: Path) -> Iterator[None]:
    """Rasa makes its training cache below the working folder, even if nothing is filed in it."""
    before = Path.cwd()
    os.chdir(root)
    try:
        yield
    finally:
        os.chdir(before)
