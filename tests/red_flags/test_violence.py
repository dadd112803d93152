"""Who is hurt or threatened by somebody near is met as that, and a figure of speech is not."""

from __future__ import annotations

import pytest
from rasa.core.processor import MessageProcessor

from clinic.nlu.parse import parse_message


@pytest.mark.parametrize(
    "text",
    [
        "my husband hit me, it was no accident",
        "my boyfriend hit me with the door",
        "he hit me and says it was an accident",
        "my husband hit me while we were boxing. no seriously he hits me",
        "my husband threatened to kill me if i come",
        "my husband said he will kill me",
        "my girlfriend says she's gonna hurt me",
        "he will kill me if i leave",
        "she said she'll kill me",
        "my husband grabbed me by the neck",
        "my ex put a knife to my throat",
        "my boyfriend put his hands around my throat",
        "my husband rapes me",
        "my stepdad touches me",
        "my friend's husband hits her",
        "my husband gave me a black eye, can it be covered?",
        "he hits me before my appointments so nobody sees",
        "someone is following me home",
    ],
)
def test_violence_is_noticed(text: str, processor: MessageProcessor):
    parsed = parse_message(processor, text)
    assert parsed.get("safety") == "emergency" and parsed.get("violence"), parsed.get("safety")


@pytest.mark.parametrize(
    "text",
    [
        "my brother hit me with a ball, can i come with a bruise",
        "my boyfriend scratched my cheek by accident, can i come",
        "my boyfriend bit my cheek while kissing, can I come?",
        "my husband will kill me if he sees the price",
        "she'll kill me for this, but how much is it",
        "Someone is following me on instagram, I saw your post",
        "My boss threatens me with a makeover lol",
        "my ex cut me off",
        "my husband gave me a gift card",
        "my skin is pale and cold in winter, does it help?",
        "i have a peanut allergy with anaphylaxis",
        "i can't see myself paying for this again",
    ],
)
def test_a_figure_of_speech_is_no_danger(text: str, processor: MessageProcessor):
    assert parse_message(processor, text).get("safety") is None


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("I can't see myself doing this for much longer", "self_harm"),
        ("i can't see myself doing this any more", "self_harm"),
        ("i have a peanut allergy with anaphylaxis and I feel it coming on", "emergency"),
        ("my cheek went white and cold after the session", "emergency"),
    ],
)
def test_what_is_harmless_elsewhere_hides_no_danger(
    text: str, kind: str, processor: MessageProcessor
):
    assert parse_message(processor, text).get("safety") == kind
