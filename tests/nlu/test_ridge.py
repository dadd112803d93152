"""The regression is exact, however many tiles it is solved in."""

from __future__ import annotations

import numpy as np
import pytest

from clinic.nlu import ridge

RIDGE = 0.1


@pytest.fixture
def problem() -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(1)
    places = random.normal(size=(47, 3)).astype(np.float32)
    distance = ((places[:, None] - places[None]) ** 2).sum(axis=-1)
    return np.exp(-distance).astype(np.float32), random.normal(size=(47, 4)).astype(np.float32)


def _solved(kernel: np.ndarray, targets: np.ndarray) -> np.ndarray:
    return np.linalg.solve(kernel + RIDGE * np.eye(len(kernel)), targets)


@pytest.mark.parametrize("tile", [5, 10, 47, 100])
def test_tiles_give_what_the_whole_matrix_gives(problem, tile, monkeypatch):
    kernel, targets = problem
    monkeypatch.setattr(ridge, "TILE", tile)
    weights, _ = ridge.fit(lambda rows, columns: kernel[rows, columns].copy(), targets, RIDGE)
    assert np.allclose(weights, _solved(kernel, targets), atol=1e-3)


def test_a_held_out_prediction_is_that_of_a_training_without_the_example(problem, monkeypatch):
    kernel, targets = problem
    monkeypatch.setattr(ridge, "TILE", 10)
    monkeypatch.setattr(ridge, "SAMPLE", 7)
    _, held_out = ridge.fit(lambda rows, columns: kernel[rows, columns].copy(), targets, RIDGE)
    assert len(held_out) == 7
    for place, predicted in zip(range(40, 47), held_out, strict=True):
        rest = np.arange(47) != place
        weights = _solved(kernel[np.ix_(rest, rest)], targets[rest])
        assert np.allclose(predicted, kernel[place, rest] @ weights, atol=1e-3)


def test_the_sample_is_a_full_one_whatever_the_number_of_examples(problem, monkeypatch):
    kernel, targets = problem
    monkeypatch.setattr(ridge, "TILE", 23)
    monkeypatch.setattr(ridge, "SAMPLE", 20)
    _, held_out = ridge.fit(lambda rows, columns: kernel[rows, columns].copy(), targets, RIDGE)
    assert len(held_out) == 20
