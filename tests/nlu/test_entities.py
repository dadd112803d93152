"""What a message names, and whether it is the writer's own."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from clinic.nlu.entities import entities_in

TODAY = date(2026, 3, 4)  # a Wednesday


def found(text: str) -> list[tuple[str, str]]:
    return [(entity["entity"], entity["value"]) for entity in entities_in(text, TODAY)]


def only(text: str, kind: str) -> dict[str, Any]:
    (entity,) = (each for each in entities_in(text, TODAY) if each["entity"] == kind)
    return entity


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("i'm diabetic", "condition", "diabetes"),
        ("I have T2D", "condition", "type 2 diabetes"),
        ("got rosacia on my cheeks", "condition", "rosacea"),
        ("tengo diabetes", "condition", "diabetes"),
        ("tengo azucar alta", "condition", "diabetes"),
        ("manchas del sol", "concern", "sun spots"),
        ("i take accutane", "medicine", "isotretinoin"),
        ("on eloquis since may", "medicine", "apixaban"),
        ("24 weeks pregnant", "status", "pregnant"),
        ("my kidneys are failing", "health_sign", "kidney disease"),
        ("kidney trouble since may", "condition", "kidney disease"),
        ("they put pins in my jaw", "condition", "metal implant"),
        ("i can't have latex near me", "condition", "allergies"),
        ("I'm waiting on my biopsy results", "health_sign", "undiagnosed condition"),
        ("my skin is like tissue paper", "health_sign", "thin skin"),
        ("i see a cardiologist", "health_sign", "specialist care"),
        ("a handful of pills every morning", "medicine", "medication"),
        ("cream from my doctor", "medicine", "prescription cream"),
        ("i'm 30 weeks", "status", "pregnant"),
        ("baby is six weeks old", "status", "postpartum"),
        ("my midwife says it's fine", "status", "pregnant"),
        ("MIGRANES, bad ones", "condition", "migraine"),
        ("nose job eleven weeks ago", "health_sign", "rhinoplasty"),
        ("can i get a nose job", "treatment", "rhinoplasty"),
        ("for my acne scars", "concern", "acne scars"),
        ("ile kosztuje na blizny", "concern", "scars"),
        ("blackheads on my nose", "body_area", "nose"),
        ("compared to a chemical peel", "treatment", "chemical peel"),
        ("on my upper lip", "body_area", "upper lip"),
        ("the Norwalk office", "location", "Norwalk"),
        ("write me at Ana.Lee+spa@example.org please", "email", "Ana.Lee+spa@example.org"),
        ("(203) 555-0142", "phone", "+12035550142"),
        ("my daughter is 15", "age", "15"),
    ],
)
def test_it_is_found_under_its_canonical_value(text: str, kind: str, value: str):
    assert (kind, value) in found(text)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("i'll call back later", "body_area"),
        ("can we facetime", "body_area"),
        ("will my skin peel", "treatment"),
        ("i am in nursing school", "status"),
        ("i'm due for a facial", "status"),
        ("i take no pills", "medicine"),
        ("we're not trying", "status"),
        ("my heart is fine", "condition"),
        ("any open spots on friday", "condition"),
        ("how long do i wait for results", "condition"),
        ("is there something for my pores", "medicine"),
        ("I AM SO MAD RIGHT NOW MS", "condition"),
        ("room 203", "phone"),
        ("crows feet", "body_area"),
        ("breast cancer", "body_area"),
        ("will it scar me", "concern"),
        ("", "condition"),
    ],
)
def test_a_word_that_means_something_else_here_is_left_alone(text: str, kind: str):
    assert kind not in [name for name, _ in found(text)]


def test_the_longest_name_is_meant():
    assert [entity for entity in found("acne scars") if entity[0] == "concern"] == [
        ("concern", "acne scars")
    ]


def test_the_place_of_an_entity_is_that_of_its_letters():
    text = "so — my eczema…"
    entity = only(text, "condition")
    assert text[entity["start"] : entity["end"]] == "eczema"


@pytest.mark.parametrize(
    "text", ["i'm not pregnant", "no i am not pregnant", "never been pregnant"]
)
def test_what_is_denied_is_marked(text: str):
    assert only(text, "status")["negated"]


@pytest.mark.parametrize(
    ("text", "subject"),
    [("i have diabetes", "self"), ("my mom has diabetes", "other"), ("diabetic, ok?", "self")],
)
def test_whose_it_is_is_told(text: str, subject: str):
    assert only(text, "condition")["subject"] == subject


def test_a_day_is_resolved_from_today():
    assert only("friday after 3", "date")["resolved"] == "2026-03-06"
