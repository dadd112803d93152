"""What says who somebody is, or how their health is, is covered."""

from __future__ import annotations

import pytest

from clinic.redaction import identifying, redact


@pytest.mark.parametrize(
    ("text", "covered"),
    [
        ("call 203-555-0103 please", "call [phone] please"),
        ("(203) 555 0103 or +1 203 555 0103", "[phone] or [phone]"),
        ("write to ana.b+x@mail.example.org.", "write to [e-mail]."),
        ("My name is Ana Beltran and it hurts", "My name is [name] and it hurts"),
        ("me llamo José Núñez", "me llamo [name]"),
        ("5 to 10 sessions in 2026", "5 to 10 sessions in 2026"),
        ("this is fine", "this is fine"),
    ],
)
def test_numbers_addresses_and_given_names_are_covered(text: str, covered: str) -> None:
    assert redact(text) == covered


def test_a_name_that_is_part_of_an_address_leaves_no_rest_of_it() -> None:
    text = redact("ana@beltran.example, Ana", values=[("name", "Ana"), ("name", "Beltran")])
    assert text == "[e-mail], [name]"


def test_what_the_understanding_found_is_covered_where_it_stands() -> None:
    text = "I'm pregnant and have eczema, I bruise easily"
    entities = [
        {"entity": "status", "start": 4, "end": 12},
        {"entity": "condition", "start": 22, "end": 28},
        {"entity": "health_sign", "start": 30, "end": 45},
        {"entity": "location", "start": 0, "end": 1},
    ]
    assert redact(text, entities) == "I'm [health] and have [health], [health]"


def test_what_was_said_to_the_form_is_covered_everywhere_after() -> None:
    events = [
        {"event": "slot", "name": "name", "value": "Ana Beltran"},
        {"event": "slot", "name": "health_note", "value": "I take Accutane"},
        {"event": "slot", "name": "reach_note", "value": "ask for Jo / not before 5"},
        {"event": "slot", "name": "location", "value": "Norwalk"},
    ]
    known = identifying(events)
    assert redact("Thank you, ANA. Anatomy in Norwalk.", values=known) == (
        "Thank you, [name]. Anatomy in Norwalk."
    )
    assert redact("health: i take accutane", values=known) == "health: [health]"
    assert redact("Not before 5, ok?", values=known) == "[contact], ok?"


def test_a_guardians_name_is_covered() -> None:
    known = identifying([{"event": "slot", "name": "guardian", "value": "mom: Gracelyn Oda"}])
    assert redact("ask for Gracelyn Oda", values=known) == "ask for [name]"


def test_a_long_row_of_letters_is_looked_through_at_once() -> None:
    """A pattern that begins anew at each letter would take minutes here."""
    assert redact("a" * 200_000) == "a" * 200_000


@pytest.mark.parametrize(
    ("text", "covered"),
    [
        ("have them call me, Arlene Dubois 203 555 0153", "have them call me, [name] [phone]"),
        ("ring about prices, Fran Oduya, fran@example.org", "ring about prices, [name], [e-mail]"),
        ("203 555 0120 Lou Katz wants a quote", "[phone] [name] wants a quote"),
        ("Norwalk Friday 203 555 0127", "Norwalk Friday [phone]"),
        ("Please Call Me 203 555 0127", "Please Call Me [phone]"),
    ],
)
def test_a_name_right_beside_a_number_or_address_is_covered(text: str, covered: str) -> None:
    assert redact(text) == covered
