"""Kernel ridge regression, solved exactly and in panels, with held-out predictions."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import scipy  # of which `linalg` is loaded when it is used: not by a server

PANEL = 2500  # rows; the lower triangle alone is kept, in panels: 0.6 n² numbers instead of n²
SAMPLE = 1000

Kernel = Callable[[slice, slice], np.ndarray]  # a block of the kernel matrix, by rows and columns


def fit(kernel: Kernel, targets: np.ndarray, ridge: float) -> tuple[np.ndarray, np.ndarray]:
    """Solve (K + ridge·I) weights = targets, both of shape (examples, labels).

    Returns the weights, and for the last examples, SAMPLE of them, what they would have been
    predicted as had each been left out of the training (closed form: Rasmussen & Williams 2006,
    eq. 5.12).
    """
    ends = range(len(targets), 0, -PANEL)  # the last panel is a full one, for the sample
    bounds = [slice(max(0, end - PANEL), end) for end in reversed(ends)]
    panels = _factored(kernel, bounds, ridge)
    weights = _solved(panels, bounds, targets)
    last = slice(max(bounds[-1].start, len(targets) - SAMPLE), len(targets))
    inverse = scipy.linalg.solve_triangular(
        panels[-1][last.start - last.stop :, last],
        np.eye(last.stop - last.start, dtype=np.float32),
        lower=True,
    )
    precision = (inverse**2).sum(axis=0)[:, None]
    return weights, targets[last] - weights[last] / precision


def _factored(kernel: Kernel, bounds: list[slice], ridge: float) -> list[np.ndarray]:
    """The Cholesky factor, as panels of rows that end at the diagonal."""
    panels = [kernel(rows, slice(0, rows.stop)) for rows in bounds]
    for step, own in enumerate(bounds):
        diagonal = panels[step][:, own]
        diagonal[np.diag_indices_from(diagonal)] += ridge
        diagonal[:] = scipy.linalg.cholesky(diagonal, lower=True, check_finite=False)
        for panel in panels[step + 1 :]:
            panel[:, own] = scipy.linalg.solve_triangular(
                diagonal, panel[:, own].T, lower=True, check_finite=False
            ).T
        for later, panel in enumerate(panels[step + 1 :], start=step + 1):
            for column in range(step + 1, later + 1):
                panel[:, bounds[column]] -= panel[:, own] @ panels[column][:, own].T
    return panels


def _solved(panels: list[np.ndarray], bounds: list[slice], targets: np.ndarray) -> np.ndarray:
    """Forward and back substitution."""
    solved = targets.astype(np.float32)
    for panel, own in zip(panels, bounds, strict=True):
        solved[own] -= panel[:, : own.start] @ solved[: own.start]
        solved[own] = scipy.linalg.solve_triangular(panel[:, own], solved[own], lower=True)
    for panel, own in zip(reversed(panels), reversed(bounds), strict=True):
        solved[own] = scipy.linalg.solve_triangular(
            panel[:, own], solved[own], lower=True, trans="T"
        )
        solved[: own.start] -= panel[:, : own.start].T @ solved[own]
    return solved
