"""Learning a few changed examples without solving everything anew."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import scipy  # of which `linalg` is loaded when it is used: not by a server

from clinic.nlu.example_space import ExampleSpace
from clinic.nlu.nearness_model import RIDGE, Head, NearnessModel, targets_of

# Examples whose weights are solved for at once: those with the largest errors, and those nearest to
# them, which the change means most to. Two or three rounds are enough; a random choice needs eight.
WORST, NEAREST = 200, 1500
ROUNDS = 6
CLOSE_ENOUGH = 0.1  # what an example's own score, 0 or 1, may be off by
Example = tuple[str, ...]  # its text and its label in each head ("" for none)


def relearn(
    model: NearnessModel,
    before: list[Example],
    now: list[Example],
    features_of: Callable[[list[str]], np.ndarray],
) -> tuple[NearnessModel, list[Example]] | None:
    """The model for the examples `now`, from the one for `before` (in the model's order).

    `features_of` is asked for the sentence features of what is new. Also returns the examples in
    the new model's order. None where the solution does not settle: then everything has to be learnt
    anew. Places, frequencies of words and temperatures stay those of the last full training.
    """
    row = {example: place for place, example in enumerate(now)}
    kept = np.array([place for place, example in enumerate(before) if example in row], int)
    gone = np.setdiff1d(np.arange(len(before)), kept)
    old = set(before)
    added = [place for place, example in enumerate(now) if example not in old]
    order = [*(before[place] for place in kept), *(now[place] for place in added)]
    texts = [example[0] for example in order]
    heads = {
        name: [example[at] or None for example in order]
        for at, name in enumerate(model.heads, start=1)
    }
    names = {name: sorted(set(own) - {None}) for name, own in heads.items()}
    new_texts = texts[len(kept) :]
    space = model.space.with_examples(kept, new_texts, features_of(new_texts))
    weights = np.hstack([_aligned(model.heads[name], own) for name, own in names.items()])
    targets = np.hstack([targets_of(own, names[name]) for name, own in heads.items()])
    start = np.zeros_like(targets)
    start[: len(kept)] = weights[kept]
    # What stays was solved together with what is gone; what is new was not solved at all.
    missing = np.zeros_like(targets)
    if len(gone):
        missing[: len(kept)] = model.space.between(kept, gone) @ weights[gone]
    if added:
        new = np.arange(len(kept), len(order))
        missing[new] = targets[new] - space.between(new, np.arange(len(kept))) @ weights[kept]
    solved = _settled(space, start, missing)
    if solved is None:
        return None
    bounds = np.cumsum([len(own) for own in names.values()])[:-1]
    split = zip(names.items(), np.hsplit(solved, bounds), strict=True)
    learnt = {
        name: replace(model.heads[name], labels=own, weights=np.ascontiguousarray(columns.T))
        for (name, own), columns in split
    }
    return NearnessModel(space, learnt), order


def _aligned(head: Head, names: list[str]) -> np.ndarray:
    """The head's weights (examples, names), with 0 for a label that is new."""
    weights = np.zeros((head.weights.shape[1], len(names)), np.float32)
    for column, name in enumerate(names):
        if name in head.labels:
            weights[:, column] = head.weights[head.labels.index(name)]
    return weights


def _settled(space: ExampleSpace, weights: np.ndarray, missing: np.ndarray) -> np.ndarray | None:
    """Solve for some of the examples with the others as they are, again and again.

    Block Gauss-Seidel; it settles because the kernel is positive.
    """
    everything = np.arange(len(weights))
    for _ in range(ROUNDS):
        errors = np.abs(missing).max(axis=1)
        if errors.max() <= CLOSE_ENOUGH:
            return weights
        worst = np.argsort(-errors)[:WORST]
        worst = worst[errors[worst] > CLOSE_ENOUGH / 5]
        concerned = space.between(everything, worst) @ errors[worst]
        active = np.union1d(worst, np.argsort(-concerned)[:NEAREST])
        reach = space.between(everything, active)
        among = reach[active]
        among[np.diag_indices_from(among)] += RIDGE
        change = scipy.linalg.solve(among, missing[active], assume_a="pos", overwrite_a=True)
        weights[active] += change
        missing -= reach @ change
        missing[active] -= RIDGE * change
    return weights if np.abs(missing).max() <= CLOSE_ENOUGH else None
