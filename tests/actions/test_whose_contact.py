"""A number or an address of somebody else is not taken for the visitor's."""

from __future__ import annotations

import pytest

from actions.booking import contact
from actions.booking.reading import read
from actions.message import Message

KNOWN = {"name": "Lea Mint", "phone": "+12035550210", "email": "lea@example.org"}


class _Tracker:
    sender_id = "conversation"

    def __init__(self, text: str) -> None:
        self.latest_message = {"text": text, "entities": []}


def _found(text: str, requested: str, known: dict[str, str] = KNOWN) -> set[str]:
    return {"phone", "email"} & set(read(Message(_Tracker(text)), requested, dict(known)).found)


@pytest.mark.parametrize(
    ("requested", "said"),
    [
        ("preferred", "friday, but if im late call my sister 203-555-7777"),
        ("health_note", "I take eliquis, my cardiologist is Dr. Levy 203-555-9999"),
        ("concern", "acne, my derm is Dr. Ray, ray@derm.com"),
        ("confirmed", "emergency contact is my sister Ann 203-555-7777"),
        ("confirmed", "my husband is sam.noll@example.com, please cc him"),
        ("confirmed", "203-555-7777 is my mom's"),
        ("confirmed", "cc ann@example.com"),
        ("confirmed", "her number is 203-555-7777"),
    ],
)
def test_a_way_to_reach_somebody_else_does_not_replace_the_visitors(requested: str, said: str):
    assert _found(said, requested) == set()


@pytest.mark.parametrize(
    ("requested", "said", "slot"),
    [
        ("confirmed", "203-555-7777", "phone"),
        ("confirmed", "my sister likes you. my number is 203-555-7777", "phone"),
        ("health_note", "i see dr. Ray. use 203-555-7777 instead", "phone"),
        ("confirmed", "actually my e-mail is lea.mint@example.org", "email"),
        ("phone", "call my husband on 203-555-7777", "phone"),
        ("email", "my husband's is sam@example.org", "email"),
    ],
)
def test_ones_own_does_and_so_does_the_answer_to_its_question(requested: str, said: str, slot: str):
    known = {key: value for key, value in KNOWN.items() if key != requested}
    assert _found(said, requested, known) == {slot}


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("my husband's is 203-555-1111 and mine is 203-555-2222, call mine", "+12035552222"),
        ("mine is 203-555-2222 and my husband's is 203-555-1111", "+12035552222"),
        ("203-555-2222, my mom's is 203-555-1111", "+12035552222"),
        ("203-555-1111 (my mom) 203-555-2222", "+12035552222"),
        ("203-555-1111, no sorry 203-555-2222", "+12035552222"),
        ("203-555-2222 or 203-555-1111", "+12035552222"),
    ],
)
def test_of_two_numbers_the_visitors_own_is_taken(said: str, number: str):
    assert contact.phone_in(said) == number


def test_of_two_addresses_the_visitors_own_is_taken():
    said = "mine is lea@example.org, my husband's sam@example.org"
    assert contact.email_in(said) == "lea@example.org"


def test_a_guardians_number_beside_ones_own_is_told_apart():
    said = "my number is 203-555-2222 and my mom's is 203-555-1111"
    assert contact.phone_in(said) == "+12035552222"
    assert contact.anothers("phone", said) == "+12035551111"
    assert not contact.is_anothers("phone", said)
