"""How near messages are to each other, in meaning and in words."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy.sparse
from sklearn.decomposition import PCA

from clinic.nlu.term_weights import TermWeights

# Chosen on messages that were held out (docs/decisions/0004-understanding.md).
DIMENSIONS = 192  # of the sentence features that are kept
MEANING = 0.35  # how fast two messages become strangers with the distance of their features …
WORDS = 0.7  # … and with the cosine of their words
STRIP = 250  # rows that are worked out at once


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
class ExampleSpace:
    """The examples' places; messages are compared with them by `nearness`, 0 to 1."""

    terms: TermWeights
    projection: Projection
    places: np.ndarray  # (examples, dimensions)
    words: scipy.sparse.csr_matrix  # (terms, examples)

    def __post_init__(self) -> None:
        self._directions = np.ascontiguousarray(2 * MEANING * self.places.T)
        self._offsets = MEANING * (self.places**2).sum(axis=1) + WORDS

    def __len__(self) -> int:
        return len(self.places)

    @classmethod
    def learn(cls, texts: list[str], features: np.ndarray) -> ExampleSpace:
        """From messages in normalised spelling, and their sentence features."""
        terms, projection = TermWeights.learn(texts), Projection.learn(features)
        return cls(terms, projection, projection.of(features), terms.matrix(texts).T.tocsr())

    def nearness(self, texts: list[str], features: np.ndarray) -> np.ndarray:
        """(texts, examples): 1 for the same message, 0 for strangers."""
        words = (self.terms.matrix(texts) @ self.words).toarray()
        return self._kernel(self.projection.of(features), words, slice(None))

    def among_examples(self, rows: slice, columns: slice) -> np.ndarray:
        """The same for some of the examples with some others; both slices have bounds."""
        block = np.empty((rows.stop - rows.start, columns.stop - columns.start), np.float32)
        transposed = self.words[:, rows].T.tocsr()
        others = self.words[:, columns]
        for at in range(0, len(block), STRIP):
            strip = slice(at, min(at + STRIP, len(block)))
            words = (transposed[strip] @ others).toarray()
            places = self.places[rows.start + strip.start : rows.start + strip.stop]
            block[strip] = self._kernel(places, words, columns)
        return block

    def _kernel(self, places: np.ndarray, words: np.ndarray, examples: slice) -> np.ndarray:
        exponent = places @ self._directions[:, examples]
        exponent -= MEANING * (places**2).sum(axis=1)[:, None]
        exponent -= self._offsets[examples]
        exponent += WORDS * words
        return np.exp(exponent, out=exponent)
