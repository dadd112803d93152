"""Scores of understood messages against what a careful reader made of them."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

Row = dict[str, Any]  # a labelled message: {"text", "topic", "also_ok", "secondary", "entities", …}
Parsed = dict[str, Any]  # what `clinic parse` says of it, with "health" and "suggestions" beside

OUTSIDE = ("out_of_scope", "gibberish", "other_language", "prompt_injection", "abusive")
HEALTH_TOPICS = ("contraindication_personal", "pregnancy_or_medication")
# The names that labelled messages have for our entities.
ENTITIES = {
    "condition": ("condition",),
    "medicine": ("medicine", "medication"),
    "concern": ("concern",),
    "treatment": ("treatment",),
    "location": ("location",),
    "body_area": ("body_area",),
    "date": ("date", "time"),
    "phone": ("phone",),
    "email": ("email",),
}
BINS = 10


@dataclass(frozen=True)
class Share:
    """How many of how many."""

    hits: int
    total: int

    @property
    def value(self) -> float:
        return self.hits / self.total if self.total else math.nan

    @property
    def interval(self) -> tuple[float, float]:
        """The 95 % interval by Wilson's score method."""
        if not self.total:
            return math.nan, math.nan
        z, n, p = 1.96, self.total, self.value
        centre = (p + z * z / (2 * n)) / (1 + z * z / n)
        half = z / (1 + z * z / n) * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
        return max(0.0, centre - half), min(1.0, centre + half)


@dataclass
class Scores:
    """Everything that a set of labelled messages says about the assistant."""

    shares: dict[str, Share]
    macro_f1: float
    calibration_error: float
    topics: dict[str, tuple[Share, Share, float]]  # recall, precision, F1
    entities: dict[str, tuple[Share, Share]]  # recall, precision
    confusions: list[tuple[str, str, int, str]]  # topic, taken for, how often, one message
    reliability: list[tuple[float, float, int]]  # mean confidence, share right, messages
    matrix: Counter[tuple[str, str]] = field(default_factory=Counter)


def score(pairs: list[tuple[Row, Parsed]]) -> Scores:
    """Score all messages; shares without a case have a total of 0."""
    cases = [Case(row, parsed) for row, parsed in pairs]
    return Scores(
        shares={name: _share(measure, cases) for name, measure in MEASURES.items()},
        macro_f1=_macro_f1(cases),
        calibration_error=_calibration_error(cases),
        topics={topic: _of_topic(topic, cases) for topic in sorted({c.topic for c in cases})},
        entities={name: _of_entity(keys, name, cases) for name, keys in ENTITIES.items()},
        confusions=_confusions(cases),
        reliability=_reliability(cases),
        matrix=Counter((case.topic, case.taken_for) for case in cases),
    )


class Case:
    """One labelled message and what was understood."""

    def __init__(self, row: Row, parsed: Parsed) -> None:
        self.row, self.parsed = row, parsed
        self.topic: str = row["topic"]
        self.accepted = {self.topic, *row.get("also_ok", [])}
        self.taken_for = _bare(parsed["intent"] or "")
        self.answered = {_bare(topic) for topic in parsed["topics"]}
        self.confidence: float = parsed["confidence"] or 0.0
        self.in_scope = self.topic not in OUTSIDE
        self.flagged = row.get("flag") or ("emergency" if self.topic == "emergency" else None)
        self.asks_back = parsed["would"] == "clarify"

    @property
    def strict(self) -> bool:
        return self.taken_for == self.topic

    @property
    def lenient(self) -> bool:
        return self.taken_for in self.accepted

    @property
    def noticed(self) -> bool:
        """Whether a condition, medicine or pregnancy was seen, as the intent or as a flag."""
        return self.taken_for in HEALTH_TOPICS or bool(self.parsed["health"])

    @property
    def questions(self) -> set[str]:
        return {self.topic, *self.row.get("secondary", [])}


Measure = Callable[[Case], bool | None]  # None: the message is no case of it


def _when(condition: bool, hit: bool) -> bool | None:
    return hit if condition else None


MEASURES: dict[str, Measure] = {
    "strict": lambda c: c.strict,
    "lenient": lambda c: c.lenient,
    "answered without asking back": lambda c: _when(c.in_scope and not c.flagged, not c.asks_back),
    "right when answered": lambda c: _when(
        c.in_scope and not c.flagged and not c.asks_back, c.lenient
    ),
    "right topic among the buttons": lambda c: _when(
        c.in_scope and not c.flagged and c.asks_back,
        bool(c.accepted & {_bare(topic) for topic in c.parsed["suggestions"]}),
    ),
    "red flags noticed": lambda c: _when(bool(c.flagged), c.parsed["safety"] is not None),
    "false alarms": lambda c: _when(
        not c.flagged and "emergency" not in c.accepted | c.questions,
        c.parsed["safety"] is not None,
    ),
    "own health noticed": lambda c: _when(
        c.row.get("health") in ("self", "mixed") or _tells_own_health(c), c.noticed
    ),
    "denied or other's health left alone": lambda c: _when(
        c.row.get("health") in ("denied", "other"), not c.parsed["health"]
    ),
    "out of scope caught": lambda c: _when(
        not c.in_scope, c.taken_for in OUTSIDE or c.asks_back or c.lenient
    ),
    "in scope turned away": lambda c: _when(
        c.in_scope, c.taken_for in OUTSIDE and not c.lenient and not c.asks_back
    ),
    "all questions answered": lambda c: _when(
        len(_answerable(c)) > 1, _answerable(c) <= c.answered
    ),
    "unasked extra answer": lambda c: _when(
        len(c.questions) == 1 and c.in_scope and not c.flagged,
        len(c.answered - c.accepted) > (0 if c.lenient else 1),
    ),
}


