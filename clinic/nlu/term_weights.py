"""TF-IDF over words and pieces of words, as plain arrays: no pickle, and quick for one message."""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np
import scipy.sparse
from sklearn.feature_extraction.text import CountVectorizer

_ANALYSERS = (
    CountVectorizer(analyzer="word", ngram_range=(1, 2), token_pattern=r"(?u)\b\w[\w']*|[?!]"),
    CountVectorizer(analyzer="char_wb", ngram_range=(2, 4)),
)
_FEWEST_DOCUMENTS = (1, 2)  # a piece of a word that stands in one message only says nothing


class TermWeights:
    """Two blocks of features, each normalised to length 1: word 1-2-grams, char 2-4-grams."""

    def __init__(self, vocabularies: list[dict[str, int]], idf: np.ndarray) -> None:
        self._vocabularies = vocabularies
        self._idf = idf
        self._analyse = [analyser.build_analyzer() for analyser in _ANALYSERS]

    @property
    def size(self) -> int:
        return len(self._idf)

    @classmethod
    def learn(cls, texts: list[str]) -> TermWeights:
        vocabularies, weights, offset = [], [], 0
        for analyser, fewest in zip(_ANALYSERS, _FEWEST_DOCUMENTS, strict=True):
            analyse = analyser.build_analyzer()
            documents = Counter(term for text in texts for term in set(analyse(text)))
            terms = sorted(term for term, count in documents.items() if count >= fewest)
            vocabularies.append({term: offset + place for place, term in enumerate(terms)})
            counts = np.array([documents[term] for term in terms], np.float64)
            weights.append(np.log((1 + len(texts)) / (1 + counts)) + 1)
            offset += len(terms)
        return cls(vocabularies, np.concatenate(weights).astype(np.float32))

    def of(self, text: str) -> tuple[np.ndarray, np.ndarray]:
        """The columns that are not zero, and their values."""
        columns, values = [], []
        for analyse, vocabulary in zip(self._analyse, self._vocabularies, strict=True):
            counts = Counter(vocabulary[term] for term in analyse(text) if term in vocabulary)
            if not counts:
                continue
            block = np.fromiter(counts.keys(), np.int64, len(counts))
            weights = 1 + np.log(np.fromiter(counts.values(), np.float32, len(counts)))
            weights *= self._idf[block]
            columns.append(block)
            values.append(weights / np.linalg.norm(weights))
        if not columns:
            return np.empty(0, np.int64), np.empty(0, np.float32)
        return np.concatenate(columns), np.concatenate(values).astype(np.float32)

    def matrix(self, texts: list[str]) -> scipy.sparse.csr_matrix:
        """All messages as rows, for training."""
        rows = [self.of(text) for text in texts]
        lengths = np.cumsum([0, *(len(columns) for columns, _ in rows)])
        return scipy.sparse.csr_matrix(
            (
                np.concatenate([values for _, values in rows]),
                np.concatenate([columns for columns, _ in rows]),
                lengths,
            ),
            shape=(len(texts), self.size),
        )

    def as_dict(self) -> dict[str, Any]:
        return {"vocabularies": self._vocabularies, "idf": [float(weight) for weight in self._idf]}

    @classmethod
    def from_dict(cls, stored: dict[str, Any]) -> TermWeights:
        return cls(stored["vocabularies"], np.array(stored["idf"], np.float32))
