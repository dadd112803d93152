"""Sentences to vectors of length 1, on one thread, remembering the last few thousand."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from functools import lru_cache
from pathlib import Path

import numpy as np
import onnxruntime
from tokenizers import BertWordPieceTokenizer

from clinic.errors import EncoderError
from clinic.settings import ROOT

GRAPH = "encoder.onnx"
VOCABULARY = "vocab.txt"
STAMP = "built-from"
WIDTH = 384
LONGEST = 128  # word pieces that are read of one sentence
REMEMBERED = 4096  # sentences


def encoder_folder() -> Path:
    return ROOT / "var" / "encoder"


class SentenceEncoder:
    """all-MiniLM-L6-v2 with int8 weights (2 ms for a short message on one core)."""

    def __init__(self, folder: Path) -> None:
        graph, vocabulary = folder / GRAPH, folder / VOCABULARY
        if not graph.is_file() or not vocabulary.is_file():
            raise EncoderError(
                "The sentence encoder has not been built. Run `make run`, or "
                "`python -m clinic.nlu.encoder.build`."
            )
        self._tokenizer = BertWordPieceTokenizer(str(vocabulary), lowercase=True)
        self._tokenizer.enable_truncation(LONGEST)
        self._tokenizer.enable_padding()
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(
            str(graph), options, providers=["CPUExecutionProvider"]
        )
        self._remembered: OrderedDict[str, np.ndarray] = OrderedDict()

    def encode(self, texts: list[str]) -> np.ndarray:
        """Vectors of shape (len(texts), 384), float32, each of length 1."""
        missing = [text for text in dict.fromkeys(texts) if text not in self._remembered]
        for start in range(0, len(missing), 32):
            batch = missing[start : start + 32]
            for text, vector in zip(batch, self._run(batch), strict=True):
                self._remembered[text] = vector
        found = np.stack([self._remembered[text] for text in texts])
        while len(self._remembered) > REMEMBERED:
            self._remembered.popitem(last=False)
        return found

    def _run(self, texts: list[str]) -> np.ndarray:
        encoded = self._tokenizer.encode_batch(texts)
        inputs = {
            "input_ids": np.array([each.ids for each in encoded], np.int64),
            "attention_mask": np.array([each.attention_mask for each in encoded], np.int64),
        }
        return self._session.run(["embedding"], inputs)[0]


@lru_cache(maxsize=1)
def shared_encoder() -> SentenceEncoder:
    """One encoder for all components of a process."""
    return SentenceEncoder(encoder_folder())


def encoder_fingerprint() -> str:
    """Changes with the built encoder, so that a model is trained again for another one."""
    path = encoder_folder() / GRAPH
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "none"
