"""What belongs to somebody else is not the writer's."""

from __future__ import annotations

import pytest

from clinic.nlu.subject import subject_of


def _place(text: str, word: str) -> tuple[int, int]:
    start = text.index(word)
    return start, start + len(word)


@pytest.mark.parametrize(
    ("text", "word", "whose"),
    [
        ("i have herpes", "herpes", "self"),
        ("my friend has herpes", "herpes", "other"),
        ("it was ringworm on the dog", "ringworm", "other"),
        ("my little one has molluscum", "molluscum", "other"),
        ("my mother's side gave me psoriasis", "psoriasis", "self"),
        ("he is my doctor and he put me on doxycycline", "doxycycline", "self"),
        ("as a mother of twins with alopecia", "alopecia", "self"),
        ("both my parents had skin cancer and now so have i", "skin cancer", "self"),
        ("you took my friend with diabetes, i have it too", "diabetes", "self"),
        ("my boyfriend has to drive me because of the epilepsy", "epilepsy", "self"),
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
        ("is it ok on blood thinners? it's my dad who takes them", "blood thinners", "other"),
        ("question about lupus, not for me, for a friend", "lupus", "other"),
        ("can you do my grandmother? 82, heart failure", "heart failure", "other"),
        ("the friend i'm bringing has epilepsy", "epilepsy", "other"),
        ("there is psoriasis in my family", "psoriasis", "other"),
        ("as a diabetic woman can i come", "diabetic", "self"),
        ("person with epilepsy here", "epilepsy", "self"),
        ("you guys open? 5 months pregnant", "pregnant", "self"),
        ("what do you do for people with rosacea", "rosacea", "self"),
        ("does the person who does it know about lupus", "lupus", "self"),
        ("can she work around a cold sore", "cold sore", "self"),
        ("my friend loved it. rosacea ok?", "rosacea", "self"),
        ("my mom warned me, diabetes", "diabetes", "self"),
        ("mother of two, breastfeeding", "breastfeeding", "self"),
        ("for my sister's wedding, i have eczema", "eczema", "self"),
        ("omg baby brain, pregnant 20 weeks", "pregnant", "self"),
        ("one of our patients with lupus is asking", "lupus", "other"),
        ("the cat scratched my cheek", "scratched my cheek", "self"),
        ("do you prescribe tretinoin", "tretinoin", "other"),
        ("can it cause cold sores", "cold sores", "other"),
        ("versus retinol, what is better", "retinol", "other"),
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
