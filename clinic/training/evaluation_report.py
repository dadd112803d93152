"""An evaluation in words, tables and pictures."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from clinic.training.bars import BARS, Bar
from clinic.training.evaluate import Evaluation
from clinic.training.scoring import Share

SHOWN_CONFUSIONS = 25


def as_json(evaluations: dict[str, Evaluation]) -> str:
    return json.dumps({name: figures(one) for name, one in evaluations.items()}, indent=1)


def figures(evaluation: Evaluation) -> dict[str, Any]:
    """Every figure by name, for comparing one state of the assistant with another."""
    scores = evaluation.scores
    return {
        "messages": evaluation.messages,
        "macro_f1": round(scores.macro_f1, 4),
        "calibration_error": round(scores.calibration_error, 4),
        "median_ms": round(evaluation.median_ms, 2),
        "p95_ms": round(evaluation.p95_ms, 2),
        "load_s": round(evaluation.load_s, 2),
        **{name: _rounded(share) for name, share in scores.shares.items() if share.total},
        "topics": {topic: round(f1, 4) for topic, (_, _, f1) in scores.topics.items()},
        "entities": {
            name: [_rounded(recall), _rounded(precision)]
            for name, (recall, precision) in scores.entities.items()
            if recall.total
        },
    }


def as_text(name: str, evaluation: Evaluation) -> str:
    """What the terminal shows: the bars, then the topics and what is confused."""
    lines = [f"{name}: {evaluation.messages} messages ({evaluation.left_out} taught, left out)", ""]
    lines += [_bar_line(bar, evaluation) for bar in BARS if bar.cases(evaluation)]
    lines += ["", f"  {'topic':28} cases  recall  precision  F1"]
    for topic, (recall, precision, f1) in evaluation.scores.topics.items():
        lines.append(
            f"  {topic:28} {recall.total:5}  {_plain(recall.value):>6}  "
            f"{_plain(precision.value):>9}  {f1:.2f}"
        )
    lines += ["", "  Taken for something else:"]
    for topic, taken, count, text in evaluation.scores.confusions[:SHOWN_CONFUSIONS]:
        lines.append(f"  {count:3}  {topic} → {taken}: {text[:90]}")
    return "\n".join(lines) + "\n"


def changes(now: dict[str, Any], before: dict[str, Any]) -> list[str]:
    """Each figure that differs from the last release's, in words."""
    told = []
    for name, value in sorted(now.items()):
        old = before.get(name)
        if isinstance(value, int | float) and isinstance(old, int | float) and value != old:
            told.append(f"{name}: {old} → {value}")
    for topic, value in sorted(now.get("topics", {}).items()):
        old = before.get("topics", {}).get(topic)
        if old is not None and abs(value - old) >= 0.02:
            told.append(f"{topic}: F1 {old} → {value}")
    return told


HEADING = """\
# Evaluation

How well the assistant understands, on labelled messages that it was not taught. Written by
`make evaluate`. The sets are in `tests/evaluation/`, whose
[README](../tests/evaluation/README.md) says who wrote them and how they are scored.
Times are CPU time on one thread of the machine that wrote this page: of the whole parse of a
message the least of three passes, in each of which every message comes once.
"""


def write_report(path: Path, evaluations: dict[str, Evaluation]) -> None:
    """Write the page at `path`, with its pictures in a folder of the same name beside it."""
    pictures = path.with_suffix("")
    pictures.mkdir(parents=True, exist_ok=True)
    parts = [HEADING]
    for name, evaluation in evaluations.items():
        parts += _section(name, evaluation, pictures)
    path.write_text("\n".join(parts), encoding="utf-8")


