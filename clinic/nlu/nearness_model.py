"""The classifier itself: labels by nearness to every example, with calibrated probabilities."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from clinic.nlu import ridge
from clinic.nlu.example_space import ExampleSpace

RIDGE = 0.03
_TEMPERATURES = np.geomspace(0.03, 1.0, 60)
_SMALLEST = 1e-9


@dataclass
class NearnessModel:
    """Messages in normalised spelling, with their sentence features, to scores by label."""

    labels: list[str]
    space: ExampleSpace
    weights: np.ndarray  # (labels, examples)
    temperature: float

    @classmethod
    def learn(cls, texts: list[str], features: np.ndarray, labels: list[str]) -> NearnessModel:
        """Train; the temperature is tuned on predictions for messages left out."""
        order = np.random.default_rng(0).permutation(len(texts))  # the last are to be a sample
        names = sorted(set(labels))
        numbers = np.searchsorted(names, [labels[place] for place in order])
        space = ExampleSpace.learn([texts[place] for place in order], features[order])
        targets = np.eye(len(names), dtype=np.float32)[numbers]
        weights, held_out = ridge.fit(space.among_examples, targets, RIDGE)
        return cls(
            names,
            space,
            np.ascontiguousarray(weights.T),
            _tuned(held_out, numbers[-len(held_out) :]),
        )

    def scores(self, texts: list[str], features: np.ndarray) -> np.ndarray:
        """(texts, labels): about 1 for what a message means and 0 for the rest."""
        near = self.space.nearness(texts, features)
        return np.stack([self.weights @ row for row in near])

    def calibrated(self, scores: np.ndarray) -> np.ndarray:
        """Probabilities (texts, labels) for scores."""
        return _softmax(scores / self.temperature)


def _tuned(scores: np.ndarray, numbers: np.ndarray) -> float:
    chosen = np.arange(len(numbers)), numbers
    return float(
        max(
            _TEMPERATURES,
            key=lambda t: float(np.log(_softmax(scores / t)[chosen] + _SMALLEST).mean()),
        )
    )


def _softmax(scores: np.ndarray) -> np.ndarray:
    raised = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return raised / raised.sum(axis=-1, keepdims=True)
