"""The folder of trained models, whose file names tell what each was trained from."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from clinic.settings import ROOT

# All that a model depends on, relative to the project's root.
SOURCES = ("config.yml", "domain.yml", "domain", "data", "clinic/nlu", "requirements.txt")
SUFFIXES = (".yml", ".yaml", ".py", ".txt", ".json")
KEPT = 3


def fingerprint(root: Path = ROOT) -> str:
    """Sixteen hex digits that change with anything a model is trained from."""
    digest = hashlib.sha256()
    for path in sorted(_files(root)):
        content = path.read_bytes()
        digest.update(f"{path.relative_to(root).as_posix()}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()[:16]


def model_name(mark: str, now: datetime) -> str:
    """File name of the model with fingerprint `mark` that was trained at `now`."""
    return f"{now:%Y%m%d-%H%M%S}-{mark}.tar.gz"


def newest_model(folder: Path) -> Path | None:
    """The model that is served: the youngest file, as Rasa's own commands choose it."""
    return max(folder.glob("*.tar.gz"), key=_age, default=None)


def model_of(folder: Path, mark: str) -> Path | None:
    """The youngest model with this fingerprint."""
    return max(folder.glob(f"*-{mark}.tar.gz"), key=_age, default=None)


def make_newest(model: Path) -> None:
    """Let an older model be the one that is served, as after its sources were taken back."""
    os.utime(model)


def forget_old(folder: Path) -> None:
    """Keep the last KEPT models of our naming; others are not ours to remove."""
    ours = sorted(folder.glob("????????-??????-" + "[0-9a-f]" * 16 + ".tar.gz"), key=_age)
    for model in ours[:-KEPT]:
        model.unlink(missing_ok=True)


def _age(model: Path) -> tuple[float, str]:
    return model.stat().st_mtime, model.name


def _files(root: Path) -> Iterator[Path]:
    for source in SOURCES:
        path = root / source
        found = path.rglob("*") if path.is_dir() else [path]
        yield from (file for file in found if file.suffix in SUFFIXES and file.is_file())
