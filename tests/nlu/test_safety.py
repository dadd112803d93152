"""Red flags by rule; the batches of tests/red_flags/ go through the whole assistant."""

from __future__ import annotations

import pytest

from clinic.nlu.safety import is_violence, red_flag, settled, without_unreal


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("i can't breathe", "emergency"),
        ("my lips and tongue are swelling", "emergency"),
        ("she passed out after the session", "emergency"),
        ("something got in my eye and now it's blurry", "emergency"),
        ("it's not an emergency but my throat is closing", "emergency"),
        ("struggling for air even sitting up", "emergency"),
        ("i'm on eliquis and the cut still drips", "emergency"),
        ("went blank at the wheel on my way home", "emergency"),
        ("my eyelid is torn", "emergency"),
        ("bumps on every inch of me, itching so bad", "emergency"),
        ("no puedo respirar", "emergency"),
        ("there's grit under my eyelid", "emergency"),
        ("toner got in her left eye", "emergency"),
        ("my eyelids won't open", "emergency"),
        ("his ticker is skipping", "emergency"),
        ("my heart is doing cartwheels", "emergency"),
        ("palpitations since the gel", "emergency"),
        ("it's like a brick is sitting on my lungs", "emergency"),
        ("am i dying", "emergency"),
        ("i feel like im dying", "emergency"),
        ("my heart … i think i'm going to die", "emergency"),
        ("we called 911 and the paramedics are here", "emergency"),
        ("¿me voy a morir?", "emergency"),
        ("it smells and leaks", "same_day"),
        ("day 4 and it hurts more than on day 1", "same_day"),
        ("it's a crushing feeling", "emergency"),
        ("i self harm", "self_harm"),
        ("life isn't worth it with this face", "self_harm"),
        ("i'm going to die and i want to", "self_harm"),
        ("old self harm scars and some new ones", "self_harm"),
        ("self harm scars from years ago, did it again last night", "self_harm"),
        ("old self harm scars from when i was a teen, and i miss it", "self_harm"),
        ("self harm for 10 years, can you help with the scars", "self_harm"),
        ("i've been hurting myself for years, the old scars won't go", "self_harm"),
        ("old self harm scars, i'm 6 days clean", "self_harm"),
        ("yellow pus is coming out", "same_day"),
        ("fever of 102 and the redness keeps spreading", "same_day"),
        ("my skin is reacting really badly to this", "same_day"),
        ("tengo fiebre y pus", "same_day"),
        ("i want to die", "self_harm"),
        ("i don't want to be alive anymore", "self_harm"),
        ("i'm taking everything in my medicine cabinet", "self_harm"),
        ("almost jumped off the roof last night", "self_harm"),
        ("nie chce mi się żyć", "self_harm"),
    ],
)
def test_a_danger_is_seen(text: str, kind: str):
    assert red_flag(text) == kind


@pytest.mark.parametrize(
    "text",
    [
        "does it swell",
        "will my face be puffy after",
        "my cheeks are a little pink",
        "it removes dead skin right",
        "my feet are killing me lol",
        "i get fever blisters",
        "i have no fever",
        "i'd rather die than be seen in a spa",
        "i can't do this every month till i die",
        "fine lines around my eyes",
        "i'm dying to try this",
        "i had a heart attack in 2015, fine since",
        "seizures as a child, none now",
        "can grains get in my eyes",
        "what if acid gets in my eye",
        "my heart does a flip every time i see your work",
        "i get palpitations from coffee",
        "am i dying to try it? yes",
        "i'm an er nurse, only free at night",
        "is my face going to be puffy tomorrow",
        "can i move it if my son has a fever",
        "she passed out your flyers",
        "throbbing toothache, can we move it",
        "old self harm scars from high school, all healed",
        "i cut myself years ago, can you smooth the marks",
        "",
    ],
)
def test_what_only_sounds_like_one_is_none(text: str):
    assert red_flag(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "heart attack in 2015 and my chest hurts again",
        "had this last year, now my throat is closing",
        "i have chest pain. i was with you last year",
    ],
)
def test_what_goes_on_outranks_what_was_long_ago(text: str):
    assert red_flag(text) == "emergency"


