"""The training files: read and written without losing a comment, a line or anybody's change."""

from __future__ import annotations

import hashlib
import io
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import YAMLError
from ruamel.yaml.representer import RoundTripRepresenter

from clinic.errors import BrokenFile, TopicChanged, TopicRefused
from clinic.file_lock import FileLocked, lock_file

WIDTH = 4096  # lines are broken where they were, and nowhere else
LOCK_PATIENCE_S = 10


class YamlFile:
    """A YAML file in memory; `save` refuses to write over what others have written meanwhile.

    Raises BrokenFile with the line where the file cannot be read.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._read = _bytes(path)
        self.content: Any = _parsed(path, self._read) if self._read is not None else CommentedMap()
        self._goes = False

    @property
    def original(self) -> bytes | None:
        """What the file held when it was read or last saved; None where there was none."""
        return self._read

    def put_back(self, content: bytes | None) -> None:
        """Undo a save."""
        if content is None:
            self.path.unlink(missing_ok=True)
        else:
            write_whole(self.path, content)
        self._read = content

    def rewrite(self, text: str) -> None:
        """Take this text for the content; raises BrokenFile for what is no YAML."""
        self.content = _parsed(self.path, text.encode())

    def remove(self) -> None:
        """The next `save` deletes the file."""
        self._goes = True

    def save(self) -> bool:
        """Write the content in one step; False where nothing has changed.

        Raises TopicChanged where the file is no longer as it was read, TopicRefused where it
        cannot be written (a full disk, say); the file is whole in any case.
        """
        text = None if self._goes else _dumped(self.content)
        if text == self._read:
            return False
        now = _bytes(self.path)
        if now != self._read:
            raise TopicChanged(
                f"{self.path.name} was changed by somebody else a moment ago. Nothing was "
                "written; look at the topic again and repeat your change."
            )
        if text is None:
            _delete(self.path)
        else:
            write_whole(self.path, text)
        self._read = text
        return True


def save_all(files: list[YamlFile]) -> list[Path]:
    """Save every file or none; returns the paths of those that have changed.

    Raises TopicChanged or TopicRefused as `save` does.
    """
    saved: list[tuple[YamlFile, bytes | None]] = []
    try:
        for file in files:
            was = file.original
            if file.save():
                saved.append((file, was))
    except TopicRefused:
        for file, was in saved:
            file.put_back(was)
        raise
    return [file.path for file, _ in saved]


_looked_at: dict[Path, YamlFile] = {}


def look_at(path: Path) -> YamlFile:
    """The file to look at, not to change: what it holds is read once, until that is another.

    Raises BrokenFile with the line where the file cannot be read. To take a file of two thousand
    messages apart takes a tenth of a second, and a page may show them all.
    """
    known = _looked_at.get(path)
    if known is None or known.original != _bytes(path):
        known = _looked_at[path] = YamlFile(path)
    return known


def _bytes(path: Path) -> bytes | None:
    return path.read_bytes() if path.exists() else None


def _parsed(path: Path, content: bytes) -> Any:
    try:
        found = _yaml().load(content.decode("utf-8"))
    except YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f", line {mark.line + 1}" if mark else ""
        problem = getattr(error, "problem", None) or str(error)
        raise BrokenFile(
            f"{path.name}{line} is no valid YAML: {' '.join(str(problem).split())}. Nothing was "
            "changed; put the file right, then try again."
        ) from error
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise BrokenFile(
            f"{path.name}, line {line} is not written in UTF-8. Nothing was changed; save the "
            "file as UTF-8, then try again."
        ) from error
    _keep_anchors(found)
    return CommentedMap() if found is None else found


def _yaml() -> YAML:
    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = WIDTH
    yaml.Representer = _WithNull
    return yaml


class _WithNull(RoundTripRepresenter):
    """Writes an empty value as `null`, where ruamel leaves it out."""


_WithNull.add_representer(
    type(None), lambda self, _: self.represent_scalar("tag:yaml.org,2002:null", "null")
)


def _keep_anchors(node: Any) -> None:
    """Write an anchor out even where nothing refers to it."""
    if isinstance(node, CommentedMap | CommentedSeq):
        anchor = node.yaml_anchor()
        if anchor is not None:
            anchor.always_dump = True
        for child in node.values() if isinstance(node, CommentedMap) else node:
            _keep_anchors(child)


def _dumped(content: Any) -> bytes:
    stream = io.BytesIO()
    _yaml().dump(content, stream)
    return stream.getvalue()


def write_whole(path: Path, content: bytes) -> None:
    """Put `content` at `path` in one step: readers see the old file or the new one, whole."""
    draft = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        mode = path.stat().st_mode & 0o777 if path.exists() else 0o644
        handle, draft = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(draft, mode)
        os.replace(draft, path)
    except OSError as error:
        if draft is not None:
            Path(draft).unlink(missing_ok=True)
        raise TopicRefused(
            f"{path.name} could not be written ({error.strerror}). It is as it was; make room or "
            "give the server the right to write there, then try again."
        ) from error


def _delete(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise TopicRefused(
            f"{path.name} could not be deleted ({error.strerror}). It is as it was; give the "
            "server the right to write there, then try again."
        ) from error


def checksum(path: Path) -> str:
    """SHA-256 of a file, 64 hexadecimal digits; raises OSError where it cannot be read."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the training files: two trainers, or two processes, write one after the other."""
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with lock_file(folder / "training-files.lock", LOCK_PATIENCE_S):
            yield
    except FileLocked as error:
        raise TopicRefused(
            "Somebody else is writing the training files just now. Try again in a moment."
        ) from error
