"""Sentences to features, remembering the last few thousand."""

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
# The layers (1 to 6) whose mean over the tokens is given out. The last one alone is made for
# likeness in meaning; the lower ones still hold the words (measured: 5 points of accuracy).
GIVEN_OUT = (2, 4, 5, 6)
FEATURES = WIDTH * len(GIVEN_OUT)
LONGEST = 128  # word pieces that are read of one sentence
BATCH = 32
REMEMBERED = 2048  # sentences, 6 KB each


def encoder_folder() -> Path:
    return ROOT / "var" / "encoder"


class SentenceEncoder:
    """all-MiniLM-L6-v2 with 7-bit weights (2 ms for a short message on one core)."""

    def __init__(self, folder: Path, threads: int = 1) -> None:
        graph, vocabulary = folder / GRAPH, folder / VOCABULARY
        if not graph.is_file() or not vocabulary.is_file():
            raise EncoderError(
                "The sentence encoder has not been built. Run `make run`, or "
                "`python -m clinic.nlu.encoder.build`."
            )
        self._tokenizer = BertWordPieceTokenizer(str(vocabulary), lowercase=True)
        self._tokenizer.enable_truncation(LONGEST)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(
            str(graph), options, providers=["CPUExecutionProvider"]
        )
        self._remembered: OrderedDict[str, np.ndarray] = OrderedDict()

    def encode(self, texts: list[str]) -> np.ndarray:
        """Features of shape (len(texts), FEATURES), float32."""
        missing = [text for text in dict.fromkeys(texts) if text not in self._remembered]
        if missing:
            self._remembered.update(zip(missing, self.encode_once(missing), strict=True))
        found = np.stack([self._remembered[text] for text in texts])
        while len(self._remembered) > REMEMBERED:
            self._remembered.popitem(last=False)
        return found

    def encode_once(self, texts: list[str]) -> np.ndarray:
        """The same without remembering.

        Sentences of one length go together: padding would cost time and change the rounding.
        """
        encoded = self._tokenizer.encode_batch(texts)
        places: dict[int, list[int]] = {}
        for place, each in enumerate(encoded):
            places.setdefault(len(each.ids), []).append(place)
        features = np.empty((len(texts), FEATURES), np.float32)
        for alike in places.values():
            for start in range(0, len(alike), BATCH):
                batch = alike[start : start + BATCH]
                ids = np.array([encoded[place].ids for place in batch], np.int64)
                inputs = {"input_ids": ids, "attention_mask": np.ones_like(ids)}
                features[batch] = self._session.run(None, inputs)[0]
        return features


@lru_cache(maxsize=1)
def shared_encoder() -> SentenceEncoder:
    """One encoder for all components of a process."""
    return SentenceEncoder(encoder_folder())


def encoder_fingerprint() -> str:
    """Changes with the built encoder, so that a model is trained again for another one."""
    path = encoder_folder() / GRAPH
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "none"
