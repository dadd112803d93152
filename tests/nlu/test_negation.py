"""What is denied, and what belongs to somebody else, is not the writer's."""

from __future__ import annotations

import pytest

from clinic.nlu.negation import is_denied, subject_of, without_denied


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
        ("i don't want this if my rosacea flares", "rosacea"),
        ("i never had cold sores until this winter", "cold sores"),
        ("never a problem until the keloid", "keloid"),
        ("no spleen, and diabetic", "diabetic"),
    ],
)
def test_what_is_not_denied_counts(text: str, word: str):
    assert not is_denied(text, *_place(text, word))


@pytest.mark.parametrize(
    ("text", "word", "whose"),
    [
        ("i have herpes", "herpes", "self"),
        ("my friend has herpes", "herpes", "other"),
        ("my mom is diabetic", "diabetic", "other"),
        ("she has eczema", "eczema", "other"),
        ("my mom says i have eczema", "eczema", "self"),
        ("rosacea ok?", "rosacea", "self"),
        ("booking for my son, he takes accutane", "accutane", "other"),
        ("they put me on warfarin", "warfarin", "self"),
        ("woman, 61, sleep apnea", "sleep apnea", "self"),
        ("baby aspirin daily", "aspirin", "self"),
        ("since they fitted the pacemaker", "pacemaker", "self"),
        ("my kids are fine but they have eczema", "eczema", "other"),
        ("she says it's rosacea", "rosacea", "self"),
        ("my wife made me tell you about my seizures", "seizures", "self"),
        ("my wifes seizures", "seizures", "other"),
        ("the girl at the desk never asked about my herpes", "herpes", "self"),
        ("my sister said she has lupus", "lupus", "other"),
        ("they told my mom she has lupus", "lupus", "other"),
        ("can people with albinism come", "albinism", "self"),
        ("a patient of mine (i'm a nurse) on accutane", "accutane", "other"),
        ("my friend gets cold sores and i get them too", "cold sores", "self"),
        ("mom had keloids, will i get them too", "keloids", "other"),
        ("gift for a mum to be, pregnant with twins", "pregnant", "other"),
    ],
)
def test_whose_it_is(text: str, word: str, whose: str):
    assert subject_of(text, *_place(text, word)) == whose


def test_a_child_is_the_reason_for_breastfeeding_and_does_not_do_it():
    text = "he's nearly weaned"
    assert subject_of(text, *_place(text, "weaned")) == "other"
    assert subject_of(text, *_place(text, "weaned"), nursing=True) == "self"
    text = "my sister is nursing"
    assert subject_of(text, *_place(text, "nursing"), nursing=True) == "other"


def test_denied_facts_are_taken_out_of_what_is_classified():
    text = "no accutane ever. book me sat"
    entity = {"entity": "medicine", "start": 3, "end": 11, "negated": True}
    assert without_denied(text, [entity]) == "no anything ever. book me sat"
    assert without_denied(text, [entity | {"negated": False}]) == text
