"""Turns to make conversations from: what was said, understood and answered, in many kinds."""

from __future__ import annotations

import json
import random
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from clinic.store.conversation_fold import FORM_FIELDS
from clinic.training.examples import taught_messages
from tests.sources import ROOT

NAMES = ("Ana", "Ben", "Cleo", "Dan", "Eva", "Finn", "Gia", "Hugo", "Ines", "Jon", "Kim", "Leo")
FAMILIES = ("Alvarez", "Brown", "Costa", "Dubois", "Evans", "Ferrari", "Garcia", "Hill", "Ivanov")


@dataclass(frozen=True)
class Turn:
    """One message with everything that it led to; shared by all conversations that hold it."""

    text: str
    replies: list[tuple[str, str]]  # (response, words)
    events: list[dict[str, Any]] = field(hash=False)

    @cached_property
    def stored(self) -> list[tuple[str, str]]:
        """Each event's type and JSON, as the tracker store writes them."""
        return [(event["event"], json.dumps(event)) for event in self.events]


@dataclass(frozen=True)
class Prototypes:
    questions: list[Turn]
    missed: list[Turn]
    handed_over: list[Turn]
    safety: list[Turn]
    form: list[list[Turn]]  # by how far the form has come


def make_prototypes(seed: int) -> Prototypes:
    dice = random.Random(seed)
    asked = _asked()
    questions = [
        _turn(dice, text, label, _confidence(dice), [label], "action_answer", f"utter_{label}")
        for text, label in asked
        if label.startswith("faq/")
    ]
    others = [(text, label) for text, label in asked if not label.startswith("faq/")]
    harmless = [each for each in others if each[1] not in ("emergency", "deny")]
    missed = [
        _turn(dice, f"{text} {_nonsense(dice)}", "nlu_fallback", dice.uniform(0.1, 0.45), [],
              "action_clarify", "utter_clarify")
        for text, _ in dice.sample(harmless, 60)
    ]  # fmt: skip
    handed = [
        _turn(dice, text, "human_handoff", _confidence(dice), [], "action_handoff",
              "utter_human_handoff")
        for text, label in others
        if label in ("human_handoff", "complaint")
    ]  # fmt: skip
    danger = [
        _turn(dice, text, "emergency", _confidence(dice), [], "action_safety",
              "utter_safety_emergency", safety=dice.choice(("emergency", "same_day", "self_harm")))
        for text, label in others
        if label == "emergency"
    ]  # fmt: skip
    form = [[_form(dice, steps) for _ in range(20)] for steps in range(1, len(FORM_FIELDS) + 1)]
    dice.shuffle(questions)
    return Prototypes(questions, missed, handed, danger, form)


def _asked() -> list[tuple[str, str]]:
    """Messages with their labels, from what the assistant is taught."""
    return [(text, label) for label, text in taught_messages(ROOT / "data" / "nlu")]


def _confidence(dice: random.Random) -> float:
    return round(1 - dice.betavariate(1.2, 12), 4)


def _nonsense(dice: random.Random) -> str:
    return "".join(dice.choice("bdfgklmnprstvz") + dice.choice("aeiou") for _ in range(3))


def _turn(
    dice: random.Random,
    text: str,
    label: str,
    confidence: float,
    topics: list[str],
    action: str,
    response: str,
    safety: str | None = None,
) -> Turn:
    ranking = [{"name": f"faq/other_{number}", "confidence": 0.01} for number in range(9)]
    parsed: dict[str, Any] = {
        "text": text,
        "label": label,
        "label_confidence": confidence,
        "topics": topics,
        "entities": [],
        "language": "en",
        "intent": {"name": label.partition("/")[0], "confidence": confidence},
        "intent_ranking": [{"name": label, "confidence": confidence}, *ranking],
        "would": "answer",
    }
    if safety:
        parsed["safety"] = safety
    words = f"Words of the approved answer {response}, about as long as they usually are."
    events = [
        {"event": "user", "text": text, "parse_data": parsed},
        {"event": "user_featurization", "use_text_for_featurization": False},
        {"event": "action", "name": action, "policy": "RulePolicy", "confidence": 1.0},
        {"event": "bot", "text": words, "metadata": {"utter_action": response}},
        {"event": "slot", "name": "misses", "value": None},
        {"event": "action", "name": "action_listen", "policy": "RulePolicy", "confidence": 1.0},
    ]
    return Turn(text, [(response, words)], events)


def _form(dice: random.Random, steps: int) -> Turn:
    """A turn after which the form has come so far."""
    name = f"{dice.choice(NAMES)} {dice.choice(FAMILIES)}"
    turn = _turn(
        dice, f"I'd like to book, my name is {name}", "booking_request", _confidence(dice), [],
        "action_answer", "utter_booking_begin",
    )  # fmt: skip
    turn.events.insert(3, {"event": "action", "name": "booking_form"})
    turn.events.insert(4, {"event": "active_loop", "name": "booking_form"})
    for step in FORM_FIELDS[:steps]:
        turn.events.append({"event": "slot", "name": "requested_slot", "value": step})
    return turn
