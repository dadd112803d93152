"""How near messages are to each other, in meaning and in words."""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import scipy.sparse
from scipy.sparse._sparsetools import csc_matvec
from threadpoolctl import threadpool_limits

from clinic.nlu.encoder.packed import PackedMatrix
from clinic.nlu.term_weights import TermWeights

# Chosen on messages that were held out (docs/decisions/0004-understanding.md).
DIMENSIONS = 192  # of the sentence features that are kept
MEANING = 0.35  # how fast two messages become strangers with the distance of their features …
WORDS = 0.7  # … and with the cosine of their words
STRIP = 250  # rows that are worked out at once
# Places are whole numbers, this many to the standard deviation of a dimension.
STEPS = 14
FARTHEST = 63  # steps of an example: seven bits, for the reason that the encoder has them
MIDDLE = 128  # half steps of a message that its bytes are above zero


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
        axes = found.components_.T / spread[:, None] @ _rotation(placed.shape[1])
        deviation = np.sqrt((placed**2).mean())
        return cls(features.mean(axis=0), (axes * (STEPS / deviation)).astype(np.float32))

    def of(self, features: np.ndarray) -> np.ndarray:
        """In steps, not yet rounded; the mean squared length is that of STEPS in each dimension.

        Each row is projected by itself, lest those beside it change how it is rounded.
        """
        placed = np.empty((len(features), self.axes.shape[1]), np.float32)
        for row, own in zip(placed, np.float32(features - self.mean), strict=True):
            row[:] = self._packed.times(own[None])[0]
        return placed

    @cached_property
    def _packed(self) -> PackedMatrix:
        return PackedMatrix(self.axes.T)


def _rotation(dimensions: int) -> np.ndarray:
    """At random, so that all dimensions have the same spread and the same steps fit all."""
    return np.linalg.qr(np.random.default_rng(0).standard_normal((dimensions, dimensions)))[0]


@dataclass
class ExampleSpace:
    """The examples' places; messages are compared with them by `nearness`, 0 to 1."""

    terms: TermWeights
    projection: Projection
    places: np.ndarray  # (dimensions, examples), int8
    words: scipy.sparse.csr_matrix  # (terms, examples)

    def __post_init__(self) -> None:
        self._pull = np.float32(MEANING / (STEPS**2 * len(self.places)))  # of one squared step
        places = self.places.astype(np.float32)
        self._lengths = self._pull * (places**2).sum(axis=0)
        # What a message's bytes are above its half steps counts with each example.
        self._offsets = self._lengths + self._pull * MIDDLE * places.sum(axis=0) + WORDS

    def __len__(self) -> int:
        return self.places.shape[1]

    @cached_property
    def _packed(self) -> PackedMatrix:
        return PackedMatrix(self.places)

    @cached_property
    def _by_example(self) -> scipy.sparse.csr_matrix:
        """The words by their examples, which training asks for."""
        return self.words.T.tocsr()

    @classmethod
    def learn(cls, texts: list[str], features: np.ndarray) -> ExampleSpace:
        """From messages in normalised spelling, and their sentence features."""
        terms, projection = TermWeights.learn(texts), Projection.learn(features)
        places = _places(projection.of(features))
        return cls(terms, projection, places, terms.matrix(texts).T.tocsr())

    def nearness(self, texts: list[str], features: np.ndarray) -> np.ndarray:
        """(texts, examples): 1 for the same message, 0 for strangers."""
        places = np.rint(2 * self.projection.of(features)).clip(-MIDDLE, MIDDLE - 1)
        near = self._packed.times((places + MIDDLE).astype(np.uint8)).astype(np.float32)
        near *= self._pull
        near -= self._offsets
        near -= self._pull / 4 * (places**2).sum(axis=1, keepdims=True)
        for text, row in zip(texts, near, strict=True):
            self._add_shared_words(text, row)
        return np.exp(near, out=near)

    def _add_shared_words(self, text: str, row: np.ndarray) -> None:
        """Add WORDS times the cosine with each example.

        By scipy's innermost loop, which adds up a matrix's columns, the message's words. The
        bounds of each stand side by side; between two words, from the end of one to the beginning
        of the one before, there is nothing.
        """
        terms, weights = (each[::-1] for each in self.terms.row(text))
        bounds = np.stack([self.words.indptr[terms], self.words.indptr[terms + 1]], axis=1)
        shares = np.zeros((len(terms), 2), np.float32)
        shares[:, 0] = WORDS * weights
        csc_matvec(
            len(self),
            max(2 * len(terms) - 1, 0),
            bounds.ravel(),
            self.words.indices,
            self.words.data,
            shares.ravel(),
            row,
        )

    def among_examples(self, rows: slice, columns: slice) -> np.ndarray:
        """(rows, columns): how near examples are to each other; both slices have bounds."""
        return self.between(*(np.arange(each.start, each.stop) for each in (rows, columns)))

    def between(self, rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
        """The same for examples by their numbers."""
        near = np.empty((len(rows), len(columns)), np.float32)
        mine, theirs = self._by_example[rows], self._by_example[columns].T.tocsr()
        places = self.places[:, rows].T.astype(np.float32)
        others = 2 * self._pull * self.places[:, columns].astype(np.float32)

        def fill(strip: slice) -> None:
            exponent = np.matmul(places[strip], others, out=near[strip])
            exponent += WORDS * ((mine[strip] @ theirs).toarray() - 1)
            exponent -= self._lengths[rows[strip], None]
            exponent -= self._lengths[columns]
            np.exp(exponent, out=exponent)

        # Of all this BLAS would spread the first step alone over the cores.
        with threadpool_limits(1), ThreadPoolExecutor(os.cpu_count()) as workers:
            list(workers.map(fill, _strips(len(rows))))
        return near

    def with_examples(
        self, kept: np.ndarray, texts: list[str], features: np.ndarray
    ) -> ExampleSpace:
        """A space of the `kept` examples, by number, and of new ones behind them."""
        terms = self.terms.with_words_of(texts, len(self))
        old = self._by_example[kept]
        old.resize(len(kept), terms.size)
        words = scipy.sparse.vstack([old, terms.matrix(texts)]) if texts else old
        new = _places(self.projection.of(features))
        places = np.ascontiguousarray(np.hstack([self.places[:, kept], new]))
        return ExampleSpace(terms, self.projection, places, words.T.tocsr())


def _places(steps: np.ndarray) -> np.ndarray:
    """(dimensions, examples)"""
    return np.ascontiguousarray(np.rint(steps.T).clip(-FARTHEST, FARTHEST).astype(np.int8))


def _strips(count: int) -> Iterator[slice]:
    return (slice(at, min(at + STRIP, count)) for at in range(0, count, STRIP))
