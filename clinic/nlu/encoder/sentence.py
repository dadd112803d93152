"""Sentences to features."""

from __future__ import annotations

import hashlib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from tokenizers import BertWordPieceTokenizer

from clinic.nlu.encoder.session import encoder_folder, opened

GRAPH = "encoder.onnx"
VOCABULARY = "vocab.txt"
STAMP = "built-from"
WIDTH = 384
# The layers (1 to 6) whose mean over the tokens is given out. The last one alone is made for
# likeness in meaning; the lower ones still hold the words (measured: 5 points of accuracy).
GIVEN_OUT = (2, 4, 5, 6)
FEATURES = WIDTH * len(GIVEN_OUT)
LONGEST = 128  # word pieces that are read of one sentence


@dataclass(frozen=True)
class Sentence:
    """One encoded sentence, as a whole and piece by piece."""

    tokens: np.ndarray  # (word pieces, FEATURES), the marks at both ends included
    offsets: list[tuple[int, int]]  # where each piece stands in the text

    @property
    def features(self) -> np.ndarray:
        """(FEATURES,): the mean over all pieces."""
        return self.tokens.mean(axis=0)

    def features_of(self, start: int, end: int) -> np.ndarray:
        """The same for a part of the text, as it stands among the rest."""
        inside = [
            place
            for place, (begin, finish) in enumerate(self.offsets)
            if start <= begin < finish <= end
        ]
        return self.tokens[[0, *inside, -1]].mean(axis=0)


class SentenceEncoder:
    """all-MiniLM-L6-v2 with 7-bit weights (2 ms for a short message on one core)."""

    def __init__(self, folder: Path) -> None:
        self._session = opened(folder / GRAPH)
        self._tokenizer = BertWordPieceTokenizer(str(folder / VOCABULARY), lowercase=True)
        self._tokenizer.enable_truncation(LONGEST)

    def read(self, text: str) -> Sentence:
        """Encode one sentence."""
        encoded = self._tokenizer.encode(text)
        return Sentence(self._run(encoded.ids), encoded.offsets)

    def knows(self, word: str) -> bool:
        """Whether a word in small letters is common enough to be one whole piece."""
        return self._tokenizer.token_to_id(word) is not None

    def encode(self, texts: list[str], threads: int = 1) -> np.ndarray:
        """Features of shape (len(texts), FEATURES), float32, the same as from `read`.

        Each sentence runs by itself: activations are quantised for a whole run, so sentences that
        ran together would change each other's features.
        """
        encoded = self._tokenizer.encode_batch(texts)
        with ThreadPoolExecutor(threads) as workers:
            rows = workers.map(lambda each: self._run(each.ids).mean(axis=0), encoded)
            return np.stack(list(rows)) if texts else np.empty((0, FEATURES), np.float32)

    def _run(self, ids: list[int]) -> np.ndarray:
        """(word pieces, FEATURES)"""
        return self._session.run(None, {"input_ids": np.array([ids], np.int64)})[0][0]


@lru_cache(maxsize=1)
def shared_encoder() -> SentenceEncoder:
    """One encoder for all components of a process."""
    return SentenceEncoder(encoder_folder())


def encoder_fingerprint() -> str:
    """Changes with the built encoder, so that a model is trained again for another one."""
    path = encoder_folder() / GRAPH
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "none"
