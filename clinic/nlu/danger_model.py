"""Which danger a message speaks of, learnt from all that sounds like one and all that is near."""

from __future__ import annotations

import numpy as np

from clinic.nlu.example_space import ExampleSpace
from clinic.nlu.nearness_model import NearnessModel

NONE = "none"
# Harmless examples that are learnt beside the dangerous ones: those that sound most like one.
HARMLESS = 6000


def learn_danger(texts: list[str], features: np.ndarray, kinds: list[str]) -> NearnessModel:
    """A model with the kinds of danger and NONE as labels; `kinds` has one for each text."""
    harmless = np.array([kind == NONE for kind in kinds])
    chosen = np.flatnonzero(~harmless)
    others = np.flatnonzero(harmless)
    if len(others) > HARMLESS:
        space = ExampleSpace.learn([texts[place] for place in chosen], features[chosen])
        near = space.nearest([texts[place] for place in others], features[others])
        others = others[np.argsort(-near)[:HARMLESS]]
    kept = np.sort(np.concatenate([chosen, others]))
    return NearnessModel.learn(
        [texts[place] for place in kept], features[kept], [kinds[place] for place in kept]
    )