@pytest.mark.parametrize(
    "text",
    [
        "i fainted once at the dentist",
        "i passed out when giving blood years ago",
        "i had a seizure as a child",
        "heart attack in 2015, stent, all good",
        "i want to die my hair red",
        "yellow stuff in my pores",
        "eyes swollen from crying last night over my ex",
        "my father had a heart attack last year",
        "i had an allergic reaction to shrimp in 2015",
        "my tattoo got infected last year",
        "i had a fever last month, all fine now",
        "my eyes are puffy in the morning",
        "does the mask make it hard to breathe",
        "i'm away tomorrow so i can't see my doctor",
        "pimple with pus on my chin, can you still do it",
        "my acne is getting worse since i stopped the pill",
        "blisters on my heel from new shoes",
        "you gave me chills, so good",
        "my heart is racing, i'm so excited",
        "i don't live here anymore",
        "i don't want to be here all day",
        "i cut myself shaving",
        "me falta una cita",
    ],
)
def test_what_is_long_past_or_ordinary_is_none(text: str):
    assert red_flag(text) is None


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("i fainted years ago and today again", "emergency"),
        ("i had hives in 2015 and now they are back all over my body", "emergency"),
        ("i had a seizure as a kid and just had one", "emergency"),
        ("lost vision in one eye, had lasik years ago", "emergency"),
        ("can't see. had surgery years ago", "emergency"),
        ("my chest hurts like it did last summer", "emergency"),
        ("can't breathe same as last year", "emergency"),
        ("i can't breathe, had asthma as a child", "emergency"),
        ("wheezing, had it last winter too", "emergency"),
        ("my lips swelled last month after your treatment", "emergency"),
        ("my eyes are puffy in the morning and my lips tingle", "emergency"),
        ("my lip is three times its size", "emergency"),
        ("my tattoo got infected last year and it's oozing", "same_day"),
        ("i got your peel last month, pus is coming out", "same_day"),
        ("the pimple you popped is full of pus", "same_day"),
        ("i don't want to be here when my kids grow up", "self_harm"),
        ("i tried to kill myself years ago", "self_harm"),
        ("mi hija no respira", "emergency"),
        ("someone please finish me", "self_harm"),
        ("i want it all to end me", "self_harm"),
        ("i just want everything to stop, my life too", "self_harm"),
        ("the scab came off and it is spurting", "emergency"),
    ],
)
def test_what_goes_on_is_a_danger_whatever_was_before(text: str, kind: str):
    assert red_flag(text) == kind


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("i want to kill myself my heart is broken i feel like i'm going to die", "self_harm"),
        ("i tried to kill myself, my chest hurts, i dont want to die anymore", "self_harm"),
        ("im suicidal, my chest is tight, i think im going to die", "self_harm"),
        ("my heart is heavy, i want to end it all, i feel like im going to die", "self_harm"),
        ("i can't do this anymore, let me just call someone before i do it", "self_harm"),
        ("cut myself open with a knife", "self_harm"),
        ("my forehead is throbbing since the peel yesterday", "same_day"),
        ("my head is throbbing and hot where you treated me", "same_day"),
        ("if my daughter has a fever of 103 after her facial what do i do", "same_day"),
        ("if my husband has a fever of 104 since your treatment yesterday", "same_day"),
        ("i am out of breath after walking to the elevator, it started after it", "emergency"),
        ("my heart is racing and it hurts whenever i look at the screen", "emergency"),
        ("my heart rate is running 170 bpm", "emergency"),
        ("pulse is 150, i dont feel fine", "emergency"),
        ("my heart rate is 160 running to the bathroom", "emergency"),
        ("my cheek is hot to the touch, your wand did it", "same_day"),
        ("your wand left my cheek hot to the touch", "same_day"),
        ("is my face going to be swollen shut on one side", "emergency"),
    ],
)
def test_what_is_harmless_alone_takes_nothing_from_what_stands_beside_it(text: str, kind: str):
    assert red_flag(text) == kind


@pytest.mark.parametrize(
    "text",
    [
        "your aesthetician burned my eye",
        "she hurt my eye with the wand",
        "the wand cut my eyelid",
        "they burned both of my eyelids",
    ],
)
def test_an_eye_that_was_hurt_is_an_emergency(text: str):
    assert red_flag(text) == "emergency"


@pytest.mark.parametrize(
    "text",
    [
        "my chest is tight, i don't want to die",
        "i feel like i'm going to die, my throat is closing",
    ],
)
def test_who_fears_to_die_of_the_body_is_an_emergency(text: str):
    assert red_flag(text) == "emergency"


@pytest.mark.parametrize(
    "text",
    [
        "my head is throbbing, can you move my appointment",
        "if my kid has a fever can i come another day",
        "my heart races when i see the price",
        "my heart rate was 150 while running, is that ok",
        "pulse hits 140 in spin class and i feel fine",
        "it was hot to the touch, the wand",
        "the lights hurt my eyes, can you dim them",
        "your website hurts my eyes",
        "can the laser hurt my eyes",
        "i don't want the light to hurt my eyes",
        "she cut around my eye area",
        "i can't do this anymore, i'll just call",
        "i cut myself opening a package",
    ],
)
def test_the_harmless_half_alone_is_none(text: str):
    assert red_flag(text) is None


def test_a_life_outranks_an_emergency_and_that_outranks_the_same_day():
    assert settled("same_day", "emergency") == "emergency"
    assert settled("self_harm", "emergency") == settled("same_day", "self_harm") == "self_harm"
    assert settled("emergency", "self_harm") == "emergency"  # a rule knows which of the two
    assert settled(None, None) is None


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("my husband hits me", True),
        ("mi marido me pega", True),
        ("my boyfriend hit me and i can't breathe", False),
        ("i can't breathe", False),
        ("my boyfriend hit me up about your clinic", False),
        ("i survived domestic violence and want my scars softer", False),
    ],
)
def test_violence_is_told_apart_from_what_the_body_suffers(text: str, told: bool):
    assert is_violence(text) == told


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("my throat is dry", ""),
        ("my hand is numb from typing and my face droops", "and my face droops"),
        ("mascara in my eye and it hurts", "mascara in my eye and it hurts"),
        ("is my vision affected", ""),
    ],
)
def test_what_only_sounds_like_a_danger_is_left_out_of_what_is_read(text: str, left: str):
    assert without_unreal(text).strip() == left
