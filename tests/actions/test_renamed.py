"""A name that is put right, in the form and after sending."""

from __future__ import annotations

import pytest

from actions.booking.renamed import corrected_name, respelt, surname_in, with_rest


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("sorry, last name is now Baker", "Baker"),
        ("last name Baker", "Baker"),
        ("my surname should be O'Neill-Smith", "O'Neill-Smith"),
        ("is my last name required", None),
        ("what last name do you have", None),
        ("last name is wrong", None),
        ("my last name is baker", "baker"),
        ("sorry last name is baker, not miller", "baker"),
        ("my last name is hard to spell, is that ok", None),
        ("my last name is hard to spell", None),
        ("MY LAST NAME IS HARD TO SPELL", None),
        ("my last name is long, sorry", None),
        ("my last name is hyphenated, does that matter?", None),
    ],
)
def test_the_last_name_is_what_follows(text: str, last: str | None):
    assert surname_in(text) == last
    assert corrected_name(text, "Grace Kim") == (f"Grace {last}" if last else None)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("i spelled my name wrong, it's Grace Kym", "Grace Kym"),
        ("my name is misspelled, it should be Grace Kym", "Grace Kym"),
        ("my name is spelled Graice Kim", "Graice Kim"),
        ("my name is wrong", None),
        ("i spelled my name wrong, it's fine though", None),
        ("i spelled my name wrong, it's embarrassing", None),
        ("my name is really long", None),
        ("sorry my name is misspelled, it's Kym", "Grace Kym"),
        ("i spelled my name wrong, its kimm", "Grace kimm"),
        ("my name is spelled wrong, it's Grayce", "Grayce Kim"),
    ],
)
def test_a_name_is_spelled_again(text: str, name: str | None):
    assert corrected_name(text, "Grace Kim") == name


@pytest.mark.parametrize("text", ["its kimmy", "it's fine though", "it's Kym"])
def test_in_small_letters_only_what_is_like_the_known_name_is_one(text: str):
    said = f"i spelled my name wrong, {text}"
    assert respelt(said) == ("Kym" if "Kym" in text else None)
    assert respelt(said, "Grace Kimmi") == (None if "fine" in text else text.split()[1])


@pytest.mark.parametrize(
    ("one", "whole"),
    [
        ("Miler", "Anna Miler"),
        ("Ana", "Ana Miller"),
        ("Grace", "Grace Miller"),
        ("Zubrow", "Anna Zubrow"),
        ("Ana Miler", "Ana Miler"),
    ],
)
def test_one_word_is_put_in_its_place_of_the_known_name(one: str, whole: str):
    assert with_rest("Anna Miller", one) == whole
    assert with_rest("Anna", one) == one
