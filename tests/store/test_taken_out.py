"""What was said of one thing is taken out of a note, and nothing else."""

from __future__ import annotations

import pytest

from clinic.store.taken_out import without


@pytest.mark.parametrize(
    ("note", "names", "left"),
    [
        ("tell them im diabetic", ["diabetes"], None),
        ("oh wait i also take insulin / tell them im diabetic", ["diabetes"],
         "oh wait i also take insulin"),
        ("i have diabetes and eczema on my hands", ["diabetes"], "eczema on my hands"),
        ("on blood thinners, allergic to aloe", ["blood thinner"], "allergic to aloe"),
        ("pregnant, I have a pacemaker", ["pregnancy"], "I have a pacemaker"),
        ("herbal tea makes me itch", ["herpes"], "herbal tea makes me itch"),
        ("thin skin", ["blood thinner"], "thin skin"),
        (None, ["diabetes"], None),
    ],
)  # fmt: skip
def test_only_the_clauses_that_name_it_go(note: str | None, names: list[str], left: str | None):
    assert without(note, names) == left


def test_a_part_that_is_known_to_be_about_it_goes_by_whatever_name():
    note = "my sugar is high / i use retinol"
    assert without(note, ["diabetes"]) == note
    assert without(note, ["diabetes"], ["my sugar is high"]) == "i use retinol"
