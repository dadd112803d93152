"""The classifier: near examples decide, and it says how sure it is."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from clinic.nlu.encoder.sentence import SentenceEncoder, encoder_folder
from clinic.nlu.nearness_model import NearnessModel
from clinic.nlu.storage import load_model, save_model

EXAMPLES = {
    "pain": ["does it hurt", "is it painful", "will it sting", "how bad is the pain", "ouch?"],
    "price": ["how much is it", "what does it cost", "price", "is it expensive", "cost per visit"],
    "greet": ["hello", "hi there", "good morning", "hey", "hiya"],
}


@pytest.fixture(scope="module")
def encoder() -> SentenceEncoder:
    return SentenceEncoder(encoder_folder())


@pytest.fixture(scope="module")
def model(encoder: SentenceEncoder) -> NearnessModel:
    texts = [text for own in EXAMPLES.values() for text in own]
    labels = [label for label, own in EXAMPLES.items() for _ in own]
    return NearnessModel.learn(texts, encoder.encode(texts), labels)


def _best(model: NearnessModel, encoder: SentenceEncoder, text: str) -> str:
    (scores,) = model.scores([text], encoder.encode([text]))
    return model.labels[int(np.argmax(scores))]


def test_a_message_means_what_the_examples_near_it_mean(model, encoder):
    assert _best(model, encoder, "is there any pain") == "pain"
    assert _best(model, encoder, "costs?") == "price"
    assert _best(model, encoder, "hello there") == "greet"


def test_probabilities_add_up_and_a_stranger_is_less_sure(model, encoder):
    texts = ["how much is it", "zxqv jjkw"]
    known, stranger = model.calibrated(model.scores(texts, encoder.encode(texts)))
    assert known.sum() == pytest.approx(1, abs=1e-5)
    assert known.max() > stranger.max()


def test_messages_do_not_influence_each_other(model, encoder):
    texts = ["does it hurt", "hello", "price of ten"]
    together = model.scores(texts, encoder.encode(texts))
    alone = [model.scores([text], encoder.encode([text]))[0] for text in texts]
    assert np.allclose(together, alone, atol=1e-5)


def test_a_stored_model_answers_as_before(model, encoder, tmp_path: Path):
    save_model(model, tmp_path)
    again = load_model(tmp_path)
    texts = ["does it hurt", "price"]
    features = encoder.encode(texts)
    assert np.array_equal(again.scores(texts, features), model.scores(texts, features))
    assert {path.suffix for path in tmp_path.iterdir()} == {".safetensors", ".json"}  # no pickle


def test_training_twice_gives_the_same_model(model, encoder):
    texts = [text for own in EXAMPLES.values() for text in own]
    labels = [label for label, own in EXAMPLES.items() for _ in own]
    again = NearnessModel.learn(texts, encoder.encode(texts), labels)
    assert np.array_equal(again.weights, model.weights)
    assert again.temperature == model.temperature
