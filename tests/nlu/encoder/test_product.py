"""The product of bytes is exact on any processor."""

from __future__ import annotations

import numpy as np
import pytest

from clinic.nlu.encoder.product import product


@pytest.mark.parametrize("examples", [1, 50, 3000])
def test_it_is_what_whole_numbers_give(examples: int):
    random = np.random.default_rng(0)
    row = random.integers(0, 256, 192).astype(np.uint8)
    matrix = random.integers(-63, 64, (192, examples)).astype(np.int8)
    assert np.array_equal(product(row, matrix), row.astype(np.int32) @ matrix.astype(np.int32))


@pytest.mark.parametrize("farthest", [63, -63])
def test_the_largest_numbers_do_not_overflow(farthest: int):
    row, matrix = np.full(192, 255, np.uint8), np.full((192, 40), farthest, np.int8)
    assert (product(row, matrix) == 192 * 255 * farthest).all()
