"""What a button calls a topic belongs to the release, whatever the files say meanwhile."""

from __future__ import annotations

import io
import json
import re
import tarfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from actions import catalogue
from clinic.store.releases import Release
from tests.server.test_live_model import Clinic

UNCLEAR = "and what about wifi"
_TITLE = re.compile(r"title: \{en: \"?")


@pytest.fixture(scope="module")
def clinic(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clinic]:
    served = Clinic(tmp_path_factory.mktemp("clinic"))
    yield served
    served.stop()


def renamed(clinic: Clinic, name: str, said: str) -> Release:
    """A release that was trained when every topic's name began with `said`."""
    path = clinic.models / "releases" / f"{name}.tar.gz"
    first = tarfile.open(clinic.models / "first.tar.gz")
    with first as whole, tarfile.open(path, "w:gz", compresslevel=1) as file:
        for member in whole:
            content = whole.extractfile(member) if member.isfile() else None
            if member.name.removeprefix("./") == "metadata.json":
                written = _renamed_all(json.load(content), said)
                member.size, content = len(written), io.BytesIO(written)
            file.addfile(member, content)
    return clinic.on_record(path)


def _renamed_all(metadata: dict[str, Any], said: str) -> bytes:
    for variations in metadata["domain"]["responses"].values():
        for each in variations:
            titles = (each.get("metadata") or {}).get("title") or {}
            titles |= {language: said + title for language, title in titles.items()}
    return json.dumps(metadata).encode()


def offered(clinic: Clinic) -> list[str]:
    """The topics that are offered to somebody who is not understood, as their buttons name them."""
    with clinic.visitor() as visitor:
        visitor.say(UNCLEAR)
        return visitor.buttons()


def test_a_release_brings_its_names_and_a_roll_back_the_former_ones(clinic: Clinic) -> None:
    as_set_up = offered(clinic)
    assert as_set_up
    for said in ("A: ", "B: "):
        before = clinic.answering
        clinic.promote(renamed(clinic, said[0], said))
        clinic.wait_for_another(before)
        assert offered(clinic) == [said + each for each in as_set_up]
    before = clinic.answering
    clinic.releases.roll_back("mia", datetime.now(UTC))
    clinic.wait_for_another(before)
    assert offered(clinic) == ["A: " + each for each in as_set_up]


def test_what_stands_in_the_files_meanwhile_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A server is started beside files that somebody is in the middle of changing."""
    half = tmp_path / "responses"
    half.mkdir()
    for path in catalogue.RESPONSES.glob("*.yml"):
        text = _TITLE.sub(r"\g<0>Half of ", path.read_text(encoding="utf-8"))
        (half / path.name).write_text(text, encoding="utf-8")
    (half / "broken.yml").write_text("responses:\n  utter_x: [\n")
    monkeypatch.setattr(catalogue, "RESPONSES", half)
    assert "Half of" in str(catalogue.responses_in(half))
    served = Clinic(tmp_path)
    try:
        with served.visitor() as visitor:
            visitor.say(UNCLEAR)
            assert visitor.buttons() and "Half of" not in str(visitor.buttons())
    finally:
        served.stop()


def test_a_program_that_is_newer_than_its_release_has_the_words_that_it_needs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "mails.yml").write_text(
        "responses:\n"
        "  utter_new: [{text: New}]\n"
        "  utter_faq/pain:\n"
        "  - text: Otherwise\n"
        "    metadata: {title: {en: Ouch}, words: {en: {now: Now, then: Then}}}\n"
    )
    monkeypatch.setattr(catalogue, "RESPONSES", tmp_path)
    trained = {
        "utter_faq/pain": [{"text": "No.", "metadata": {"words": {"en": {"now": "At once"}}}}]
    }
    with catalogue.spoken_with(catalogue.completed(trained)):
        (pain,) = catalogue.catalogue()["utter_faq/pain"]
        assert pain == {
            "text": "No.",
            "metadata": {"words": {"en": {"now": "At once", "then": "Then"}}},
        }
        assert catalogue.title("faq/pain", "en") is None  # a name that it was not taught
        assert catalogue.catalogue()["utter_new"] == [{"text": "New"}]
