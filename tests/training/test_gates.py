"""Gates: a worse model is held back, with the reason and the messages."""

from __future__ import annotations

from clinic.training import gates
from clinic.training.reading import Reading, keep_readings, kept_readings
from tests.sources import ROOT

EVALUATION = ROOT / "tests" / "evaluation" / "questions.jsonl"
RED_FLAGS = ROOT / "tests" / "red_flags"


def reading(topic: str, *, safety: str | None = None, would: str = "answer") -> Reading:
    topics = (f"faq/{topic}",) if would == "answer" and not safety else ()
    return Reading(f"faq/{topic}" if topics else topic, topics, safety, would, False)


def rows(topic: str, count: int) -> list[dict]:
    return [{"text": f"{topic} {number}", "topic": topic} for number in range(count)]


def test_a_release_is_measured_with_the_sets_that_the_tests_keep() -> None:
    """The product carries copies, because it needs nothing of tests/ when it runs."""
    assert (gates.SETS / "questions.jsonl").read_bytes() == EVALUATION.read_bytes()
    batches = sorted(RED_FLAGS.glob("batch_*.jsonl"))
    assert (gates.SETS / "red_flags.jsonl").read_bytes() == b"".join(
        each.read_bytes() for each in batches
    )


def test_a_topic_that_loses_more_than_the_margin_fails_with_its_messages() -> None:
    asked = [*rows("pain", 40), *rows("price", 10)]
    right = [reading("pain")] * 40 + [reading("price")] * 10
    worse = [reading("price")] * 3 + right[3:]
    scores = gates.topic_scores(asked, right, worse)
    gate = gates.topics_gate(scores)
    assert not gate.passed
    assert "pain (40 → 37 of 40)" in gate.why and "price" not in gate.why
    assert gate.examples == [f"pain {number} → price" for number in range(3)]


def test_a_loss_within_the_margin_passes() -> None:
    asked, right = rows("pain", 40), [reading("pain")] * 40
    two_lost = [reading("price")] * 2 + right[2:]
    assert gates.topics_gate(gates.topic_scores(asked, right, two_lost)).passed
    asked, right = rows("men", 4), [reading("men")] * 4
    one_lost = [reading("price"), *right[1:]]
    assert gates.topics_gate(gates.topic_scores(asked, right, one_lost)).passed


def test_what_is_asked_back_about_is_half_lost() -> None:
    asked, right = rows("men", 4), [reading("men")] * 4
    for lost, passes in ((2, True), (3, False)):
        after = [reading("men", would="clarify")] * lost + right[lost:]
        assert gates.topics_gate(gates.topic_scores(asked, right, after)).passed == passes
    after = [reading("men", would="clarify"), reading("price"), *right[2:]]
    assert not gates.topics_gate(gates.topic_scores(asked, right, after)).passed


def test_without_a_live_model_topics_are_scored_and_nothing_is_compared() -> None:
    scores = gates.topic_scores(rows("pain", 2), None, [reading("price")] * 2)
    assert (scores["pain"]["before"], scores["pain"]["after"]) == (None, 0)
    assert gates.topics_gate(scores).passed


def test_a_danger_that_is_no_longer_noticed_fails() -> None:
    dangers = [{"text": "my throat closes", "flag": "emergency"}, {"text": "x", "flag": "same_day"}]
    before = [reading("", safety="emergency"), reading("", safety="emergency")]
    after = [reading("side_effects"), reading("", safety="same_day")]
    gate = gates.red_flags_gate(dangers, before, after)
    assert (gate.passed, gate.examples) == (False, ["my throat closes → side effects"])
    assert gates.red_flags_gate(dangers, before, before).passed
    assert not gates.red_flags_gate(dangers, None, after).passed


def test_a_false_alarm_is_not_right() -> None:
    row = {"text": "x", "topic": "pain"}
    assert gates.is_right(row, reading("pain"))
    assert not gates.is_right(row, reading("pain", safety="same_day"))
    assert gates.is_right({**row, "also_ok": ["price"]}, reading("price"))


def test_readings_are_kept_for_just_these_messages(tmp_path) -> None:
    path = tmp_path / "kept.json"
    read = [reading("pain"), reading("", safety="emergency")]
    keep_readings(path, ["a", "b"], read)
    assert kept_readings(path, ["a", "b"]) == read
    assert kept_readings(path, ["a"]) is None
    path.write_text(path.read_text()[:20])
    assert kept_readings(path, ["a", "b"]) is None
