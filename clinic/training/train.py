"""Training the assistant into the folder of models."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import structlog

from clinic.errors import TrainingError
from clinic.settings import ROOT
from clinic.training import models

log = structlog.get_logger()


def train(folder: Path, root: Path = ROOT) -> Path:
    """Train from the files below `root`; returns the new model, which is the newest of `folder`.

    Raises TrainingError if the files cannot be trained on; the models stay as they were then.
    """
    import clinic.rasa_compat  # noqa: F401
    from clinic.training.sources import check_sources

    folder = folder.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    mark = models.fingerprint(root)
    with _working_in(root):
        check_sources(root)
        model = _train_aside(folder, root, models.model_name(mark, datetime.now(UTC)))
    models.forget_old(folder)
    log.info("model.trained", model=model.name)
    return model


def train_if_needed(folder: Path, root: Path = ROOT) -> tuple[Path, bool]:
    """The model of the current files, and whether it had to be trained."""
    current = models.model_of(folder, models.fingerprint(root))
    if current is None:
        return train(folder, root), True
    if current != models.newest_model(folder):
        models.make_newest(current)
    return current, False


def _train_aside(folder: Path, root: Path, name: str) -> Path:
    """Train next to the models and move the result in whole: a server may be reading them."""
    import rasa
    from rasa.shared.exceptions import RasaException

    aside = Path(tempfile.mkdtemp(prefix=".training-", dir=folder))
    try:
        result = rasa.train(
            domain=str(_domain(root)),
            config=str(root / "config.yml"),
            training_files=str(root / "data"),
            output=str(aside),
            fixed_model_name=name,
        )
        if result.code != 0 or result.model is None:
            raise TrainingError("Rasa could not train from these files; it says why above.")
        return Path(os.replace(result.model, folder / name) or folder / name)
    except RasaException as error:
        raise TrainingError(f"The assistant cannot be trained: {error}") from error
    except SystemExit as error:  # how parts of Rasa give up, after printing why
        raise TrainingError("Rasa gave up training; it says why above.") from error
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _domain(root: Path) -> Path:
    return root / "domain" if (root / "domain").is_dir() else root / "domain.yml"


@contextmanager
def _working_in(root: Path) -> Iterator[None]:
    """Rasa keeps its training cache below the working folder."""
    before = Path.cwd()
    os.chdir(root)
    try:
        yield
    finally:
        os.chdir(before)
