"""Who a request is for is heard, and a name is kept in the visitor's words."""

from __future__ import annotations

import pytest

from actions.booking import contact, names
from actions.booking.people import (
    flags_of_people,
    guardian_named,
    is_of_a_guardian,
    is_of_oneself,
)
from actions.change.reference import reference_in
from actions.message import Message


class _Tracker:
    sender_id = "conversation"

    def __init__(self, text: str, age: str | None = None, subject: str = "self") -> None:
        found = {"entity": "age", "value": age, "text": age, "start": 0, "subject": subject}
        self.latest_message = {"text": text, "entities": [found] if age else []}


def _flags(text: str, age: str | None = None, subject: str = "self") -> list[str]:
    return flags_of_people(Message(_Tracker(text, age, subject)), [])


@pytest.mark.parametrize(
    ("said", "flags"),
    [
        ("an appointment for me and my husband", ["for_two"]),
        ("for two people please", ["for_two"]),
        ("my sister would like one too", ["for_two"]),
        ("book my daughter in", ["for_child"]),
        ("para mi hija", ["for_child"]),
        ("book for my grandma, shes 81", ["for_other"]),
        ("an appointment for my client please", ["for_other"]),
        ("i'd like to book for my abuelita", ["for_other"]),
        ("book for my goddaughter, she is nice", ["for_other"]),
        ("for my stepdaughter", ["for_child"]),
        ("book my little girl in", ["for_child"]),
        ("para mi abuela", ["for_other"]),
        ("I want to book for my twins", ["for_child"]),
        ("book a slot for my jaw", []),
        ("can i book for my acne scars", []),
        ("book me in for my wedding, on friday", []),
        ("i want an appointment for my upcoming birthday", []),
        ("this is for my dark spots", []),
        ("my daughter gave me your number", []),
        ("book me and my son", ["for_two", "for_child"]),
        ("and my daughter too", ["for_child"]),
        ("Ana Ruiz and my daughter Emma", ["for_child"]),
        ("i'm diabetic and my daughter thinks i should try this", []),
        ("i take eliquis and my son drives me", []),
        ("my husband and my son drive me", []),
        ("i need it for my daughter's wedding", []),
        ("just me", []),
    ],
)
def test_who_a_request_is_for_is_heard(said: str, flags: list[str]):
    assert _flags(said) == flags


def test_a_minor_is_one_who_is_to_be_treated():
    assert _flags("i'm 16", "16") == ["minor"]
    assert _flags("for my son, he's 14", "14", "other") == ["for_child", "minor"]
    assert _flags("i'm 34", "34") == []
    assert _flags("i'm a minor", "under 18") == ["minor"]
    assert _flags("my nephew, 12, liked the clinic", "12", "other") == []


@pytest.mark.parametrize(
    ("said", "own", "guardians"),
    [
        ("my number is 2035550155", True, False),
        ("my moms number is 203 555 0155", False, True),
        ("my number is my dad's, 2035550155", False, True),
        ("2035550155", False, False),
    ],
)
def test_a_minors_own_number_is_told_from_a_guardians(said: str, own: bool, guardians: bool):
    assert (is_of_oneself(said), is_of_a_guardian(said)) == (own, guardians)


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("Ana and Mark Weiss", "Ana and Mark Weiss"),
        ("Laura Chen for my daughter Emma", "Laura Chen for my daughter Emma"),
        ("Ana y Marcos", "Ana y Marcos"),
        ("me and my husband", None),
        ("for two of us", None),
        ("Ana Beltran", None),
    ],
)
def test_two_names_are_kept_in_the_visitors_words(said: str, name: str | None):
    assert names.names_of_several(said) == name


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("two oh three, five five five, oh one five four", "+12035550154"),
        ("2 0 3 5 5 5 0 1 5 5", "+12035550155"),
        ("two zero three triple five zero one double two", "+12035550122"),
        ("one two three", None),
    ],
)
def test_a_number_may_be_spoken(said: str, number: str | None):
    assert contact.phone_in(said) == number


def test_an_address_may_be_spoken():
    assert contact.spelt_email_in("max dot k at example dot com") == "max.k@example.com"
    assert contact.spelt_email_in("i am at work") is None


@pytest.mark.parametrize(
    ("said", "reference"),
    [
        ("K7PM-3XQH", "K7PM-3XQH"),
        ("it's k7pm 3xqh", "K7PM-3XQH"),
        ("abcd efgh", "ABCD-EFGH"),
        ("i want to change this time", None),
        ("203-555-0103", None),
    ],
)
def test_a_reference_is_read_in_any_spelling(said: str, reference: str | None):
    assert reference_in(said) == reference


@pytest.mark.parametrize(
    ("said", "guardian"),
    [
        ("my mom's number is 203 555 0155, her name is Grace Park", "mom: Grace Park"),
        ("mia park, my mom is Grace Park 203 555 0155", "mom: Grace Park"),
        ("my dad John Park 203 555 0155", "dad: John Park"),
        ("my moms number is 2035550156", None),
        ("my mom is diabetic", None),
        ("my name is Mia Park", None),
    ],
)
def test_a_guardian_is_named(said: str, guardian: str | None):
    assert guardian_named(said) == guardian
