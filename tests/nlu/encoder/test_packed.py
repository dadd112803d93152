"""Products with a packed matrix: exact for bytes on any processor, the usual ones for floats."""

from __future__ import annotations

import numpy as np
import pytest

from clinic.nlu.encoder.packed import PackedMatrix


@pytest.mark.parametrize("rows", [1, 2, 6])
@pytest.mark.parametrize("examples", [1, 50, 3000])
def test_bytes_give_what_whole_numbers_give(examples: int, rows: int):
    random = np.random.default_rng(0)
    messages = random.integers(0, 256, (rows, 192)).astype(np.uint8)
    matrix = random.integers(-63, 64, (192, examples)).astype(np.int8)
    wanted = messages.astype(np.int32) @ matrix.astype(np.int32)
    assert np.array_equal(PackedMatrix(matrix).times(messages), wanted)


@pytest.mark.parametrize("farthest", [63, -63])
def test_the_largest_numbers_do_not_overflow(farthest: int):
    rows, matrix = np.full((2, 192), 255, np.uint8), np.full((192, 40), farthest, np.int8)
    assert (PackedMatrix(matrix).times(rows) == 192 * 255 * farthest).all()


@pytest.mark.parametrize("rows", [1, 2, 6])
def test_floats_are_multiplied_with_each_row_of_the_matrix(rows: int):
    random = np.random.default_rng(0)
    near = random.random((rows, 3000), np.float32)
    matrix = random.standard_normal((50, 3000)).astype(np.float32)
    assert np.allclose(PackedMatrix(matrix).times(near), near @ matrix.T, atol=1e-3)


def test_two_matrices_do_not_mix():
    one, two = (PackedMatrix(np.full((3, 4), value, np.float32)) for value in (1, 2))
    row = np.ones((1, 4), np.float32)
    assert (one.times(row) == 4).all()
    assert (two.times(row) == 8).all()
