"""What is denied is not so."""

from __future__ import annotations

import pytest

from clinic.nlu.negation import is_denied, is_taken_back, without_denied


def _place(text: str, word: str) -> tuple[int, int]:
    start = text.index(word)
    return start, start + len(word)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("i'm not diabetic", "diabetic"),
        ("no herpes no diabetes", "diabetes"),
        ("i don't have eczema", "eczema"),
        ("never been on accutane", "accutane"),
        ("without rosacea", "rosacea"),
        ("diabetes: no", "diabetes"),
        ("i'm pregnancy free", "pregnancy"),
        ("the biopsy came back clean", "biopsy"),
        ("zero allergies", "allergies"),
        ("allergies - n/a", "allergies"),
        ("cancer was ruled out last week", "cancer"),
        ("none of these: lupus, epilepsy, pacemaker", "pacemaker"),
        ("i can't be pregnant", "pregnant"),
        ("i'm free from eczema", "eczema"),
        ("misdiagnosed with rosacea", "rosacea"),
        ("heart problems? none whatsoever", "heart problems"),
        ("diabetic i am not", "diabetic"),
        ("i've no need of blood thinners anymore", "blood thinners"),
        ("i'm not pregnant but can i have it", "pregnant"),
        ("no diabetes but might have asthma", "diabetes"),
    ],
)
def test_a_denial_is_seen(text: str, word: str):
    assert is_denied(text, *_place(text, word))


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("i'm diabetic", "diabetic"),
        ("not sure if my eczema counts", "eczema"),
        ("no problem but i have eczema", "eczema"),
        ("i can't come because i'm pregnant", "pregnant"),
        ("i'm not pregnant but i might be", "pregnant"),
        ("not pregnant yet, but could be", "pregnant"),
        ("i don't want this if my rosacea flares", "rosacea"),
        ("i never had cold sores until this winter", "cold sores"),
        ("never a problem until the keloid", "keloid"),
        ("no spleen, and diabetic", "diabetic"),
        ("not on warfarin anymore, they switched me to eliquis", "eliquis"),
        ("haven't used retinol since tuesday", "retinol"),
        ("i don't use retinol every day", "retinol"),
        ("isn't retinol a problem? i use it nightly", "retinol"),
        ("no luck with creams for my psoriasis", "psoriasis"),
        ("i'm not supposed to scrub, eczema", "eczema"),
        ("i put differin on last night by mistake", "differin"),
        ("i never go anywhere without my inhaler", "inhaler"),
        ("did not take my warfarin today", "warfarin"),
        ("so i can't be on accutane for this?", "accutane"),
        ("not pregnant anymore, nursing though", "nursing"),
    ],
)
def test_what_is_not_denied_counts(text: str, word: str):
    assert not is_denied(text, *_place(text, word))


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("diabetes isn't something i have", "diabetes"),
        ("everyone thinks i have rosacea, i don't, i just blush", "rosacea"),
        ("you have me down as pregnant, i'm not", "pregnant"),
        ("told it was eczema but it wasn't, just dry", "eczema"),
        ("thought it was a cold sore but it's just a zit", "cold sore"),
        ("i ticked epilepsy, sorry, wrong box", "epilepsy"),
        ("i said doxy - scratch that", "doxy"),
        ("tested for lupus twice, both times it came back negative", "lupus"),
        ("told i might be diabetic but the bloodwork was fine", "diabetic"),
        ("it asks about epilepsy. i have neither", "epilepsy"),
        ("who told you i'm diabetic? i'm not", "diabetic"),
    ],
)
def test_what_is_taken_back_is_seen(text: str, word: str):
    assert is_taken_back(text, *_place(text, word))


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("i put differin on last night by mistake", "differin"),
        ("i thought my eczema was better, it's worse", "eczema"),
        ("i have rosacea, i don't know which kind", "rosacea"),
        ("diabetes. i have neither time nor money", "diabetes"),
    ],
)
def test_what_is_not_taken_back_counts(text: str, word: str):
    assert not is_taken_back(text, *_place(text, word))


def test_denied_facts_are_taken_out_of_what_is_classified():
    text = "no accutane ever. book me sat"
    entity = {"entity": "medicine", "start": 3, "end": 11, "negated": True}
    assert without_denied(text, [entity]) == "no anything ever. book me sat"
    assert without_denied(text, [entity | {"negated": False}]) == text
    assert without_denied(text, [entity | {"described": True}]) == text
