"""How near messages are to each other, in meaning and in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import scipy.sparse

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
        from sklearn.decomposition import PCA  # much to load, and a server never learns

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
    places: np.ndarray  # (examples, dimensions), in half precision as a model's archive has them
    words: scipy.sparse.csr_matrix  # (terms, examples)

    def __post_init__(self) -> None:
        # (dimensions, examples): this way round the product with one message takes a third.
        places = self.places.astype(np.float32)
        self._directions = np.ascontiguousarray(2 * MEANING * places.T)
        self._offsets = MEANING * (places**2).sum(axis=1) + WORDS

    def __len__(self) -> int:
        return len(self.places)

    @classmethod
    def learn(cls, texts: list[str], features: np.ndarray) -> ExampleSpace:
        """From messages in normalised spelling, and their sentence features."""
        terms, projection = TermWeights.learn(texts), Projection.learn(features)
        places = projection.of(features).astype(np.float16)
        return cls(terms, projection, places, terms.matrix(texts).T.tocsr())

    def nearness(self, texts: list[str], features: np.ndarray) -> np.ndarray:
        """(texts, examples): 1 for the same message, 0 for strangers.

        Row by row: for the few rows of one message that is twice as fast as a matrix product.
        """
        near = np.empty((len(texts), len(self)), np.float32)
        for text, own, row in zip(texts, features, near, strict=True):
            place = self.projection.of(own)
            np.matmul(place, self._directions, out=row)
            row -= self._offsets
            row -= MEANING * (place @ place)
            row += self._shared_words(text)
            np.exp(row, out=row)
        return near

    def _shared_words(self, text: str) -> np.ndarray:
        """WORDS times the cosine with each example."""
        terms, weights = self.terms.row(text)
        return self.words[terms].T @ (np.float32(WORDS) * weights)

    def among_examples(self, rows: slice, columns: slice) -> np.ndarray:
        """(rows, columns): how near examples are to each other; both slices have bounds."""
        return self.between(*(np.arange(each.start, each.stop) for each in (rows, columns)))

    def between(self, rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
        """The same for examples by their numbers."""
        near = np.empty((len(rows), len(columns)), np.float32)
        examples = self.words.T.tocsr()
        mine, theirs = examples[rows], examples[columns].T.tocsr()
        places = self.places[rows].astype(np.float32)
        for strip in _strips(len(rows)):
            words = (mine[strip] @ theirs).toarray()
            near[strip] = self._kernel(places[strip], words, columns)
        return near

    def with_examples(
        self, kept: np.ndarray, texts: list[str], features: np.ndarray
    ) -> ExampleSpace:
        """A space of the `kept` examples, by number, and of new ones behind them."""
        terms = self.terms.with_words_of(texts, len(self))
        old = self.words.T.tocsr()[kept]
        old.resize(len(kept), terms.size)
        words = scipy.sparse.vstack([old, terms.matrix(texts)]) if texts else old
        new = self.projection.of(features).astype(np.float16)
        places = np.vstack([self.places[kept], new])
        return ExampleSpace(terms, self.projection, places, words.T.tocsr())

    def _kernel(self, places: np.ndarray, words: np.ndarray, examples: np.ndarray) -> np.ndarray:
        exponent = places @ self._directions[:, examples]
        exponent -= MEANING * (places**2).sum(axis=1)[:, None]
        exponent -= self._offsets[examples]
        exponent += WORDS * words
        return np.exp(exponent, out=exponent)


def _strips(count: int) -> Iterator[slice]:
    return (slice(at, min(at + STRIP, count)) for at in range(0, count, STRIP))
