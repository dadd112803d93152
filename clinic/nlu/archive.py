"""Looks a model archive over before Rasa unpacks it: what it holds, how much, and what it names."""

from __future__ import annotations

import gzip
import json
import tarfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO

from clinic.errors import ModelError

MOST_BYTES = 512 * 1024 * 1024  # unpacked; ours have less than a tenth of it
MOST_MEMBERS = 1000
MOST_AT_ONCE = 16 * 1024 * 1024  # of one header or of the metadata, which are read into memory
METADATA = "metadata.json"
# A model says by name which classes it is run by; only these can be meant.
COMPONENTS = ("clinic.nlu.", "rasa.core.policies.", "rasa.graph_components.", "rasa.nlu.")


def check_archive(path: Path) -> None:
    """Raise ModelError for an archive that Rasa must not unpack.

    It could write beside its folder, fill disk or memory, or have something run that is no
    component.
    """
    try:
        with gzip.open(path) as unpacked, tarfile.open(fileobj=_Bounded(unpacked)) as archive:
            named = list(_components(_checked_metadata(archive)))
    except (
        AttributeError,
        EOFError,
        OSError,
        RecursionError,
        ValueError,
        tarfile.TarError,
        zlib.error,
    ) as error:
        raise ModelError(
            f"The model {path.name} cannot be read ({type(error).__name__}). Delete it and run "
            "`python -m clinic train`."
        ) from error
    except _Unsafe as reason:
        raise ModelError(
            f"The model {path.name} is not loaded: {reason}. Delete it, find out where it came "
            "from, and run `python -m clinic train`."
        ) from None
    for name in named:
        if not (isinstance(name, str) and name.startswith(COMPONENTS)):
            raise ModelError(
                f"The model {path.name} is not loaded: it names something to be run that is no "
                "component of an assistant. Delete it and find out where it came from."
            )


class _Unsafe(Exception):
    """Why an archive must not be unpacked."""


class _Bounded:
    """A file of which nobody reads so much at once that it fills the memory.

    Contents are skipped by seeking, in small pieces; only headers are read.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.seek, self.tell = file.seek, file.tell

    def read(self, size: int = -1) -> bytes:
        if not 0 <= size <= MOST_AT_ONCE:
            raise _Unsafe("a header in it is larger than any that is needed")
        return self._file.read(size)


def _checked_metadata(archive: tarfile.TarFile) -> dict[str, Any]:
    metadata: dict[str, Any] = {}
    total = count = 0
    # Each member is looked at before its content is passed over.
    for member in archive:
        count, total = count + 1, total + member.size
        if count > MOST_MEMBERS or total > MOST_BYTES:
            raise _Unsafe("it holds more than any model needs")
        if not (member.isdir() or member.isreg()) or member.issparse():
            raise _Unsafe("it holds something that is neither a file nor a folder")
        path = PurePosixPath(member.name)
        if path.is_absolute() or ".." in path.parts or "\\" in member.name:
            raise _Unsafe("a file in it would be written beside the model's folder")
        if path == PurePosixPath(METADATA) and member.isreg():
            metadata = _read_json(archive, member)
    return metadata


def _read_json(archive: tarfile.TarFile, member: tarfile.TarInfo) -> Any:
    if member.size > MOST_AT_ONCE:
        raise _Unsafe("its description is larger than any that is needed")
    found = json.loads(archive.extractfile(member).read())
    if not isinstance(found, dict):
        raise _Unsafe("its description is none")
    return found


def _components(metadata: dict[str, Any]) -> Iterator[Any]:
    for schema in ("train_schema", "predict_schema"):
        nodes = (metadata.get(schema) or {}).get("nodes") or {}
        yield from (node.get("uses") for node in nodes.values())
