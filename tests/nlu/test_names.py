"""A name is no illness, no medicine, no place and no day."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from clinic.nlu.entities import entities_in

TODAY = date(2026, 3, 4)
NAMES = Path(__file__).with_name("names.txt")


def listed(kind: str) -> list[str]:
    lines = NAMES.read_text(encoding="utf-8").splitlines()
    names = [line.partition(":")[2].split() for line in lines if line.startswith(f"{kind}:")]
    return list(dict.fromkeys(name for each in names for name in each))


def named(text: str) -> list[tuple[str, str]]:
    return [(each["text"], each["value"]) for each in entities_in(text, TODAY)]


@pytest.mark.parametrize("said", ["{}", "hi this is {}", "{} here, can i ask something"])
def test_common_names_are_nothing_but_names(said: str):
    given, family = listed("given"), listed("family")
    assert len(given) > 200 and len(family) > 200
    found = {}
    for place, name in enumerate([*given, *family]):
        whole = f"{name} Patel" if name in given else f"{given[place % len(given)]} {name}"
        for spelling in (whole, whole.lower(), name, name.lower()):
            entities = named(said.format(spelling))
            if entities:
                found[spelling] = entities
    assert not found


@pytest.mark.parametrize(
    "said",
    [
        "hi, this is Trevor Hansen",
        "My friend Melanie Moles told me",
        "I'm Amy Stanford",
        "this is Jenny Asthmo",
        "April Jones here",
        "Quinlan Tremorr",
        "can i book, Tremorr Quinlan",
    ],
)
def test_what_stands_in_a_name_is_part_of_it(said: str):
    assert named(said) == []


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("I'm Hypothyroid", "hypothyroidism"),
        ("I'm Diabetic", "diabetes"),
        ("i have psorisis", "psoriasis"),
        ("Karen, I have rosacae", "rosacea"),
    ],
)
def test_what_one_has_is_no_name(said: str, value: str):
    assert value in [meant for _, meant in named(said)]