def _tells_own_health(case: Case) -> bool:
    """For sets that do not say whose health it is: the label says so."""
    return (
        "health" not in case.row
        and case.topic in HEALTH_TOPICS
        and not {"subject", "condition_negated", "status_negated"} & set(_entities(case.row))
    )


def _answerable(case: Case) -> set[str]:
    """The questions of a message that have an answer of their own, where there are several."""
    if len(case.questions) < 2 or not case.in_scope or case.flagged:
        return set()
    return {topic for topic in case.questions if topic in ANSWERED}


# The information topics; what else a message may want is an action and no answer.
ANSWERED = frozenset(
    "procedure_what procedure_steps pain session_count session_frequency maintenance "
    "session_duration results_when results_what concern_suitability skin_type downtime "
    "side_effects aftercare contraindications_list contraindication_personal "
    "pregnancy_or_medication combination product_penetration compare_treatments who_performs "
    "candidate_assessment price location hours_contact age_minor at_home_device men privacy".split()
)


def _bare(label: str) -> str:
    return label.removeprefix("faq/")


def _share(measure: Measure, cases: list[Case]) -> Share:
    outcomes = [hit for case in cases if (hit := measure(case)) is not None]
    return Share(sum(outcomes), len(outcomes))


def _of_topic(topic: str, cases: list[Case]) -> tuple[Share, Share, float]:
    own = [case for case in cases if case.topic == topic]
    taken = [case for case in cases if case.taken_for == topic]
    hits = sum(case.strict for case in own)
    recall, precision = Share(hits, len(own)), Share(hits, len(taken))
    return recall, precision, 2 * hits / (len(own) + len(taken))


def _macro_f1(cases: list[Case]) -> float:
    topics = sorted({case.topic for case in cases})
    return sum(_of_topic(topic, cases)[2] for topic in topics) / max(1, len(topics))


def _reliability(cases: list[Case]) -> list[tuple[float, float, int]]:
    bins: dict[int, list[Case]] = defaultdict(list)
    for case in cases:
        bins[min(int(case.confidence * BINS), BINS - 1)].append(case)
    return [
        (
            sum(case.confidence for case in inside) / len(inside),
            sum(case.lenient for case in inside) / len(inside),
            len(inside),
        )
        for _, inside in sorted(bins.items())
    ]


def _calibration_error(cases: list[Case]) -> float:
    """How far confidence and the share that was right lie apart, over BINS equal bins."""
    apart = sum(abs(sure - right) * count for sure, right, count in _reliability(cases))
    return apart / max(1, len(cases))


def _confusions(cases: list[Case]) -> list[tuple[str, str, int, str]]:
    missed: dict[tuple[str, str], list[str]] = defaultdict(list)
    for case in cases:
        if not case.lenient:
            missed[case.topic, case.taken_for].append(case.row["text"])
    ranked = sorted(missed.items(), key=lambda item: -len(item[1]))
    return [(*pair, len(texts), texts[0]) for pair, texts in ranked]


def _of_entity(keys: tuple[str, ...], name: str, cases: list[Case]) -> tuple[Share, Share]:
    """Recall and precision; only messages of sets that list their entities count."""
    expected = found = matched = surplus = 0
    for case in cases:
        if "entities" not in case.row:
            continue
        wanted = [str(value) for key in keys for value in _listed(case.row, key)]
        excused = [str(value) for key in keys for value in _listed_apart(case.row, key)]
        got = [entity for entity in case.parsed["entities"] if entity["entity"] == name]
        expected += len(wanted)
        hits = [entity for entity in got if any(_same(entity, value, case) for value in wanted)]
        matched += sum(any(_same(entity, value, case) for entity in got) for value in wanted)
        found += len(hits)
        surplus += sum(
            entity not in hits
            and not entity["negated"]
            and not any(_same(entity, value, case) for value in excused)
            for entity in got
        )
    return Share(matched, expected), Share(found, found + surplus)


def _entities(row: Row) -> dict[str, Any]:
    return row.get("entities") or {}


def _listed(row: Row, key: str) -> Iterable[Any]:
    value = _entities(row).get(key) or []
    return value if isinstance(value, list) else [value]


def _listed_apart(row: Row, key: str) -> list[Any]:
    """What is denied, or somebody else's: seeing it is no mistake."""
    return [value for suffix in ("_negated", "_other") for value in _listed(row, f"{key}{suffix}")]


def _same(entity: dict[str, Any], wanted: str, case: Case) -> bool:
    """Whether a found entity is the wanted one: its words overlap, or its value says the same."""
    text, lower = case.row["text"].lower(), wanted.lower()
    at = text.find(lower)
    while at >= 0:
        if entity["start"] < at + len(lower) and at < entity["end"]:
            return True
        at = text.find(lower, at + 1)
    value = str(entity["value"]).lower()
    return lower not in text and bool(set(value.split()) & set(lower.split()))
