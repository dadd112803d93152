"""Conversations are rehearsed on a model, and one that goes wrong is told with its turn."""

from __future__ import annotations

from pathlib import Path

import pytest

from clinic.profile import load_profile
from clinic.server.rehearsal import rehearse
from clinic.settings import Settings, load_settings
from clinic.training.models import newest_model
from tests.sources import ROOT


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load_settings(var_dir=tmp_path, clinic_file=ROOT / "clinic.yml", _env_file=None)


def test_our_own_model_leads_every_conversation_as_it_should(settings: Settings) -> None:
    gate = rehearse(settings, newest_model(ROOT / "models"))
    assert gate.examples == []
    assert gate.passed


def test_a_clinic_with_a_phone_number_says_it_and_passes(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = load_profile(settings.clinic_file)
    with_phone = ours.model_copy(update={"phone": "203-555-0100"})
    monkeypatch.setattr("actions.handoff.profile", lambda: with_phone)
    gate = rehearse(settings, newest_model(ROOT / "models"))
    assert gate.examples == []


def test_a_conversation_that_goes_otherwise_is_told_with_its_turn(
    settings: Settings, tmp_path: Path
) -> None:
    dialogues = tmp_path / "dialogues.yml"
    dialogues.write_text(
        "dialogues:\n- name: A price\n  turns:\n"
        '  - {say: "does it hurt?", reply: utter_faq/pain}\n'
        '  - {say: "does it hurt?", reply: utter_faq/price}\n'
    )
    gate = rehearse(settings, newest_model(ROOT / "models"), dialogues)
    assert not gate.passed
    assert gate.examples == ['A price: "does it hurt?" → faq/pain']
