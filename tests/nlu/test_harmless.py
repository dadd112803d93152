"""What only sounds like a danger, and what keeps its alarm beside it."""

from __future__ import annotations

import pytest
from rasa.core.processor import MessageProcessor

from clinic.nlu.parse import parse_message
from clinic.nlu.safety import without_unreal


def safety_of(processor: MessageProcessor, text: str) -> str | None:
    return parse_message(processor, text).get("safety")


@pytest.mark.parametrize(
    "text",
    [
        "sí, pero no me llamen, solo correo",
        "sí, mándelo pero no me hable, escríbame",
        "no me hablen al trabajo",
        "sí, envíelo, pero no me marquen, mándeme un correo",
        "no me llamen antes de las 5",
        "no me mande correos, no los leo",
        "mándeme un texto al trabajo",
        "chest and face, both",
        "hands and back on my body too please, and chest",
        "neck and chest i think",
        "hold on my phone is dying",
        "my laptop died sorry",
        "im coughing",
        "sneezing a lot today, should i cancel",
        "my eyes look tired and puffy, would it help",
        "under eye bags i mean",
        "eyes look old and puffy",
        "im so burnt out and i hate how i look lately, thinking of treating myself",
        "so burned out, time to pamper myself, do you have friday",
        "pores on my face look huge after the winter",
        "if my face swelled up after what would you do",
        "my dog has swollen lips haha",
    ],
)
def test_ordinary_words_get_no_alarm(processor: MessageProcessor, text: str):
    assert safety_of(processor, text) is None


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("no me llamen, ya no quiero vivir", "self_harm"),
        ("no me hablen, no puedo respirar", "emergency"),
        ("my phone is dying and so am i, i want to die", "self_harm"),
        ("phone is dying, my throat is closing", "emergency"),
        ("i'm coughing blood since the mask", "emergency"),
        ("tired and puffy eyes since the facial, one won't open", "emergency"),
        ("i hate how i look, thinking of treating myself to a handful of pills", "self_harm"),
        ("my chest hurts and my arm too", "emergency"),
        ("if my face swells up what do i do, it is swelling now", "emergency"),
        ("my dog bit me and has my lips swollen", "emergency"),
    ],
)
def test_a_danger_beside_them_is_seen(processor: MessageProcessor, text: str, kind: str):
    assert safety_of(processor, text) == kind


def test_a_message_is_read_without_what_is_harmless():
    rest = without_unreal("my phone is dying, friday is fine")
    assert rest.split() == ["my", ",", "friday", "is", "fine"]
    assert without_unreal("my phone is dying, i'm dying") == "my phone is dying, i'm dying"
