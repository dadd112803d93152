"""The taught messages are looked over before anybody trains on them."""

from __future__ import annotations

from pathlib import Path

import pytest

from clinic.training.validate import Finding, validate
from tests.sources import ROOT


def _found(folder: Path, **files: list[str]) -> list[Finding]:
    for label, messages in files.items():
        examples = "".join(f"    - {message}\n" for message in messages)
        (folder / f"{label}.yml").write_text(
            f'version: "3.1"\nnlu:\n- intent: {label}\n  examples: |\n{examples}'
        )
    return validate(folder)


FILLER = [
    "hello there",
    "good morning to you",
    "what does it cost",
    "where are you",
    "thanks a lot",
]


def test_the_same_phrase_under_two_intents_is_an_error(tmp_path: Path):
    found = _found(tmp_path, price=["how much?", *FILLER], pain=["How much"])
    (error,) = [finding for finding in found if finding.is_error]
    assert {error.label, error.other_label} == {"price", "pain"}


def test_a_phrase_taught_twice_is_told(tmp_path: Path):
    found = _found(tmp_path, price=["how much?", "How much!", *FILLER])
    assert [finding.kind for finding in found if finding.nearness == 1.0] == ["repeated"]


def test_a_near_rival_is_shown(tmp_path: Path):
    found = _found(
        tmp_path,
        pain=["does it hurt a lot", "is it painful", *FILLER],
        downtime=["does it hurt a lot?!", "when can i work again"],
    )
    assert any(finding.other_text.startswith("does it hurt a lot") for finding in found)


@pytest.mark.slow
def test_our_own_messages_contradict_nothing():
    assert [str(each) for each in validate(ROOT / "data" / "nlu") if each.is_error] == []
