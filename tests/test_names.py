"""Names are found in what people write, in passing too, and ordinary words are left alone."""

from __future__ import annotations

import re
import time

import pytest

from clinic.names import names_in
from clinic.redaction import identifying, redact
from tests.sources import ROOT

SAID = ROOT / "tests" / "redaction"
LEAST_FOUND = 0.97  # of the names
MOST_COVERED = 0.0  # of the messages without any
MOST_MS = 0.3  # of processor time for a message


def said(name: str) -> list[str]:
    return (SAID / name).read_text(encoding="utf-8").splitlines()


def test_names_are_found_whole() -> None:
    missed, over, count = [], [], 0
    for line in said("with_names.txt"):
        text = re.sub(r"[{}]", "", line)
        wanted = re.findall(r"\{(.+?)\}", line)
        found = [text[start:end] for start, end in names_in(text)]
        count += len(wanted)
        missed += [(name, line) for name in wanted if name not in found]
        over += [(name, line) for name in found if name not in wanted]
    assert len(said("with_names.txt")) >= 100
    assert 1 - len(missed) / count >= LEAST_FOUND, missed
    assert len(over) <= 2, over


def test_ordinary_words_are_left_alone() -> None:
    lines = said("without_names.txt")
    covered = [redact(line) for line in lines if "[name]" in redact(line)]
    assert len(lines) >= 100
    assert len(covered) <= MOST_COVERED * len(lines), covered


def test_it_costs_next_to_nothing() -> None:
    texts = [re.sub(r"[{}]", "", line) for line in said("with_names.txt")]
    began = time.process_time()
    for text in texts * 5:
        names_in(text)
    assert (time.process_time() - began) * 1000 / (5 * len(texts)) < MOST_MS


@pytest.mark.parametrize(
    ("text", "covered"),
    [
        ("ask for Maria, my sister Jane told me", "ask for [name], my sister [name] told me"),
        ("Dr. Feldman's office", "Dr. [name]'s office"),
        ("Ana B. from Monday", "[name]. from Monday"),
        ("María-José is my sister", "[name] is my sister"),
        ("MY SISTER JANE TOLD ME", "MY SISTER [name] TOLD ME"),
        ("I Want To Ask For Maria On Monday", "I Want To Ask For [name] On Monday"),
        ("[name] Lopez is late", "[name] is late"),
    ],
)
def test_what_stands_around_a_name_stays(text: str, covered: str) -> None:
    assert redact(text) == covered


def test_a_name_that_is_a_word_as_well_is_covered_with_its_capital_only() -> None:
    known = identifying([{"event": "user", "parse_data": {"text": "my friend Hope told me"}}])
    assert redact("Hope and I hope so", values=known) == "[name] and I hope so"


def test_a_name_in_passing_is_covered_in_the_whole_conversation() -> None:
    known = identifying([{"event": "user", "parse_data": {"text": "ask for Xiomara Quist"}}])
    assert redact("xiomara is in on Friday, Ms QUIST not", values=known) == (
        "[name] is in on Friday, Ms [name] not"
    )
