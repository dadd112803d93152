"""Cost against the conversation's length and against the number of users, as SVG."""

from __future__ import annotations

from pathlib import Path

import matplotlib

matplotlib.use("svg")

from matplotlib import pyplot  # noqa: E402

from tests.benchmark.speed.measures import Throughput  # noqa: E402

OURS, STOCK = "#0b6e6e", "#b4552d"
Points = list[tuple[int, float]]


def draw_length(path: Path, ours: Points, stock: Points) -> None:
    figure, axes = pyplot.subplots(figsize=(7, 4))
    axes.plot(*zip(*ours, strict=True), color=OURS, label="this product")
    axes.plot(*zip(*stock, strict=True), color=STOCK, marker="o", label="stock Rasa 3.6.21")
    axes.set(xlabel="turn of one conversation", ylabel="processor time of a turn, ms", yscale="log")
    _finish(figure, axes, path)


def draw_users(path: Path, ours: list[Throughput], stock: list[Throughput]) -> None:
    figure, axes = pyplot.subplots(figsize=(7, 4))
    for name, color, found in (("this product", OURS, ours), ("stock Rasa 3.6.21", STOCK, stock)):
        users, rates = [each.users for each in found], [each.per_second for each in found]
        axes.plot(users, rates, color=color, marker="o", label=name)
    axes.set(xlabel="users at once", ylabel="answered messages a second", ylim=(0, None))
    _finish(figure, axes, path)


def _finish(figure: pyplot.Figure, axes: pyplot.Axes, path: Path) -> None:
    axes.grid(alpha=0.3)
    axes.legend()
    figure.tight_layout()
    figure.savefig(path, metadata={"Date": None})
    pyplot.close(figure)
