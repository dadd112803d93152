"""The classifier: near examples decide, and it says how sure it is."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from clinic.errors import ModelError
from clinic.nlu.encoder.sentence import SentenceEncoder
from clinic.nlu.encoder.session import encoder_folder
from clinic.nlu.example_space import WORDS
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
    kinds = ["loud" if label == "pain" else "none" for label in labels]
    labelled = {"intent": labels, "danger": kinds}
    return NearnessModel.learn(texts, encoder.encode(texts), labelled)[0]


def _scores(
    model: NearnessModel, encoder: SentenceEncoder, texts: list[str], head: str = "intent"
) -> np.ndarray:
    return model.scores(texts, encoder.encode(texts))[head]


def _best(model: NearnessModel, encoder: SentenceEncoder, text: str, head: str = "intent") -> str:
    (scores,) = _scores(model, encoder, [text], head)
    return model.heads[head].labels[int(np.argmax(scores))]


def test_a_message_means_what_the_examples_near_it_mean(model, encoder):
    assert _best(model, encoder, "is there any pain") == "pain"
    assert _best(model, encoder, "costs?") == "price"
    assert _best(model, encoder, "hello there") == "greet"


def test_another_head_labels_the_same_examples_otherwise(model, encoder):
    assert _best(model, encoder, "is there any pain", "danger") == "loud"
    assert _best(model, encoder, "costs?", "danger") == "none"


def test_probabilities_add_up_and_a_stranger_is_less_sure(model, encoder):
    scores = _scores(model, encoder, ["how much is it", "zxqv jjkw"])
    known, stranger = model.heads["intent"].calibrated(scores)
    assert known.sum() == pytest.approx(1, abs=1e-5)
    assert known.max() > stranger.max()


def test_messages_do_not_influence_each_other(model, encoder):
    texts = ["does it hurt", "hello", "price of ten"]
    together = _scores(model, encoder, texts)
    alone = [_scores(model, encoder, [text])[0] for text in texts]
    assert np.allclose(together, alone, atol=1e-6)  # but for the order of adding up


def test_a_stored_model_answers_as_before(model, encoder, tmp_path: Path):
    save_model(model, tmp_path)
    again = load_model(tmp_path)
    texts = ["does it hurt", "price"]
    for head in ("intent", "danger"):
        before, after = (_scores(each, encoder, texts, head) for each in (model, again))
        assert np.array_equal(before, after)
    assert {path.suffix for path in tmp_path.iterdir()} == {".safetensors", ".json"}  # no pickle


def test_training_twice_gives_the_same_model(model, encoder):
    texts = [text for own in EXAMPLES.values() for text in own]
    labels = [label for label, own in EXAMPLES.items() for _ in own]
    again, _ = NearnessModel.learn(texts, encoder.encode(texts), {"intent": labels})
    assert np.allclose(again.heads["intent"].weights, model.heads["intent"].weights, atol=1e-4)
    assert again.heads["intent"].temperature == model.heads["intent"].temperature


def test_examples_are_as_near_to_each_other_as_the_same_messages_are(model, encoder):
    texts = [text for own in EXAMPLES.values() for text in own]
    messages = model.space.nearness(texts, encoder.encode(texts))
    everything = np.arange(len(model.space))
    examples = model.space.between(everything, everything)
    assert np.allclose(np.sort(messages, axis=None), np.sort(examples, axis=None), atol=0.02)


def test_shared_words_bring_a_message_nearer_by_their_cosine(model, encoder):
    text = "how much does it hurt, how bad is the pain"
    features = encoder.encode([text])
    near, strange = (np.log(model.space.nearness([each], features)[0]) for each in (text, "zzqq"))
    cosines = (model.space.terms.matrix([text]) @ model.space.words).toarray()[0]
    assert np.allclose(near - strange, WORDS * cosines, atol=1e-5)


def test_a_model_of_another_encoder_is_refused(model, tmp_path: Path):
    save_model(model, tmp_path)
    rest = json.loads((tmp_path / "model.json").read_text(encoding="utf-8"))
    (tmp_path / "model.json").write_text(json.dumps(rest | {"encoder": "older"}), encoding="utf-8")
    with pytest.raises(ModelError, match="another sentence encoder.*Train it again"):
        load_model(tmp_path)
