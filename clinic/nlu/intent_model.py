"""The classifier itself: how near a message is to every example, in meaning and in words."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy.sparse
from sklearn.decomposition import PCA

from clinic.nlu import ridge
from clinic.nlu.term_weights import TermWeights

# Chosen on messages that were held out (docs/decisions/0004-understanding.md).
DIMENSIONS = 192  # of the sentence features that are kept
MEANING = 0.35  # how fast two messages become strangers with the distance of their features …
WORDS = 0.7  # … and with the cosine of their words
RIDGE = 0.03
STRIP = 250  # rows of the kernel that are worked out at once
_TEMPERATURES = np.geomspace(0.03, 1.0, 60)
_SMALLEST = 1e-9


@dataclass
class Projection:
    """Sentence features in few dimensions, each feature scaled alike before."""

    mean: np.ndarray  # (features,)
    axes: np.ndarray  # (features, dimensions)

    @classmethod
    def learn(cls, features: np.ndarray) -> Projection:
        spread = features.std(axis=0) + 1e-6
        found = PCA(min(DIMENSIONS, *features.shape), svd_solver="covariance_eigh")
        placed = found.fit_transform((features - features.mean(axis=0)) / spread)
        axes = found.components_.T / spread[:, None]
        size = np.sqrt((placed**2).sum(axis=1).mean())  # the mean squared length becomes 1
        return cls(features.mean(axis=0), (axes / size).astype(np.float32))

    def of(self, features: np.ndarray) -> np.ndarray:
        return (features - self.mean) @ self.axes


@dataclass
class IntentModel:
    """Messages in normalised spelling, with their sentence features, to probabilities by label."""

    labels: list[str]
    terms: TermWeights
    projection: Projection
    places: np.ndarray  # (examples, dimensions)
    words: scipy.sparse.csr_matrix  # (terms, examples)
    weights: np.ndarray  # (examples, labels)
    temperature: float

    def __post_init__(self) -> None:
        self._directions = np.ascontiguousarray(2 * MEANING * self.places.T)
        self._offsets = MEANING * (self.places**2).sum(axis=1) + WORDS

    @classmethod
    def learn(cls, texts: list[str], features: np.ndarray, labels: list[str]) -> IntentModel:
        """Train; the temperature is tuned on predictions for messages left out."""
        order = np.random.default_rng(0).permutation(len(texts))  # the last are to be a sample
        texts, labels = [texts[place] for place in order], [labels[place] for place in order]
        names = sorted(set(labels))
        numbers = np.searchsorted(names, labels)
        terms, projection = TermWeights.learn(texts), Projection.learn(features)
        rows = terms.matrix(texts)
        model = cls(
            labels=names,
            terms=terms,
            projection=projection,
            places=projection.of(features[order]),
            words=rows.T.tocsr(),
            weights=np.empty((len(texts), len(names)), np.float32),
            temperature=1.0,
        )

        def kernel(some: slice, others: slice) -> np.ndarray:
            block = np.empty((some.stop - some.start, others.stop), np.float32)
            for at in range(some.start, some.stop, STRIP):
                strip = slice(at, min(at + STRIP, some.stop))
                words = (rows[strip] @ model.words[:, others]).toarray()
                place = slice(strip.start - some.start, strip.stop - some.start)
                block[place] = model.nearness(model.places[strip], words, others)
            return block

        targets = np.eye(len(names), dtype=np.float32)[numbers]
        model.weights, held_out = ridge.fit(kernel, targets, RIDGE)
        model.temperature = _tuned(held_out, numbers[-len(held_out) :])
        return model

    def nearness(
        self, places: np.ndarray, words: np.ndarray, examples: slice = slice(None)
    ) -> np.ndarray:
        """The kernel, 0 to 1: messages at `places` and cosines `words` with the examples."""
        exponent = places @ self._directions[:, examples]
        exponent -= MEANING * (places**2).sum(axis=1)[:, None]
        exponent -= self._offsets[examples]
        exponent += WORDS * words
        return np.exp(exponent, out=exponent)

    def scores(self, texts: list[str], features: np.ndarray) -> np.ndarray:
        """(texts, labels): about 1 for what a message means and 0 for the rest."""
        words = (self.terms.matrix(texts) @ self.words).toarray()
        return self.nearness(self.projection.of(features), words) @ self.weights

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
