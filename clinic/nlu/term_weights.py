"""TF-IDF over words and pieces of words, as plain arrays: no pickle, and quick for one message."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from functools import lru_cache
from itertools import chain

import numpy as np
import scipy.sparse

_WORD = re.compile(r"\b\w[\w']*|[?!]")
_LENGTHS = (2, 3, 4)  # letters in a piece of a word


def words_of(text: str) -> list[str]:
    """Words, and pairs of words that stand side by side."""
    words = _WORD.findall(text.lower())
    return words + [f"{first} {second}" for first, second in zip(words, words[1:], strict=False)]


def pieces_of(text: str) -> list[str]:
    """Pieces of every word, its ends marked by blanks."""
    return [piece for word in text.lower().split() for piece in _pieces_of_word(word)]


def _pieces_of_word(word: str) -> list[str]:
    marked = f" {word} "
    pieces = []
    for length in _LENGTHS:
        pieces += [marked[at : at + length] for at in range(max(1, len(marked) - length + 1))]
        if length >= len(marked):
            break  # a short word counts once
    return pieces


_ANALYSERS: tuple[Callable[[str], list[str]], ...] = (words_of, pieces_of)
_FEWEST_DOCUMENTS = (1, 2)  # a piece of a word that stands in one message only says nothing
SHARE = np.float32(np.sqrt(1 / len(_ANALYSERS)))  # of each block in a row's length
MANY = 100  # messages; in a smaller training set nothing is left out for being frequent
_MOST_DOCUMENTS = 0.05  # of the messages: what stands in more says nothing either, and costs most


class TermWeights:
    """Two blocks of features of equal weight: word 1-2-grams, char 2-4-grams."""

    def __init__(self, vocabularies: list[dict[str, int]], idf: np.ndarray) -> None:
        self._vocabularies = vocabularies
        self._idf = idf
        self._blocks = np.zeros(len(idf), np.int8)
        self._blocks[list(vocabularies[1].values())] = 1
        self._pieces = lru_cache(maxsize=8192)(self._known_pieces)

    @property
    def size(self) -> int:
        return len(self._idf)

    @classmethod
    def learn(cls, texts: list[str]) -> TermWeights:
        vocabularies, weights, offset = [], [], 0
        for analyse, fewest in zip(_ANALYSERS, _FEWEST_DOCUMENTS, strict=True):
            documents = Counter(term for text in texts for term in set(analyse(text)))
            most = max(_MOST_DOCUMENTS * len(texts), MANY)
            terms = sorted(t for t, count in documents.items() if fewest <= count <= most)
            vocabularies.append({term: offset + place for place, term in enumerate(terms)})
            counts = np.array([documents[term] for term in terms], np.float64)
            weights.append(np.log((1 + len(texts)) / (1 + counts)) + 1)
            offset += len(terms)
        return cls(vocabularies, np.concatenate(weights).astype(np.float32))

    def with_words_of(self, texts: list[str], documents: int) -> TermWeights:
        """The same with the words that only these messages have, as rare ones of `documents`."""
        words = dict(self._vocabularies[0])
        for text in texts:
            for term in words_of(text):
                words.setdefault(term, self.size + len(words) - len(self._vocabularies[0]))
        new = len(words) - len(self._vocabularies[0])
        rare = np.full(new, np.log((1 + documents) / 2) + 1, np.float32)
        return TermWeights([words, *self._vocabularies[1:]], np.concatenate([self._idf, rare]))

    def matrix(self, texts: list[str]) -> scipy.sparse.csr_matrix:
        """(texts, terms), each row of length 1, so that a product of two rows is their cosine."""
        rows = [self.row(text) for text in texts]
        lengths = np.cumsum([0, *(len(columns) for columns, _ in rows)])
        return scipy.sparse.csr_matrix(
            (
                np.concatenate([values for _, values in rows]),
                np.concatenate([columns for columns, _ in rows]),
                lengths,
            ),
            shape=(len(texts), self.size),
        )

    def row(self, text: str) -> tuple[np.ndarray, np.ndarray]:
        """The columns that are not zero, in their order, and their values."""
        known, text = self._vocabularies[0], text.lower()
        words = [known[term] for term in words_of(text) if term in known]
        found = Counter(chain(words, *map(self._pieces, text.split())))
        columns = np.fromiter(sorted(found), np.int32, len(found))
        counts = np.fromiter(map(found.get, columns.tolist()), np.float32, len(found))
        values = (1 + np.log(counts)) * self._idf[columns]
        blocks = self._blocks[columns]
        lengths = np.sqrt(np.bincount(blocks, values**2, len(_ANALYSERS)))
        values *= (SHARE / lengths[blocks]).astype(np.float32)
        return columns, values

    def _known_pieces(self, word: str) -> tuple[int, ...]:
        """The columns of a word's pieces."""
        known = self._vocabularies[1]
        return tuple(known[piece] for piece in _pieces_of_word(word) if piece in known)

    def parts(self) -> tuple[list[str], dict[str, np.ndarray]]:
        """What `from_parts` makes it from: each block's terms, one in a line, and arrays.

        Lines, because to read 200,000 terms from one JSON object holds up every turn meanwhile.
        """
        arrays = {"idf": self._idf}
        for block, known in enumerate(self._vocabularies):
            arrays[f"columns.{block}"] = np.fromiter(known.values(), np.int32, len(known))
        return ["\n".join(known) for known in self._vocabularies], arrays

    @classmethod
    def from_parts(cls, lines: list[str], arrays: dict[str, np.ndarray]) -> TermWeights:
        vocabularies = [
            dict(
                zip(
                    terms.split("\n") if terms else [],
                    arrays[f"columns.{block}"].tolist(),
                    strict=True,
                )
            )
            for block, terms in enumerate(lines)
        ]
        return cls(vocabularies, arrays["idf"])
