"""A few changed examples are learnt by themselves, with the same result."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from clinic.nlu import learning, nearness_model, relearn
from clinic.nlu.encoder.sentence import SentenceEncoder
from clinic.nlu.encoder.session import encoder_folder
from clinic.nlu.nearness_model import NearnessModel
from clinic.nlu.storage import load_model

EXAMPLES = {
    "pain": ["does it hurt", "is it painful", "will it sting", "how bad is the pain", "ouch?"],
    "price": ["how much is it", "what does it cost", "price", "is it expensive", "cost per visit"],
    "greet": ["hello", "hi there", "good morning", "hey", "hiya"],
}
ASKED = ["does it sting much", "what's the cost", "hello you", "do you do deposits", "is it sore"]


@pytest.fixture
def full_trainings(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The number of examples of each full training."""
    counts: list[int] = []
    learn = NearnessModel.learn.__func__

    def counted(cls, texts, features, labels):
        counts.append(len(texts))
        return learn(cls, texts, features, labels)

    monkeypatch.setattr(NearnessModel, "learn", classmethod(counted))
    return counts


def _learn(folder: Path, examples: dict[str, list[str]], version: str = "1") -> NearnessModel:
    texts = [text for own in examples.values() for text in own]
    labels: list[str | None] = [label for label, own in examples.items() for _ in own]
    return learning.learn(texts, {"intent": labels}, version, folder)


def _scores(model: NearnessModel) -> np.ndarray:
    features = SentenceEncoder(encoder_folder()).encode(ASKED)
    return model.scores(ASKED, features)["intent"]


def _exact(model: NearnessModel, examples: dict[str, list[str]], folder: Path) -> np.ndarray:
    """The weights that solving everything in the model's own space gives."""
    everything = np.arange(len(model.space))
    kernel = model.space.between(everything, everything).astype(np.float64)
    order = learning.json.loads((folder / learning.KEPT / learning.STATE).read_text())["examples"]
    targets = nearness_model.targets_of([label for _, label in order], model.heads["intent"].labels)
    return np.linalg.solve(kernel + nearness_model.RIDGE * np.eye(len(kernel)), targets).T


CHANGES = {
    "added": EXAMPLES | {"price": [*EXAMPLES["price"], "do you take a deposit"]},
    "removed": EXAMPLES | {"price": EXAMPLES["price"][:-1]},
    "a new label": EXAMPLES | {"deposit": ["do you take deposits", "deposit?"]},
    "a label less": {label: own for label, own in EXAMPLES.items() if label != "greet"},
    "moved": EXAMPLES | {"pain": EXAMPLES["pain"][:-1], "greet": [*EXAMPLES["greet"], "ouch?"]},
}


@pytest.mark.parametrize("changed", CHANGES.values(), ids=CHANGES)
@pytest.mark.parametrize("active", [4, 600])
def test_what_changed_is_learnt_as_in_a_full_training(
    changed, active, tmp_path, full_trainings, monkeypatch
):
    monkeypatch.setattr(relearn, "WORST", active)
    monkeypatch.setattr(relearn, "NEAREST", active)
    monkeypatch.setattr(relearn, "ROUNDS", 60)
    monkeypatch.setattr(relearn, "CLOSE_ENOUGH", 1e-4)
    _learn(tmp_path, EXAMPLES)
    model = _learn(tmp_path, changed)
    assert len(full_trainings) == 1
    exact = _exact(model, changed, tmp_path)
    assert np.allclose(model.heads["intent"].weights, exact, atol=0.02)
    kept = load_model(tmp_path / learning.KEPT)
    assert np.array_equal(kept.space.places, model.space.places)
    assert np.allclose(_scores(kept), _scores(model), atol=1e-6)


def test_only_what_is_new_is_encoded(tmp_path, monkeypatch):
    _learn(tmp_path, EXAMPLES)
    asked: list[str] = []
    encoded = learning.encoded
    monkeypatch.setattr(learning, "encoded", lambda texts: asked.extend(texts) or encoded(texts))
    _learn(tmp_path, CHANGES["added"])
    assert asked == ["do you take a deposit"]


def test_nothing_is_learnt_where_nothing_changed(tmp_path, full_trainings):
    first = _learn(tmp_path, EXAMPLES)
    again = _learn(tmp_path, EXAMPLES)
    assert len(full_trainings) == 1
    assert np.array_equal(_scores(first), _scores(again))


def test_everything_is_learnt_with_other_code(tmp_path, full_trainings):
    _learn(tmp_path, EXAMPLES, "1")
    _learn(tmp_path, EXAMPLES, "2")
    assert len(full_trainings) == 2


def test_many_small_changes_end_in_a_full_training(tmp_path, full_trainings, monkeypatch):
    monkeypatch.setattr(learning, "MOST_CHANGED", 3)
    examples = EXAMPLES
    for number in range(5):
        examples = examples | {"greet": [*examples["greet"], f"hello number {number}"]}
        _learn(tmp_path, examples)
    assert full_trainings == [16, 20]


def test_a_kept_training_that_was_cut_short_is_not_used(tmp_path, full_trainings):
    _learn(tmp_path, EXAMPLES)
    state = tmp_path / learning.KEPT / learning.STATE
    state.write_text(state.read_text()[:50])
    _learn(tmp_path, EXAMPLES)
    assert len(full_trainings) == 2
