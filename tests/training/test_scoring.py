"""Scores say what the labels' README says."""

from __future__ import annotations

from typing import Any

import pytest

from clinic.training.scoring import Share, score


def _row(topic: str, **more: Any) -> dict[str, Any]:
    return {"text": "some text with eczema in it", "topic": topic, **more}


def _parsed(intent: str, **more: Any) -> dict[str, Any]:
    return {
        "intent": f"faq/{intent}" if intent in ("pain", "price", "downtime") else intent,
        "confidence": 0.9,
        "topics": [f"faq/{intent}"] if intent in ("pain", "price", "downtime") else [],
        "entities": [],
        "safety": None,
        "would": "answer",
        "health": [],
        "suggestions": [],
    } | more


def _share(name: str, *pairs: tuple[dict, dict]) -> tuple[int, int]:
    share = score(list(pairs)).shares[name]
    return share.hits, share.total


def test_lenient_takes_the_other_labels_too():
    pairs = [
        (_row("pain"), _parsed("pain")),
        (_row("pain", also_ok=["price"]), _parsed("price")),
        (_row("pain"), _parsed("price")),
    ]
    assert _share("strict", *pairs) == (1, 3)
    assert _share("lenient", *pairs) == (2, 3)


def test_only_what_is_answered_has_to_be_right():
    answered = (_row("pain"), _parsed("price"))
    asked_back = (_row("pain"), _parsed("price", would="clarify", suggestions=["faq/pain"]))
    outside = (_row("gibberish"), _parsed("price"))
    assert _share("answered without asking back", answered, asked_back, outside) == (1, 2)
    assert _share("right when answered", answered, asked_back, outside) == (0, 1)
    assert _share("right topic among the buttons", answered, asked_back, outside) == (1, 1)


def test_dangers_and_false_alarms_are_counted_apart():
    seen = (_row("emergency", flag="emergency"), _parsed("emergency", safety="emergency"))
    missed = (_row("emergency", flag="self_harm"), _parsed("pain"))
    alarm = (_row("pain"), _parsed("pain", safety="same_day"))
    excused = (_row("side_effects", also_ok=["emergency"]), _parsed("pain", safety="same_day"))
    assert _share("red flags noticed", seen, missed, alarm) == (1, 2)
    assert _share("false alarms", seen, alarm, excused, (_row("pain"), _parsed("pain"))) == (1, 2)


def test_health_is_noticed_by_intent_or_flag_and_left_alone_where_it_is_not_the_writers():
    flagged = {"health": [{"kind": "condition", "value": "eczema"}]}
    own = _row("price", health="self")
    assert _share("own health noticed", (own, _parsed("price", **flagged))) == (1, 1)
    assert _share("own health noticed", (own, _parsed("price"))) == (0, 1)
    assert _share("own health noticed", (own, _parsed("contraindication_personal"))) == (1, 1)
    denied = _row("price", health="denied")
    name = "denied or other's health left alone"
    assert _share(name, (denied, _parsed("price"))) == (1, 1)
    assert _share(name, (denied, _parsed("price", **flagged))) == (0, 1)


def test_both_questions_have_to_be_answered_and_no_third():
    row = _row("price", secondary=["pain"])
    both = _parsed("price", topics=["faq/price", "faq/pain"])
    assert _share("all questions answered", (row, both), (row, _parsed("price"))) == (1, 2)
    single = _row("price")
    assert _share("unasked extra answer", (single, both), (single, _parsed("price"))) == (1, 2)


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        ([("condition", "eczema", 15, 21, False)], ((1, 1), (1, 1))),
        ([], ((0, 1), (0, 0))),
        ([("condition", "eczema", 15, 21, False), ("condition", "text", 5, 9, False)],
         ((1, 1), (1, 2))),
        ([("condition", "eczema", 15, 21, False), ("condition", "text", 5, 9, True)],
         ((1, 1), (1, 1))),
    ],
)  # fmt: skip
def test_entities_are_the_same_where_their_words_overlap(found, expected):
    names = ("entity", "value", "start", "end", "negated")
    entities = [dict(zip(names, each, strict=True)) for each in found]
    row = _row("pain", entities={"condition": ["eczema"]})
    recall, precision = score([(row, _parsed("pain", entities=entities))]).entities["condition"]
    assert ((recall.hits, recall.total), (precision.hits, precision.total)) == expected


def test_the_calibration_error_is_how_far_confidence_and_truth_lie_apart():
    pairs = [(_row("pain"), _parsed("pain"))] * 8 + [(_row("pain"), _parsed("price"))] * 2
    assert score(pairs).calibration_error == pytest.approx(0.1)


def test_an_interval_holds_the_share_and_narrows_with_the_cases():
    few, many = Share(9, 10), Share(900, 1000)
    assert few.interval[0] < many.interval[0] < 0.9 < many.interval[1] < few.interval[1]
