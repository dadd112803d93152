"""Whoever is under 18 is seen, however it is said, and nobody is made a minor by another number."""

from __future__ import annotations

from datetime import date

import pytest

from clinic.nlu.ages import UNDER_AGE
from clinic.nlu.entities import entities_in

TODAY = date(2026, 11, 26)


def ages(text: str) -> list[tuple[str, str]]:
    found = entities_in(text, TODAY)
    return [(each["value"], each["subject"]) for each in found if each["entity"] == "age"]


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("I'm 15.", "15"),
        ("im fifteen and no", "15"),
        ("i am only 16", "16"),
        ("i just turned 17", "17"),
        ("turning 18 in may", "17"),
        ("im a healthy 17 year old girl", "17"),
        ("is 15 too young", "15"),
        ("can i get it at 16 years old", "16"),
        ("im in 9th grade and my skin is sooo bad", "14"),
        ("im a freshman in high school and healthy", UNDER_AGE),
        ("i'm a minor can i come", UNDER_AGE),
        ("im not 18 yet", UNDER_AGE),
        ("i was born in 2011, ok to come alone?", "14"),
        ("dob 3/4/2011", "15"),
        ("dob 11/27/2008", "17"),
        ("tengo 15 años", "15"),
        ("i'm 34", "34"),
    ],
)
def test_the_writers_age_is_read(text: str, age: str):
    assert ages(text) == [(age, "self")]


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("can my teenage son get it", UNDER_AGE),
        ("my boy is 14 he have many pimples", "14"),
        ("my niece (15) wants it", "15"),
        ("my daughter Emma is 13 years old", "13"),
        ("my son is in seventh grade", "12"),
        ("she's a 9th grader", "14"),
        ("emma is fourteen", "14"),
        ("i have a 3 year old at home and i'm nursing", "3"),
        ("mi hija tiene 14 años", "14"),
    ],
)
def test_somebody_elses_age_is_theirs(text: str, age: str):
    assert ages(text) == [(age, "other")]


@pytest.mark.parametrize(
    "text",
    [
        "is 12 ok on friday",
        "last digit is 1 not 0",
        "my house number is 14",
        "and my dose is 5 mg",
        "spf is 15",
        "i'm 5 ft tall",
        "i'm 10 pounds overweight",
        "im 16 blocks away",
        "i'm 1 of 5 bridesmaids",
        "im 12 weeks pregnant",
        "my 10 year reunion",
        "my acne is 10 years old",
        "my chin scar is 9 years old, can it still improve",
        "a 3 year old scar",
        "it's 10 years old",
        "i heard they are 5 each",
        "acne since i was 14",
        "i was diabetic at 12 years old",
        "my acne started in 9th grade",
        "i'm not a minor",
        "im a high school teacher",
        "my teenage acne scars",
        "do you treat minors",
        "my birthday is dec 12 2026",
    ],
)
def test_no_other_number_is_an_age(text: str):
    assert ages(text) == []


def test_a_child_at_home_does_not_take_the_nursing_over():
    (nursing,) = (
        each
        for each in entities_in("i have a 3 year old at home and i'm nursing", TODAY)
        if each["entity"] == "status"
    )
    assert nursing["subject"] == "self"
