"""Kernel ridge regression, solved exactly and in tiles, with held-out predictions."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import scipy  # of which `linalg` is loaded when it is used: not by a server

TILE = 2500  # rows and columns; the lower triangle alone is kept: 0.6 n² numbers instead of n²
SAMPLE = 1000

Kernel = Callable[[slice, slice], np.ndarray]  # a block of the kernel matrix, by rows and columns
Tiles = list[list[np.ndarray]]  # of each row those up to the diagonal, float32


def fit(kernel: Kernel, targets: np.ndarray, ridge: float) -> tuple[np.ndarray, np.ndarray]:
    """Solve (K + ridge·I) weights = targets, both of shape (examples, labels).

    Returns the weights, and for the last examples, SAMPLE of them, what they would have been
    predicted as had each been left out of the training (closed form: Rasmussen & Williams 2006,
    eq. 5.12).
    """
    ends = range(len(targets), 0, -TILE)  # the last tile is a full one, for the sample
    bounds = [slice(max(0, end - TILE), end) for end in reversed(ends)]
    tiles = [
        [kernel(rows, columns) for columns in bounds[: row + 1]] for row, rows in enumerate(bounds)
    ]
    _factor(tiles, ridge)
    weights = _solved(tiles, bounds, targets)
    last = slice(max(bounds[-1].start, len(targets) - SAMPLE), len(targets))
    size = last.stop - last.start
    inverse = scipy.linalg.solve_triangular(
        tiles[-1][-1][-size:, -size:], np.eye(size, dtype=np.float32), lower=True
    )
    precision = (inverse**2).sum(axis=0)[:, None]
    return weights, targets[last] - weights[last] / precision


def _factor(tiles: Tiles, ridge: float) -> None:
    """Put the Cholesky factor of the matrix, with `ridge` on its diagonal, in its place."""
    for step, own in enumerate(tiles):
        diagonal = own[step]
        diagonal[np.diag_indices_from(diagonal)] += ridge
        own[step] = scipy.linalg.cholesky(diagonal, lower=True, check_finite=False)
        below = tiles[step + 1 :]
        for row in below:
            row[step] = scipy.linalg.solve_triangular(
                own[step], row[step].T, lower=True, check_finite=False
            ).T
        for at, row in enumerate(below, start=step + 1):
            for column, other in enumerate(below[: at - step], start=step + 1):
                _subtract_product(row[column], row[step], other[step])


def _subtract_product(tile: np.ndarray, left: np.ndarray, right: np.ndarray) -> None:
    """tile -= left @ right.T; of a tile on the diagonal, where both are one, the lower half alone.

    By scipy's BLAS: numpy's is older, and takes a processor that it does not know for one of 2004.
    """
    blas = scipy.linalg.blas
    if left is right:
        blas.ssyrk(-1.0, left.T, 1.0, tile.T, trans=True, overwrite_c=True)
    else:
        blas.sgemm(-1.0, right.T, left.T, 1.0, tile.T, trans_a=True, overwrite_c=True)


def _solved(tiles: Tiles, bounds: list[slice], targets: np.ndarray) -> np.ndarray:
    """Forward and back substitution."""
    solved = targets.astype(np.float32)
    for row, own in zip(tiles, bounds, strict=True):
        for tile, before in zip(row[:-1], bounds, strict=False):
            solved[own] -= tile @ solved[before]
        solved[own] = scipy.linalg.solve_triangular(row[-1], solved[own], lower=True)
    for row, own in zip(reversed(tiles), reversed(bounds), strict=True):
        solved[own] = scipy.linalg.solve_triangular(row[-1], solved[own], lower=True, trans="T")
        for tile, before in zip(row[:-1], bounds, strict=False):
            solved[before] -= tile.T @ solved[own]
    return solved
