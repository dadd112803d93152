"""A message in parts, each of which may mean something of its own."""

from __future__ import annotations

import numpy as np

from clinic.nlu.clauses import MOST_CLAUSES, clauses_of
from clinic.nlu.encoder.sentence import Sentence
from clinic.nlu.nearness_model import NearnessModel


def scores_of_parts(
    model: NearnessModel, text: str, sentence: Sentence, most: int = MOST_CLAUSES
) -> tuple[list[str], dict[str, np.ndarray]]:
    """The parts of a message and their scores by head (parts, labels).

    Nothing where it has no two; each part is read as it stands among the rest.
    """
    spans = clauses_of(text, most)
    if len(spans) < 2:
        spans = []
    parts = [text[start:end] for start, end in spans]
    features = np.array([sentence.features_of(*span) for span in spans])
    return parts, model.scores(parts, features)
