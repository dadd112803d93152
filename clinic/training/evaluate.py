"""Evaluation: labelled messages through the current model, with times, against the bars."""

from __future__ import annotations

import json
import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from clinic.errors import TrainingError
from clinic.settings import ROOT
from clinic.training.examples import plain_words, taught_messages
from clinic.training.scoring import Row, Scores, score

PASSES = 3


@dataclass
class Evaluation:
    scores: Scores
    messages: int
    left_out: int  # messages that stand in the training data
    median_ms: float  # CPU time of the whole parse of one message, on one thread
    p95_ms: float
    load_s: float  # CPU time until the model is loaded; the first time with the code it needs


def evaluate(file: Path, models: Path) -> Evaluation:
    """Score the newest model of `models` on a JSONL file of labelled messages.

    Messages that the assistant was taught are left out. Raises TrainingError for a bad file.
    """
    from clinic.nlu.parse import load_processor, parse_message, shown

    taught = {plain_words(text) for _, text in taught_messages(ROOT / "data" / "nlu")}
    rows = read_rows(file)
    asked = [row for row in rows if plain_words(row["text"]) not in taught]
    if not asked:
        raise TrainingError(f"{file} holds no message that the assistant was not taught.")
    began = time.process_time()
    processor = load_processor(models)
    load_s = time.process_time() - began
    parsed, least = _parsed(partial(parse_message, processor), [row["text"] for row in asked])
    beside = ("health", "suggestions")
    pairs = [
        (row, {**shown(one), **{name: one.get(name) or [] for name in beside}})
        for row, one in zip(asked, parsed, strict=True)
    ]
    times = sorted(least)
    return Evaluation(
        scores=score(pairs),
        messages=len(asked),
        left_out=len(rows) - len(asked),
        median_ms=times[len(times) // 2],
        p95_ms=times[int(len(times) * 0.95)],
        load_s=load_s,
    )


def _parsed(
    parse: Callable[[str], dict[str, Any]], texts: list[str]
) -> tuple[list[dict[str, Any]], list[float]]:
    """What was understood of each message, and its CPU time in ms: the least of PASSES.

    What else the machine does can make the same work twice as long, and never shorter. All others
    come between two times that a message is read, so that nothing is remembered of it but its
    words, as in a server that has been running for a while.
    """
    parsed: list[dict[str, Any]] = [{}] * len(texts)
    least = [math.inf] * len(texts)
    for _ in range(PASSES):
        for place, text in enumerate(texts):
            began = time.process_time()
            parsed[place] = parse(text)
            least[place] = min(least[place], (time.process_time() - began) * 1000)
    return parsed, least


def read_rows(file: Path) -> list[Row]:
    """The labelled messages of a JSONL file; raises TrainingError naming the first bad line."""
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise TrainingError(f"{file} cannot be read: {error}") from error
    return [_row(file, number, line) for number, line in enumerate(lines, 1) if line.strip()]


def _row(file: Path, number: int, line: str) -> dict[str, Any]:
    try:
        row = json.loads(line)
        text, topic = row["text"], row["topic"]
    except (ValueError, TypeError, KeyError) as error:
        raise TrainingError(
            f'{file}, line {number}: not a JSON object with "text" and "topic" ({error}).'
        ) from error
    if not isinstance(text, str) or not isinstance(topic, str):
        raise TrainingError(f'{file}, line {number}: "text" and "topic" must be strings.')
    return row


def read_figures(file: Path) -> dict[str, Any]:
    """What `evaluate --json` wrote; raises TrainingError where it cannot be read."""
    try:
        return json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise TrainingError(f"{file} holds no figures of an evaluation: {error}") from error
