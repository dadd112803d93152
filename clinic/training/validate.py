"""Looks the taught messages over: repeated, contradicting, or nearer to another topic."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from clinic.training.examples import plain_words, taught_messages

ALMOST_THE_SAME = 0.9  # nearness from which a second example teaches nothing
RIVAL = 0.75  # nearness to another topic's example from which it is worth a look
ROWS = 1000  # compared at once


@dataclass(frozen=True)
class Finding:
    """Something about one taught message; an `error` has to be mended before a training."""

    kind: str  # "contradiction", "repeated", "almost the same", "nearer to a rival"
    label: str
    text: str
    other_label: str
    other_text: str
    nearness: float

    @property
    def is_error(self) -> bool:
        return self.kind == "contradiction"

    def __str__(self) -> str:
        return (
            f'{self.kind}: {self.label} "{self.text}" ~ {self.other_label} "{self.other_text}" '
            f"({self.nearness:.2f})"
        )


def validate(folder: Path) -> list[Finding]:
    """All findings in the messages below `folder`, the worst first."""
    examples = list(taught_messages(folder))
    found = [*_same_words(examples), *_neighbours(examples)]
    return sorted(found, key=lambda finding: (not finding.is_error, finding.kind, finding.label))


def _same_words(examples: list[tuple[str, str]]) -> Iterator[Finding]:
    """The same phrase twice, whatever its case and punctuation."""
    first: dict[str, tuple[str, str]] = {}
    for label, text in examples:
        words = plain_words(text)
        if words in first:
            kind = "repeated" if first[words][0] == label else "contradiction"
            yield Finding(kind, label, text, *first[words], 1.0)
        first.setdefault(words, (label, text))


def _neighbours(examples: list[tuple[str, str]]) -> Iterator[Finding]:
    from clinic.nlu.encoder.taught import taught_features
    from clinic.nlu.example_space import ExampleSpace
    from clinic.nlu.text import normalise

    texts = [normalise(text) for _, text in examples]
    space = ExampleSpace.learn(texts, taught_features(texts))
    labels = np.array([label for label, _ in examples])
    told: dict[int, set[int]] = defaultdict(set)
    for start in range(0, len(examples), ROWS):
        rows = slice(start, min(start + ROWS, len(examples)))
        near = space.among_examples(rows, slice(0, len(examples)))
        own = labels[rows, None] == labels[None]
        near[np.arange(len(near)), np.arange(rows.start, rows.stop)] = -1  # itself
        mine, theirs = np.where(own, near, -1), np.where(own, -1, near)
        for row, place in enumerate(range(rows.start, rows.stop)):
            alike, rival = int(mine[row].argmax()), int(theirs[row].argmax())
            if mine[row, alike] >= ALMOST_THE_SAME and place not in told[alike]:
                told[place].add(alike)
                yield _finding("almost the same", examples, place, alike, mine[row, alike])
            if theirs[row, rival] >= max(RIVAL, mine[row, alike]) and place not in told[rival]:
                told[place].add(rival)
                yield _finding("nearer to a rival", examples, place, rival, theirs[row, rival])


def _finding(
    kind: str, examples: list[tuple[str, str]], place: int, other: int, nearness: float
) -> Finding:
    return Finding(kind, *examples[place], *examples[other], float(nearness))
