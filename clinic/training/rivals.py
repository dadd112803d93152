"""What new messages resemble: the same words elsewhere, or a topic that they are nearer to."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from clinic.errors import TopicRefused
from clinic.settings import ROOT
from clinic.training.examples import plain_words, taught_messages
from clinic.training.validate import ALMOST_THE_SAME, RIVAL, Finding


def refuse_known(label: str, texts: list[str], taught: list[tuple[str, str]]) -> list[Finding]:
    """The messages of `texts` that `label` is taught already; TopicRefused where another is."""
    known = {plain_words(text): (other, text) for other, text in taught}
    repeated, taken = [], []
    seen: dict[str, str] = {}
    for text in texts:
        words = plain_words(text)
        other, its_text = known.get(words, (label, seen.get(words)))
        if other != label:
            taken.append(f'"{text}" ({other.removeprefix("faq/")})')
        elif its_text is not None:
            repeated.append(Finding("repeated", label, text, label, its_text, 1.0))
        seen[words] = text
    if taken:
        raise TopicRefused(
            f"One phrase cannot mean two things. Taught elsewhere already: {', '.join(taken)}. "
            "Leave these out, or take them away there first."
        )
    return repeated


def refuse_contradictions(taught: list[tuple[str, str]]) -> None:
    """Raise TopicRefused where any phrase is taught under two topics."""
    first: dict[str, str] = {}
    wrong = [
        f'"{text}" ({first[words]} and {label})'
        for label, text in taught
        if first.setdefault(words := plain_words(text), label) != label
    ]
    if wrong:
        raise TopicRefused(
            f"One phrase cannot mean two things: {', '.join(wrong[:5])}. Take each away from one "
            "of its topics, then train again."
        )


def near_rivals(
    label: str,
    texts: list[str],
    taught: list[tuple[str, str]],
    cache: Path | None = None,
) -> list[Finding]:
    """Each new message of `label` that says almost what is taught, or is nearer to a rival.

    Compared with `taught` and with the other new messages, by the measure of `validate`. `cache`
    is the folder of the last training, which knows most messages; others are read anew.
    """
    if not texts:
        return []
    return list(_compared(label, texts, taught, _places(texts, taught, cache)))


def in_words(findings: list[Finding]) -> list[str]:
    """The findings as a trainer reads them, what concerns most messages first."""
    rivals = Counter(each.other_label for each in findings if each.kind == "nearer to a rival")
    said = [
        f"Visitors might mean {label.removeprefix('faq/')}: {_counted(count)} closer to it."
        for label, count in rivals.most_common()
    ]
    said += [
        f'"{each.text}" was left out: it is taught already.'
        for each in findings
        if each.kind == "repeated"
    ]
    said += [
        f'"{each.text}" says almost the same as "{each.other_text}", which is taught already.'
        for each in findings
        if each.kind == "almost the same"
    ]
    return said


def _counted(count: int) -> str:
    return f"{count} example is" if count == 1 else f"{count} examples are"


@dataclass
class _Placed:
    """Taught messages with places in a space, the new ones behind them."""

    space: Any  # an ExampleSpace
    labels: list[str]
    texts: list[str]


def _places(texts: list[str], taught: list[tuple[str, str]], cache: Path | None) -> _Placed:
    from clinic.nlu.example_space import ExampleSpace

    by_words = {_spelled(text): (label, text) for label, text in taught}
    last = _last_training(cache or ROOT / "var" / "cache")
    if last is None:
        everything = [*by_words, *map(_spelled, texts)]
        space = ExampleSpace.learn(everything, _features(everything))
        told = list(by_words.values())
    else:
        model, before = last
        kept = np.array([row for row, each in enumerate(before) if each[0] in by_words], int)
        known = {before[row][0] for row in kept}
        new = [each for each in by_words if each not in known]
        added = [*new, *map(_spelled, texts)]
        space = model.space.with_examples(kept, added, _features(added))
        told = [by_words[before[row][0]] for row in kept] + [by_words[each] for each in new]
    return _Placed(space, [label for label, _ in told], [text for _, text in told])


@lru_cache(maxsize=50_000)
def _spelled(text: str) -> str:
    from clinic.nlu.text import normalise

    return normalise(text)


def _last_training(folder: Path) -> tuple[Any, list[list[str]]] | None:
    """The model of the last training with its examples (text first), where there is one."""
    from clinic.nlu.learning import KEPT, STATE
    from clinic.nlu.storage import load_model

    try:
        state = json.loads((folder / KEPT / STATE).read_text(encoding="utf-8"))
        return load_model(folder / KEPT), state["examples"]
    except (OSError, ValueError, KeyError):
        return None  # there is none, or it is being written: the space is made anew


def _features(texts: list[str]) -> np.ndarray:
    from clinic.nlu.encoder.sentence import shared_encoder

    return shared_encoder().encode(texts)


def _compared(
    label: str, texts: list[str], taught: list[tuple[str, str]], placed: _Placed
) -> Iterator[Finding]:
    count = len(placed.labels)
    labels = np.array([*placed.labels, *[label] * len(texts)])
    all_texts = [*placed.texts, *texts]
    rows = np.arange(count, count + len(texts))
    near = placed.space.between(rows, np.arange(count + len(texts)))
    near[np.arange(len(texts)), rows] = -1  # itself
    own = labels[None] == label
    mine, theirs = np.where(own, near, -1), np.where(own, -1, near)
    for row, text in enumerate(texts):
        alike, rival = int(mine[row].argmax()), int(theirs[row].argmax())
        if mine[row, alike] >= ALMOST_THE_SAME and alike < count:
            yield Finding(
                "almost the same", label, text, label, all_texts[alike], float(mine[row, alike])
            )
        if theirs[row, rival] >= max(RIVAL, mine[row, alike]):
            yield Finding(
                "nearer to a rival",
                label,
                text,
                str(labels[rival]),
                all_texts[rival],
                float(theirs[row, rival]),
            )


def all_taught(root: Path = ROOT) -> list[tuple[str, str]]:
    """(label, message) for everything that is taught below `root`; raises BrokenFile."""
    return list(taught_messages(root / "data" / "nlu"))
