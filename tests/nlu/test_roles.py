"""What is named in a message counts as what it is there, once the topic is known."""

from __future__ import annotations

from datetime import date

import pytest

from clinic.nlu.entities import entities_in
from clinic.nlu.roles import in_their_roles

TODAY = date(2026, 3, 4)


def roles(text: str, label: str) -> list[tuple[str, str]]:
    entities = in_their_roles(entities_in(text, TODAY), label, text)
    return [(entity["entity"], entity["text"]) for entity in entities]


@pytest.mark.parametrize(
    ("text", "label", "role"),
    [
        ("breaking out since my session", "faq/side_effects", ("symptom", "breaking out")),
        ("can it make acne worse", "faq/side_effects", ("concern", "acne")),
        ("any risk of dark spots for me", "faq/skin_type", ("symptom", "dark spots")),
        ("moles on my back", "faq/contraindication_personal", ("condition", "moles")),
        ("moles on my back", "faq/concern_suitability", ("concern", "moles")),
        ("do you sell semaglutide", "out_of_scope", ("treatment", "semaglutide")),
        ("i take semaglutide", "faq/pregnancy_or_medication", ("medicine", "semaglutide")),
        ("im on semaglutide", "out_of_scope", ("medicine", "semaglutide")),
        ("ozempic", "out_of_scope", ("medicine", "ozempic")),
        ("semaglutide shots?", "out_of_scope", ("treatment", "semaglutide shots")),
        ("can you put me on ozempic", "out_of_scope", ("treatment", "ozempic")),
        ("can i fly the next day", "booking_request", ("date", "the next day")),
        ("cruise ten days after my session", "faq/aftercare", ("date", "ten days after")),
        ("how long for face and neck", "faq/session_duration", ("body_area", "face")),
    ],
)
def test_it_counts_as_what_it_is_in_the_message(text: str, label: str, role: tuple[str, str]):
    assert role in roles(text, label)


@pytest.mark.parametrize(
    ("text", "label", "kind"),
    [
        ("my face is swollen since noon", "emergency", "date"),
        ("my lips are swollen", "emergency", "body_area"),
        ("can i fly the next day", "faq/downtime", "date"),
        ("i had botox two weeks ago", "faq/combination", "date"),
        ("what does it do for my face", "faq/results_what", "body_area"),
        ("do i keep my eyes closed", "faq/procedure_steps", "body_area"),
        ("will i need numbing cream", "faq/pain", "medicine"),
        ("tried everything, differin, creams", "faq/concern_suitability", "medicine"),
        ("i cried at a flu shot", "faq/pain", "treatment"),
    ],
)
def test_what_is_nothing_to_note_is_left_out(text: str, label: str, kind: str):
    assert kind not in dict(roles(text, label))


def test_a_day_that_answers_a_question_stays_one():
    assert roles("the next day", "nlu_fallback") == [("date", "the next day")]


def test_a_wider_word_for_what_is_named_is_said_once():
    assert roles("cold sores, is that herpes", "faq/contraindication_personal") == [
        ("condition", "cold sores")
    ]


def test_a_wider_word_stays_where_the_narrower_one_is_denied():
    kept = roles("no cold sores. i do have herpes", "faq/contraindication_personal")
    assert ("condition", "herpes") in kept
