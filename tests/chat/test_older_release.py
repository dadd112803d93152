"""A release that was trained before an upgrade keeps what the newer program promises."""

from __future__ import annotations

import asyncio
import io
import json
import tarfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from clinic.chat.agent import Assistant, load_assistant
from clinic.settings import load_settings
from clinic.store.inbox import PendingMessage
from clinic.store.unit_of_work import UnitOfWork
from clinic.training.models import newest_model
from tests.dialogues.matrix import EVERYTHING
from tests.sources import ROOT

BEGAN = datetime(2026, 3, 2, 15, tzinfo=UTC)
SLOT, ACTION, INTENT = "team_note", "action_read_back_old", "leave_message"
RESPONSE, REMOVED = "utter_ask_booking_form_team_note", "utter_faq/men"
RELEASED = "A little, as the trainer wrote it."


def aged(domain: dict[str, Any]) -> None:
    """Take out of a model's domain what came with an upgrade, and change what trainers may."""
    del domain["slots"][SLOT]
    domain["forms"]["booking_form"]["required_slots"].remove(SLOT)
    domain["actions"].remove(ACTION)
    domain["intents"].remove(INTENT)
    del domain["responses"][RESPONSE]
    del domain["responses"][REMOVED]
    for variation in domain["responses"]["utter_faq/pain"]:
        variation["text"] = RELEASED


def without_rules(learnt: dict[str, Any]) -> dict[str, Any]:
    """What a release has learnt of what follows what, but for what follows the intent."""
    for name in ("rules", "rules_for_loop_unhappy_path"):
        rules = learnt["lookup"][name]
        learnt["lookup"][name] = {k: v for k, v in rules.items() if INTENT not in k}
    return learnt


def older(model: Path, target: Path) -> Path:
    """The model as a program would have trained it that did not know all of this."""
    yaml = YAML(typ="safe")
    with tarfile.open(model) as before, tarfile.open(target, "w:gz", compresslevel=1) as after:
        for member in before:
            content = before.extractfile(member).read() if member.isreg() else b""
            if member.name.endswith("metadata.json"):
                metadata = json.loads(content)
                aged(metadata["domain"])
                content = json.dumps(metadata).encode()
            elif member.name.endswith("/domain.yml"):
                domain = yaml.load(content)
                aged(domain)
                written = io.StringIO()
                yaml.dump(domain, written)
                content = written.getvalue().encode()
            elif member.name.endswith("rule_policy.json"):
                content = json.dumps(without_rules(json.loads(content))).encode()
            member.size = len(content)
            after.addfile(member, io.BytesIO(content) if member.isreg() else None)
    return target


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder = tmp_path_factory.mktemp("older")
    settings = load_settings(var_dir=folder, secret_key="s" * 48)
    model = older(newest_model(ROOT / "models"), folder / "older.tar.gz")
    return load_assistant(settings, model)


@pytest.fixture
def turn(release: Assistant) -> Iterator[Callable[..., UnitOfWork]]:
    """Says a line, or presses what has this meaning, and returns what came of it."""
    runner, units = asyncio.Runner(), []

    def say(text: str, payload: str | None = None) -> UnitOfWork:
        seq = len(units) + 1
        now = BEGAN + timedelta(minutes=seq)
        unit = UnitOfWork("visitor", seq, f"visitor:{seq}", now, "s" * 48)
        message = PendingMessage(seq, "visitor", str(seq), seq, text, payload, now, 0, now)
        runner.run(release.answer(message, units[-1].snapshot if units else None, unit))
        units.append(unit)
        return unit

    yield say
    runner.close()


def _said(unit: UnitOfWork) -> str:
    return "\n".join(f"{reply.text} {json.dumps(reply.card or {})}" for reply in unit.replies)


def test_what_a_newer_program_keeps_is_kept_asked_for_and_sent(turn: Callable[..., UnitOfWork]):
    turn("I'd like to book an appointment")
    turn(EVERYTHING)
    assert "use the side entrance" in _said(turn("yes, and use the side entrance"))
    edit = next(
        button["payload"]
        for button in _edits(turn("yes, and I use a wheelchair"))
        if button["title"] == "For the team"
    )
    asked = turn("For the team", edit)
    assert [reply.response for reply in asked.replies][-1] == RESPONSE, _said(asked)
    kept = turn("I come with my dog")
    assert kept.snapshot["slots"][SLOT] == "I come with my dog" in _said(kept)
    assert len(turn("yes").bookings) == 1


def _edits(unit: UnitOfWork) -> list[dict[str, str]]:
    return [
        {"title": field["label"], "payload": field["edit"]}
        for reply in unit.replies
        for field in (reply.card or {}).get("fields", [])
        if field.get("edit")
    ]


def test_a_button_that_it_has_not_learnt_is_read_like_typed_words(turn: Callable[..., UnitOfWork]):
    pressed = turn("Leave a message for the team", f"/{INTENT}")
    assert [reply.response for reply in pressed.replies] == ["utter_human_handoff"]


def test_words_that_a_trainer_changed_stay_as_released(turn: Callable[..., UnitOfWork]):
    assert RELEASED in _said(turn("does it hurt?"))


def test_a_topic_that_was_not_taught_does_not_come_back(release: Assistant):
    responses = release._processor.domain.responses
    assert REMOVED not in responses and RESPONSE in responses


def test_an_action_that_it_lacks_can_be_carried_out(release: Assistant):
    assert ACTION in release._processor.domain.action_names_or_texts
