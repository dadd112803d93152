"""The classifier itself: two linear models and the nearest examples, fused and calibrated."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold

from clinic.nlu.term_weights import TermWeights

REGULARISATION = 30.0  # C; measured +5 points over the default of 1
NEAREST = 3  # examples of a label whose similarity counts
SHARPNESS = 12.0  # turns similarities into probabilities
FOLDS = 3
_WEIGHTS = [
    (terms, sentence, nearest)
    for terms, sentence, nearest in itertools.product(
        (0.2, 0.3, 0.4), (0.4, 0.5, 0.6), (0.1, 0.2, 0.3)
    )
]
_TEMPERATURES = np.arange(0.5, 2.05, 0.05)
_SMALLEST = 1e-9


@dataclass
class Linear:
    """A multinomial logistic regression as plain arrays."""

    weights: np.ndarray  # (labels, features)
    bias: np.ndarray  # (labels,)

    @classmethod
    def learn(cls, features: object, labels: np.ndarray, tolerance: float) -> Linear:
        model = LogisticRegression(C=REGULARISATION, max_iter=300, tol=tolerance)
        model.fit(features, labels)
        return cls(model.coef_.astype(np.float32), model.intercept_.astype(np.float32))

    def probabilities(self, features: object) -> np.ndarray:
        return _softmax(np.asarray(features @ self.weights.T) + self.bias)

    def of_sparse(self, columns: np.ndarray, values: np.ndarray) -> np.ndarray:
        return _softmax(self.weights[:, columns] @ values + self.bias)


@dataclass
class IntentModel:
    """Messages in normalised spelling, with their sentence vectors, to probabilities by label."""

    labels: list[str]
    terms: TermWeights
    by_terms: Linear
    by_sentence: Linear
    examples: np.ndarray  # (examples, 384)
    example_labels: np.ndarray  # (examples,) index into labels
    fusion: tuple[float, float, float]
    temperature: float

    def __post_init__(self) -> None:
        self._groups = _groups(self.example_labels, len(self.labels))

    @classmethod
    def learn(cls, texts: list[str], vectors: np.ndarray, labels: list[str]) -> IntentModel:
        """Train, and tune fusion and temperature on predictions for messages held out."""
        names = sorted(set(labels))
        index = {name: place for place, name in enumerate(names)}
        numbers = np.array([index[label] for label in labels])
        fusion, temperature = _tuned(texts, vectors, numbers, len(names))
        terms = TermWeights.learn(texts)
        return cls(
            labels=names,
            terms=terms,
            by_terms=Linear.learn(terms.matrix(texts), numbers, 1e-3),
            by_sentence=Linear.learn(vectors, numbers, 1e-3),
            examples=vectors.astype(np.float32),
            example_labels=numbers,
            fusion=fusion,
            temperature=temperature,
        )

    def probabilities(self, text: str, vector: np.ndarray) -> np.ndarray:
        """Calibrated probabilities of shape (labels,) for one message."""
        return _fused(
            (
                self.by_terms.of_sparse(*self.terms.of(text)),
                self.by_sentence.probabilities(vector),
                _by_nearest((self.examples @ vector)[None], self._groups)[0],
            ),
            self.fusion,
            self.temperature,
        )


def _tuned(
    texts: list[str], vectors: np.ndarray, numbers: np.ndarray, count: int
) -> tuple[tuple[float, float, float], float]:
    parts = _held_out(texts, vectors, numbers, count)
    chosen = np.arange(len(numbers)), numbers
    fusion = max(
        _WEIGHTS, key=lambda w: float(np.log(_fused(parts, w, 1.0)[chosen] + _SMALLEST).mean())
    )
    temperature = max(
        _TEMPERATURES,
        key=lambda t: float(np.log(_fused(parts, fusion, t)[chosen] + _SMALLEST).mean()),
    )
    return fusion, float(temperature)


def _held_out(
    texts: list[str], vectors: np.ndarray, numbers: np.ndarray, count: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """What each part says of messages that it was not trained on, each (messages, labels)."""
    parts = tuple(np.full((len(texts), count), _SMALLEST) for _ in range(3))
    for seen, held in StratifiedKFold(FOLDS, shuffle=True, random_state=0).split(texts, numbers):
        mine, theirs = [texts[i] for i in seen], [texts[i] for i in held]
        present = np.unique(numbers[seen])
        terms = TermWeights.learn(mine)
        models = (
            (terms.matrix(mine), terms.matrix(theirs)),
            (vectors[seen], vectors[held]),
        )
        for part, (train, test) in zip(parts, models, strict=False):
            model = Linear.learn(train, numbers[seen], 1e-2)
            part[np.ix_(held, present)] = model.probabilities(test)
        parts[2][held] = _by_nearest(vectors[held] @ vectors[seen].T, _groups(numbers[seen], count))
    return parts


def _groups(labels: np.ndarray, count: int) -> np.ndarray:
    """The examples of each label, as rows of one matrix filled up with -1."""
    own = [np.flatnonzero(labels == label) for label in range(count)]
    groups = np.full((count, max(NEAREST, *map(len, own))), -1)
    for row, examples in zip(groups, own, strict=True):
        row[: len(examples)] = examples
    return groups


def _by_nearest(similarity: np.ndarray, groups: np.ndarray) -> np.ndarray:
    """Probabilities (messages, labels) from how near each label's nearest examples are."""
    near = np.empty((len(similarity), len(groups)), np.float32)
    for row, values in zip(near, similarity, strict=True):
        grouped = np.where(groups >= 0, values[groups], -1.0)
        row[:] = np.partition(grouped, -NEAREST, axis=1)[:, -NEAREST:].mean(axis=1)
    return _softmax(near * SHARPNESS)


def _fused(
    parts: tuple[np.ndarray, ...], weights: tuple[float, float, float], temperature: float
) -> np.ndarray:
    total = sum(
        weight * np.log(part + _SMALLEST) for part, weight in zip(parts, weights, strict=True)
    )
    return _softmax(total / temperature)


def _softmax(scores: np.ndarray) -> np.ndarray:
    raised = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return raised / raised.sum(axis=-1, keepdims=True)
