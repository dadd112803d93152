"""The ONNX graph computes what BERT's own definition gives, and quantising it changes little."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import pytest
from scipy.special import erf
from tokenizers import BertWordPieceTokenizer

from clinic.nlu.encoder.graph import GIVEN_OUT, HEADS, LAYERS, encoder_graph
from clinic.nlu.encoder.sentence import VOCABULARY, SentenceEncoder
from clinic.nlu.encoder.session import encoder_folder
from clinic.nlu.encoder.weights import load_weights

TEXTS = ["does it hurt?", "is there downtime after microdermabrasion", "ok"]


@pytest.fixture(scope="module")
def weights() -> dict[str, np.ndarray]:
    return load_weights()


def _ids(text: str) -> np.ndarray:
    tokenizer = BertWordPieceTokenizer(str(encoder_folder() / VOCABULARY), lowercase=True)
    return np.array([tokenizer.encode(text).ids], np.int64)


def _by_definition(weights: dict[str, np.ndarray], ids: np.ndarray) -> np.ndarray:
    """BERT as it is defined (Devlin et al. 2018), a sentence at a time."""

    def linear(x: np.ndarray, name: str) -> np.ndarray:
        return x @ weights[f"{name}.weight"].T + weights[f"{name}.bias"]

    def normal(x: np.ndarray, name: str) -> np.ndarray:
        centred = x - x.mean(-1, keepdims=True)
        scaled = centred / np.sqrt((centred**2).mean(-1, keepdims=True) + 1e-12)
        return scaled * weights[f"{name}.weight"] + weights[f"{name}.bias"]

    def heads(x: np.ndarray) -> np.ndarray:
        return x.reshape(len(x), HEADS, -1).transpose(1, 0, 2)

    x = weights["embeddings.word_embeddings.weight"][ids[0]]
    x = x + weights["embeddings.position_embeddings.weight"][: len(x)]
    x = normal(x + weights["embeddings.token_type_embeddings.weight"][0], "embeddings.LayerNorm")
    given_out = []
    for layer in range(LAYERS):
        own = f"encoder.layer.{layer}"
        query, key, value = (
            heads(linear(x, f"{own}.attention.self.{part}")) for part in ("query", "key", "value")
        )
        scores = query @ key.transpose(0, 2, 1) / np.sqrt(query.shape[-1])
        shares = np.exp(scores - scores.max(-1, keepdims=True))
        shares /= shares.sum(-1, keepdims=True)
        seen = (shares @ value).transpose(1, 0, 2).reshape(len(x), -1)
        x = normal(
            x + linear(seen, f"{own}.attention.output.dense"), f"{own}.attention.output.LayerNorm"
        )
        inner = linear(x, f"{own}.intermediate.dense")
        inner = inner * (1 + erf(inner / np.sqrt(2))) / 2
        x = normal(x + linear(inner, f"{own}.output.dense"), f"{own}.output.LayerNorm")
        if layer + 1 in GIVEN_OUT:
            given_out.append(x.mean(axis=0))
    return np.concatenate(given_out)


@pytest.mark.parametrize("text", TEXTS)
def test_the_graph_is_exact(text: str, weights: dict[str, np.ndarray], tmp_path: Path):
    path = tmp_path / "exact.onnx"
    onnx.save(encoder_graph(weights), str(path))
    ids = _ids(text)
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    (found,) = session.run(None, {"input_ids": ids})[0]
    assert np.allclose(found.mean(axis=0), _by_definition(weights, ids), atol=1e-3)


@pytest.mark.parametrize("text", TEXTS)
def test_seven_bits_change_little(text: str, weights: dict[str, np.ndarray]):
    (found,) = SentenceEncoder(encoder_folder()).encode([text])
    exact = _by_definition(weights, _ids(text))
    cosine = found @ exact / np.linalg.norm(found) / np.linalg.norm(exact)
    assert cosine > 0.98


def test_a_sentence_has_the_same_features_whatever_stands_beside_it():
    encoder = SentenceEncoder(encoder_folder())
    (alone,) = encoder.encode(["does it hurt?"])
    among = encoder.encode(["how long does it take", "does it hurt?", "is it free?"], threads=2)[1]
    assert np.array_equal(alone, among)
    assert np.array_equal(alone, encoder.read("does it hurt?").features)


def test_a_part_of_a_sentence_has_features_of_its_own():
    encoder = SentenceEncoder(encoder_folder())
    text = "how much is it and does it hurt"
    sentence = encoder.read(text)
    place = text.index("does")
    part = sentence.features_of(place, len(text))
    pain, price = encoder.encode(["does it hurt", "how much is it"])
    assert part @ pain / np.linalg.norm(pain) > part @ price / np.linalg.norm(price)
    assert np.allclose(sentence.features_of(0, len(text)), sentence.features, atol=1e-5)
