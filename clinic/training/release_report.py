"""A release and its report in words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from clinic.store import Store
from clinic.store.releases import Release
from clinic.training.replay import Replay, with_words

SHOWN = 20  # messages of each kind


def row(release: Release) -> str:
    """One line of the list of releases."""
    gates = "passed" if release.passed else "GATES FAILED"
    commit = (release.revision or "")[:10] or "no commit"
    return (
        f"{release.id:>4}  {release.state:<10} {release.trained_at:%Y-%m-%d %H:%M} UTC  "
        f"{commit:<10}  {gates:<12}  {release.trainer}"
    )


def as_text(store: Store, release: Release) -> str:
    """The whole report; the visitors' words in it are looked up and covered now."""
    replayed = with_words(store, release.report["replay"])
    return "\n".join([f"Release{row(release)}", *_lines(release.report, replayed)])


def _lines(report: dict[str, Any], replayed: Replay) -> Iterator[str]:
    yield "What changed:"
    yield from (f"  {each}" for each in report["changes"] or ["nothing"])
    regression, dangers = report["regression"], report["red_flags"]
    before = regression["before"]
    yield (
        f"Understood: {'' if before is None else f'{before} → '}{regression['after']} of "
        f"{regression['messages']} messages; dangers noticed: {dangers['noticed']} of "
        f"{dangers['messages']}"
    )
    for topic, score in regression["topics"].items():
        if score["before"] not in (None, score["after"]):
            yield f"  {topic}: {score['before']} → {score['after']} of {score['cases']}"
    for gate in report["gates"]:
        yield f"Gate {gate['name']}: {'passed' if gate['passed'] else 'FAILED. ' + gate['why']}"
        yield from (f"  {text}" for text in gate["examples"][:SHOWN])
    yield from replay_lines(replayed)
    seconds, peak = report["seconds"], report["peak_mb"]
    yield (
        f"It took {seconds['total']} s ({seconds['processor']} s of processor time) and at most "
        f"{max(peak.values())} MB of memory."
    )


def replay_lines(replayed: Replay) -> Iterator[str]:
    """What a replay found, as `python -m clinic replay` prints it."""
    yield (
        f"Replay: {len(replayed.changed)} of {replayed.messages} messages from "
        f"{replayed.conversations} conversations would get another reply"
    )
    for each in replayed.changed:
        yield f"  {each.text}: {each.before} → {each.after}"
