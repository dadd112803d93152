"""A model archive that was made to do harm is refused before anything of it is unpacked."""

from __future__ import annotations

import gzip
import io
import json
import resource
import tarfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from clinic.errors import ModelError
from clinic.nlu.archive import MOST_BYTES, MOST_MEMBERS, check_archive
from clinic.nlu.parse import load_processor
from tests.live import LiveServer
from tests.sources import ROOT

Members = Iterator[tuple[tarfile.TarInfo, bytes]]


def member(name: str, content: bytes = b"", kind: bytes = tarfile.REGTYPE, **more: Any) -> Any:
    info = tarfile.TarInfo(name)
    info.type, info.size = kind, len(content)
    for attribute, value in more.items():
        setattr(info, attribute, value)
    return info, content


def archive(path: Path, *members: Any) -> Path:
    with tarfile.open(path, "w:gz") as file:
        for info, content in members:
            file.addfile(info, io.BytesIO(content))
    return path


def names_component(uses: object) -> bytes:
    return json.dumps({"predict_schema": {"nodes": {"a": {"uses": uses}}}}).encode()


OUTSIDE = "escaped-from-the-archive"
HARMFUL: dict[str, list[Any]] = {
    "above": [member(f"../../{OUTSIDE}", b"x")],
    "above within": [member(f"components/../../../{OUTSIDE}", b"x")],
    "absolute": [member(f"/tmp/{OUTSIDE}", b"x")],
    "other slashes": [member(f"..\\..\\{OUTSIDE}", b"x")],
    "symbolic link": [member("components/a", kind=tarfile.SYMTYPE, linkname="/etc/passwd")],
    "link then through it": [
        member("components/a", kind=tarfile.SYMTYPE, linkname="/tmp"),
        member(f"components/a/{OUTSIDE}", b"x"),
    ],
    "hard link": [member("components/a", kind=tarfile.LNKTYPE, linkname="/etc/passwd")],
    "pipe": [member("components/a", kind=tarfile.FIFOTYPE)],
    "device": [member("components/a", kind=tarfile.CHRTYPE, devmajor=1, devminor=5)],
    "many": [member(f"components/{number}") for number in range(MOST_MEMBERS + 1)],
    "foreign class": [member("metadata.json", names_component("subprocess.Popen"))],
    "own class that is no component": [
        member("metadata.json", names_component("clinic.server.app.create_app"))
    ],
    "no name": [member("metadata.json", names_component(["os.system"]))],
    "no schema": [member("metadata.json", b'{"predict_schema": {"nodes": []}}')],
    "no object": [member("metadata.json", b"[]")],
    "deep": [member("metadata.json", b"[" * 100_000)],
}


@pytest.mark.parametrize("members", HARMFUL.values(), ids=HARMFUL)
def test_an_archive_that_was_made_to_do_harm_is_refused(tmp_path: Path, members: list[Any]) -> None:
    path = archive(tmp_path / "model.tar.gz", *members)
    with pytest.raises(ModelError, match="model.tar.gz"):
        load_processor(path)
    assert not list(tmp_path.parent.rglob(OUTSIDE))
    assert not Path("/tmp", OUTSIDE).exists()


def bomb(path: Path, header: Callable[[], bytes]) -> Path:
    """A header that promises what follows: gibibytes of zeros, in some megabytes."""
    size = 16 * 1024 * 1024
    zeros = gzip.compress(bytes(size), 9)
    path.write_bytes(gzip.compress(header()) + zeros * (MOST_BYTES // size + 4))
    return path


def large_file() -> bytes:
    return member("components/a", size=MOST_BYTES + 2**20)[0].tobuf(tarfile.GNU_FORMAT)


def long_name() -> bytes:
    """A name of half a gibibyte, which a careless reader takes into memory."""
    return member("././@LongLink", kind=tarfile.GNUTYPE_LONGNAME, size=MOST_BYTES)[0].tobuf(
        tarfile.GNU_FORMAT
    )


def long_record() -> bytes:
    return member("a", kind=tarfile.XHDTYPE, size=MOST_BYTES)[0].tobuf(tarfile.USTAR_FORMAT)


@pytest.mark.parametrize("header", [large_file, long_name, long_record])
def test_a_bomb_is_refused_at_once_and_fills_no_memory(
    tmp_path: Path, header: Callable[[], bytes]
) -> None:
    path = bomb(tmp_path / "model.tar.gz", header)
    assert path.stat().st_size < 1024 * 1024
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = time.process_time()
    with pytest.raises(ModelError, match="not loaded"):
        check_archive(path)
    assert time.process_time() - began < 0.5
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100 * 1024


@pytest.mark.parametrize("damage", [b"", b"\x1f\x8b", b"no archive at all", b"\x1f\x8b\x08" * 99])
def test_what_is_no_archive_is_told_as_such(tmp_path: Path, damage: bytes) -> None:
    path = tmp_path / "model.tar.gz"
    path.write_bytes(damage)
    with pytest.raises(ModelError, match="cannot be read"):
        check_archive(path)


def test_an_archive_that_was_cut_short_is_told_as_such(tmp_path: Path) -> None:
    whole = max((ROOT / "models").glob("*.tar.gz"))
    path = tmp_path / "model.tar.gz"
    path.write_bytes(whole.read_bytes()[:100_000])
    with pytest.raises(ModelError, match="cannot be read"):
        check_archive(path)


def test_our_own_models_are_let_through() -> None:
    check_archive(max((ROOT / "models").glob("*.tar.gz")))


@pytest.mark.slow
def test_a_server_with_such_a_model_does_not_start_and_says_why(
    start_server: Callable[..., LiveServer], tmp_path: Path
) -> None:
    archive(tmp_path / "20260101-000000-0123456789abcdef.tar.gz", *HARMFUL["absolute"])
    with pytest.raises(RuntimeError, match="would be written beside the model's folder"):
        start_server(models_dir=tmp_path)
