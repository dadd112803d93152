"""The classifier itself: labels by nearness to every example, with calibrated probabilities."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from clinic.nlu import ridge
from clinic.nlu.encoder.packed import PackedMatrix
from clinic.nlu.example_space import ExampleSpace

RIDGE = 0.03
_TEMPERATURES = np.geomspace(0.03, 1.0, 60)
_SMALLEST = 1e-9


@dataclass
class Head:
    """One way of labelling the examples."""

    labels: list[str]
    weights: np.ndarray  # (labels, examples)
    temperature: float

    def calibrated(self, scores: np.ndarray) -> np.ndarray:
        """Probabilities (messages, labels) for scores."""
        return _softmax(scores / self.temperature)


@dataclass
class NearnessModel:
    """The space of all examples, and what they are labelled with."""

    space: ExampleSpace
    heads: dict[str, Head]

    @classmethod
    def learn(
        cls, texts: list[str], features: np.ndarray, labels: dict[str, list[str | None]]
    ) -> tuple[NearnessModel, np.ndarray]:
        """Train on messages in normalised spelling, with a label for each by head.

        Also returns the order in which the model holds the messages.

        All heads are solved at once. An example without a label (None) means nothing to that head,
        and what is near to it means less. Temperatures are tuned on predictions for messages left
        out.
        """
        order = np.random.default_rng(0).permutation(len(texts))  # the last are to be a sample
        space = ExampleSpace.learn([texts[place] for place in order], features[order])
        heads = {name: [own[place] for place in order] for name, own in labels.items()}
        names = {name: sorted(set(own) - {None}) for name, own in heads.items()}
        targets = [targets_of(own, names[name]) for name, own in heads.items()]
        bounds = np.cumsum([each.shape[1] for each in targets])[:-1]
        weights, held_out = ridge.fit(space.among_examples, np.hstack(targets), RIDGE)
        model = cls(
            space,
            {
                name: Head(names[name], np.ascontiguousarray(own.T), _tuned(left_out, target))
                for name, own, left_out, target in zip(
                    heads,
                    np.hsplit(weights, bounds),
                    np.hsplit(held_out, bounds),
                    targets,
                    strict=True,
                )
            },
        )
        return model, order

    def scores(self, texts: list[str], features: np.ndarray) -> dict[str, np.ndarray]:
        """By head (messages, labels): about 1 for what a message means and 0 for the rest.

        Of messages in normalised spelling, with their sentence features.
        """
        if not texts:
            return {name: np.empty((0, len(own.labels))) for name, own in self.heads.items()}
        scores = self._packed.times(self.space.nearness(texts, features))
        bounds = np.cumsum([len(head.labels) for head in self.heads.values()])[:-1]
        return dict(zip(self.heads, np.hsplit(scores, bounds), strict=True))

    @cached_property
    def _packed(self) -> PackedMatrix:
        """The weights of all heads, which are read from memory once for all."""
        return PackedMatrix(np.vstack([head.weights for head in self.heads.values()]))


def targets_of(labels: list[str | None], names: list[str]) -> np.ndarray:
    """(examples, names): 1 for the label of each, 0 for the rest."""
    targets = np.zeros((len(labels), len(names)), np.float32)
    for row, label in zip(targets, labels, strict=True):
        if label is not None:
            row[names.index(label)] = 1
    return targets


def _tuned(scores: np.ndarray, targets: np.ndarray) -> float:
    """The temperature at which the last examples' labels are likeliest; `targets` has them all."""
    wanted = targets[-len(scores) :]
    labelled = wanted.any(axis=1)
    scores, right = scores[labelled], wanted[labelled].argmax(axis=1)
    chosen = np.arange(len(right)), right
    return float(
        max(
            _TEMPERATURES,
            key=lambda t: float(np.log(_softmax(scores / t)[chosen] + _SMALLEST).mean()),
        )
    )


def _softmax(scores: np.ndarray) -> np.ndarray:
    raised = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return raised / raised.sum(axis=-1, keepdims=True)