def _section(name: str, evaluation: Evaluation, pictures: Path) -> Iterator[str]:
    yield f"## {name[:1].upper()}{name[1:]}\n"
    yield f"{evaluation.messages} messages; {evaluation.left_out} more are taught and left out.\n"
    yield "| figure | value | 95 % interval | cases | bar | |\n|---|---|---|---|---|---|"
    for bar in BARS:
        if bar.cases(evaluation):
            yield _bar_row(bar, evaluation)
    reliability, confusion = (
        pictures / f"{name.replace(' ', '-')}-{kind}.png" for kind in ("reliability", "confusion")
    )
    draw_reliability(evaluation, reliability)
    draw_confusion(evaluation, confusion)
    for title, picture in (("How sure and how right", reliability), ("Confusion", confusion)):
        yield f"\n![{title}]({pictures.name}/{picture.name})"
    yield "\n| topic | cases | recall | precision | F1 |\n|---|---|---|---|---|"
    for topic, (recall, precision, f1) in evaluation.scores.topics.items():
        yield (
            f"| {topic} | {recall.total} | {_plain(recall.value)} | {_plain(precision.value)} "
            f"| {f1:.2f} |"
        )
    yield "\nWhat is taken for something else most often:\n"
    yield "| topic | taken for | messages |\n|---|---|---|"
    for topic, taken, count, _ in evaluation.scores.confusions[:SHOWN_CONFUSIONS]:
        yield f"| {topic} | {taken} | {count} |"
    yield ""


def draw_reliability(evaluation: Evaluation, path: Path) -> None:
    figure, axes = _figure(4.5, 4.5)
    axes.plot([0, 1], [0, 1], color="#b8b2a6", linewidth=1)
    sure, right, counts = zip(*evaluation.scores.reliability, strict=True)
    axes.scatter(sure, right, s=[20 + 200 * c / max(counts) for c in counts], color="#1f6f6b")
    axes.plot(sure, right, color="#1f6f6b", linewidth=1)
    axes.set(xlabel="confidence", ylabel="share right", xlim=(0, 1.02), ylim=(0, 1.02))
    axes.set_title(f"calibration error {evaluation.scores.calibration_error:.3f}")
    _saved(figure, path)


def draw_confusion(evaluation: Evaluation, path: Path) -> None:
    matrix = evaluation.scores.matrix
    topics = sorted(evaluation.scores.topics)
    figure, axes = _figure(10, 10)
    totals = {topic: sum(n for (t, _), n in matrix.items() if t == topic) for topic in topics}
    image = [[matrix[topic, taken] / totals[topic] for taken in topics] for topic in topics]
    axes.imshow(image, cmap="BuGn", vmin=0, vmax=1)
    axes.set_xticks(range(len(topics)), topics, rotation=90, fontsize=7)
    axes.set_yticks(range(len(topics)), topics, fontsize=7)
    axes.set(xlabel="taken for", ylabel="topic")
    _saved(figure, path)


def _figure(width: float, height: float) -> tuple[Any, Any]:
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width, height), layout="constrained")
    return figure, figure.subplots()


def _saved(figure: Any, path: Path) -> None:
    # Without its own name and date in the file, the same figures give the same picture.
    figure.savefig(path, dpi=90, metadata={"Software": None})


def _bar_line(bar: Bar, evaluation: Evaluation) -> str:
    value, limit = bar.figure(evaluation), bar.limit
    sign = "≥" if bar.at_least else "≤"
    verdict = "" if bar.holds(evaluation) else "   MISSED"
    cases = bar.cases(evaluation)
    return f"  {bar.name:38} {_plain(value):>7}  {sign} {limit:<5} of {cases}{verdict}"


def _bar_row(bar: Bar, evaluation: Evaluation) -> str:
    share = evaluation.scores.shares.get(bar.name)
    interval = "–".join(_plain(end) for end in share.interval) if share else ""
    sign = "≥" if bar.at_least else "≤"
    verdict = "reached" if bar.holds(evaluation) else "**missed**"
    return (
        f"| {bar.name} | {_plain(bar.figure(evaluation))} | {interval} | {bar.cases(evaluation)} "
        f"| {sign} {bar.limit} | {verdict} |"
    )


def _plain(value: float) -> str:
    if math.isnan(value):
        return "–"
    return f"{value:.3f}" if value < 1.5 else f"{value:.1f}"


def _rounded(share: Share) -> float | None:
    return round(share.value, 4) if share.total else None
