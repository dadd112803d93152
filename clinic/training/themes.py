"""Missed messages by theme, so that thirty ways of asking one thing are one row."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from clinic.training.rareness import WORD, taught_rareness

# Cosine distance up to which messages belong together, on average over two groups. Chosen on pairs
# (tests/training/same_meaning.txt): higher, more that only sound alike fall together.
TOGETHER = 0.55
NEAR = 0.5  # cosine from which a real message is offered for a new topic
EMPHASIS = 2  # the power of a word's rareness by which its place counts in its message
MOST = 2000  # messages grouped at once: the distances of all pairs are held in memory
SUGGESTIONS = 3
KEPT = 4000  # vectors, some 1.5 KB each: a message that comes up again costs nothing

Suggest = Callable[[str], list[str]]


@dataclass(frozen=True)
class Theme:
    """Messages that ask about the same thing, the most central one first."""

    name: str  # the most central message
    messages: tuple[str, ...]
    suggestions: tuple[str, ...]  # labels that it may mean, the likeliest first


def themes(messages: list[str], suggest: Suggest = lambda _text: []) -> list[Theme]:
    """Group messages by what they ask, the largest theme first.

    `suggest` gives the labels that a message may mean, as `suggestions_of` does for a loaded
    model. The same messages in any order give the same themes; of more than MOST the first count.
    """
    from sklearn.cluster import AgglomerativeClustering

    texts = sorted(set(messages[:MOST]))
    if not texts:
        return []
    places = _places(texts)
    groups = np.zeros(1, int)
    if len(texts) > 1:
        groups = AgglomerativeClustering(
            n_clusters=None, metric="cosine", linkage="average", distance_threshold=TOGETHER
        ).fit_predict(places)
    counted = {text: messages.count(text) for text in texts}
    found = []
    for group in range(groups.max() + 1):
        inside = np.flatnonzero(groups == group)
        centre = places[inside].mean(axis=0)
        order = inside[np.argsort(-(places[inside] @ centre), kind="stable")]
        ordered = tuple(texts[place] for place in order)
        found.append(Theme(ordered[0], ordered, tuple(suggest(ordered[0])[:SUGGESTIONS])))
    return sorted(found, key=lambda theme: (-sum(counted[t] for t in theme.messages), theme.name))


def near_messages(examples: list[str], messages: list[str], most: int = 20) -> list[str]:
    """Of the messages those that are near any example, the nearest first; for a new topic."""
    texts = sorted(set(messages) - set(examples))
    if not examples or not texts:
        return []
    nearness = (_places(texts) @ _places(examples).T).max(axis=1)
    order = np.argsort(-nearness, kind="stable")[:most]
    return [texts[place] for place in order if nearness[place] >= NEAR]


def suggestions_of(parse: Callable[[str], dict]) -> Suggest:
    """`suggest` for a function that gives the parse data of a message."""

    def suggest(text: str) -> list[str]:
        parsed = parse(text)
        ranked = [each["name"] for each in parsed.get("intent_ranking") or []]
        return list(parsed.get("suggestions") or ranked)[:SUGGESTIONS]

    return suggest


def _places(texts: list[str]) -> np.ndarray:
    """(texts, width): vectors of length 1."""
    return np.stack([_place(text) for text in texts])


@lru_cache(maxsize=KEPT)
def _place(text: str) -> np.ndarray:
    """The mean over the pieces in the encoder's last layer, where rare words count most."""
    from clinic.nlu.encoder.sentence import WIDTH, shared_encoder
    from clinic.nlu.text import normalise

    text = normalise(text) or " "
    read = shared_encoder().read(text)
    weights = _weights(text, read.offsets)
    vector = weights @ read.tokens[:, -WIDTH:]
    return vector / max(float(np.linalg.norm(vector)), 1e-9)


def _weights(text: str, offsets: list[tuple[int, int]]) -> np.ndarray:
    """(pieces,): a piece counts as its word does; where there is no word, all count the same."""
    rareness = taught_rareness()
    weights = np.zeros(len(offsets), np.float32)
    for word in WORD.finditer(text):
        inside = [word.start() <= start < end <= word.end() for start, end in offsets]
        weights[inside] = rareness.of(word.group()) ** EMPHASIS
    return weights if weights.any() else np.ones_like(weights)
