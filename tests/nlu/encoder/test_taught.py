"""Features of what is taught are computed once, and a kept file changes nothing."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from clinic.nlu.encoder import taught
from clinic.nlu.encoder.sentence import SentenceEncoder


@pytest.fixture
def encoded(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every text that the encoder is given."""
    given: list[str] = []
    encode = SentenceEncoder.encode

    def counted(self: SentenceEncoder, texts: list[str], threads: int = 1) -> np.ndarray:
        given.extend(texts)
        return encode(self, texts, threads)

    monkeypatch.setattr(SentenceEncoder, "encode", counted)
    return given


def test_only_what_is_new_is_encoded(tmp_path: Path, encoded: list[str]):
    first = taught.taught_features(["does it hurt", "how much"], tmp_path)
    again = taught.taught_features(["how much", "does it hurt"], tmp_path)
    assert encoded == ["does it hurt", "how much"]
    assert np.array_equal(again, first[::-1])
    taught.taught_features(["does it hurt", "where are you"], tmp_path)
    assert encoded == ["does it hurt", "how much", "where are you"]


def test_what_was_not_asked_for_is_kept_as_long_as_there_is_room(
    tmp_path: Path, encoded: list[str], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(taught, "MOST", 3)
    taught.taught_features(["does it hurt", "how much"], tmp_path)
    taught.taught_features(["where are you"], tmp_path)
    taught.taught_features(["does it hurt", "how much"], tmp_path)
    assert len(encoded) == 3
    taught.taught_features(["when do you open"], tmp_path)
    assert len(encoded) == 4
    taught.taught_features(["does it hurt", "how much", "where are you"], tmp_path)
    assert len(encoded) == 5


def test_the_same_features_with_and_without_the_file(tmp_path: Path):
    texts = ["does it hurt", "how much"]
    kept = taught.taught_features(texts, tmp_path / "a")
    assert np.array_equal(taught.taught_features(texts, tmp_path / "a"), kept)
    assert np.array_equal(taught.taught_features(texts, tmp_path / "b"), kept)


def test_features_of_another_encoder_are_thrown_away(tmp_path: Path, monkeypatch):
    taught.taught_features(["does it hurt"], tmp_path)
    monkeypatch.setattr(taught, "encoder_fingerprint", lambda: "f" * 64)
    taught.taught_features(["does it hurt"], tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["features-ffffffffffffffff.safetensors"]
