"""What the assistant has to reach before a clinic can trust it, and whether it does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from clinic.training.evaluate import Evaluation

FEWEST = 200  # cases from which a set decides by itself


@dataclass(frozen=True)
class Bar:
    """A figure with its limit; `at_least` or `at_most` it."""

    name: str
    figure: Callable[[Evaluation], float]
    cases: Callable[[Evaluation], int]
    limit: float
    at_least: bool = True

    def holds(self, evaluation: Evaluation) -> bool:
        value = self.figure(evaluation)
        return value >= self.limit if self.at_least else value <= self.limit


def _share(name: str, limit: float, at_least: bool = True) -> Bar:
    return Bar(
        name,
        lambda e: e.scores.shares[name].value,
        lambda e: e.scores.shares[name].total,
        limit,
        at_least,
    )


def _entity(name: str, side: int, limit: float) -> Bar:
    return Bar(
        f"{name}: {('recall', 'precision')[side]}",
        lambda e: e.scores.entities[name][side].value,
        lambda e: e.scores.entities[name][side].total,
        limit,
    )


def _messages(evaluation: Evaluation) -> int:
    return evaluation.messages


BARS = [
    _share("strict", 0.90),
    _share("lenient", 0.95),
    Bar("macro-F1", lambda e: e.scores.macro_f1, _messages, 0.90),
    _share("right when answered", 0.97),
    _share("answered without asking back", 0.88),
    _share("right topic among the buttons", 0.85),
    _share("red flags noticed", 0.97),
    _share("false alarms", 0.01, at_least=False),
    _share("own health noticed", 0.99),
    _share("denied or other's health left alone", 0.95),
    _share("out of scope caught", 0.90),
    _share("in scope turned away", 0.05, at_least=False),
    Bar(
        "calibration error",
        lambda e: e.scores.calibration_error,
        _messages,
        0.04,
        at_least=False,
    ),
    _share("all questions answered", 0.65),
    _share("unasked extra answer", 0.03, at_least=False),
    *(
        _entity(name, side, limit)
        for name in (
            "condition", "medicine", "concern", "treatment", "location", "body_area", "date",
            "phone", "email",
        )
        for side, limit in ((0, 0.92), (1, 0.90))
    ),
    Bar("CPU per message, median ms", lambda e: e.median_ms, _messages, 5, at_least=False),
    Bar("CPU per message, 95 % ms", lambda e: e.p95_ms, _messages, 12, at_least=False),
    Bar("loading the model, s of CPU", lambda e: e.load_s, _messages, 3, at_least=False),
]  # fmt: skip
