"""A message falls into the parts that may each hold a question."""

from __future__ import annotations

import pytest

from clinic.nlu.clauses import MOST_CLAUSES, clauses_of, is_cut_at_commas, is_question


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("does it hurt", ["does it hurt"]),
        ("does it hurt? how much is it", ["does it hurt?", "how much is it"]),
        ("what is it and are you open", ["what is it", "are you open"]),
        ("cost + how long", ["cost", "how long"]),
        ("how much n does it sting", ["how much", "does it sting"]),
        (
            "can my husband and i come and does it hurt",
            ["can my husband and i come", "does it hurt"],
        ),
        ("me and my sister and how much", ["me and my sister", "how much"]),
        ("pain, downtime, cost", ["pain", "downtime", "cost"]),
        (
            "does it hurt, can i drive myself home, and what is it",
            ["does it hurt", "can i drive myself home", "what is it"],
        ),
        ("i get acne, can i still do it then? ok", ["i get acne, can i still do it then?", "ok"]),
        ("line one. line two", ["line one", "line two"]),
        ("???", []),
        ("", []),
    ],
)
def test_a_message_is_split_where_a_question_may_end(text: str, parts: list[str]):
    assert [text[start:end] for start, end in clauses_of(text)] == parts


def test_commas_are_told_from_stronger_joints():
    assert is_cut_at_commas("pain, downtime, cost")
    assert not is_cut_at_commas("pain, downtime and cost")


def test_a_long_message_has_few_parts():
    assert len(clauses_of("a and b and c and d. e and f. g and h. " * 20)) <= MOST_CLAUSES


@pytest.mark.parametrize(
    "part",
    [
        "does it hurt",
        "cost?",
        "and how long",
        "will i be red",
        "hw much",
        "i want to know what it costs",
    ],
)
def test_what_asks_is_a_question(part: str):
    assert is_question(part)


@pytest.mark.parametrize("part", ["blackheads on my nose", "i have dry skin", "my cheeks are red"])
def test_what_tells_is_none(part: str):
    assert not is_question(part)
