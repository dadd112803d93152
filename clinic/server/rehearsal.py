"""Plays whole conversations on a model before it may be promoted; nothing is written or sent."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from clinic.chat.agent import Assistant, load_assistant
from clinic.errors import ClinicError
from clinic.settings import Settings
from clinic.store.inbox import PendingMessage
from clinic.store.unit_of_work import UnitOfWork
from clinic.training.gates import DIALOGUES, Gate

BEGIN = datetime(2026, 1, 5, 15, 0, tzinfo=UTC)  # a Monday; each turn is a minute later


def rehearse(settings: Settings, model: Path, dialogues: Path = DIALOGUES) -> Gate:
    """The gate "dialogues": which conversations no longer run as they should, and where."""
    assistant = load_assistant(settings, model)
    wrong: list[str] = []
    try:
        for dialogue in _read(dialogues):
            found = asyncio.run(_played(assistant, dialogue, settings))
            if found is not None:
                wrong.append(f"{dialogue['name']}: {found}")
    finally:
        assistant.close()
    if not wrong:
        return Gate("dialogues", True)
    return Gate(
        "dialogues",
        False,
        f"{len(wrong)} conversations would go otherwise than they should. Look at what was taught "
        "near these messages.",
        wrong,
    )


async def _played(assistant: Assistant, dialogue: dict[str, Any], settings: Settings) -> str | None:
    """Play one conversation; returns what went wrong first, if anything did."""
    snapshot: dict[str, Any] | None = None
    for number, turn in enumerate(dialogue["turns"], 1):
        now = BEGIN + timedelta(minutes=number)
        text = turn.get("say") or turn["press"]
        message = PendingMessage(
            number, "rehearsal", str(number), number, text, turn.get("press"), now, 0, now
        )
        unit = UnitOfWork("rehearsal", number, f"rehearsal:{number}", now, settings.secret)
        try:
            await assistant.answer(message, snapshot, unit)
        except ClinicError:
            return f'"{text}" → no reply'
        said = [reply.response or "" for reply in unit.replies]
        wanted = turn["reply"] if isinstance(turn["reply"], list) else [turn["reply"]]
        if not any(each.startswith(tuple(wanted)) for each in said):
            names = ", ".join(each.removeprefix("utter_") for each in said)
            return f'"{text}" → {names}'
        snapshot = unit.snapshot
    return None


def _read(path: Path) -> list[dict[str, Any]]:
    with path.open(encoding="utf-8") as file:
        return YAML(typ="safe").load(file)["dialogues"]
