"""A visitor is answered in the language that they write in, in an emergency above all."""

from __future__ import annotations

import pytest

from tests.approved import is_response
from tests.live import LiveServer
from tests.visitor import Visitor

# How the answer to an emergency begins in each language.
SAYS = {"es": "Llame al", "pt": "Ligue agora", "ht": "Rele", "pl": "Zadzwoń"}
EMERGENCIES = {
    "es": ["no puedo respirar", "labios hinchados", "mi hija no respira", "dolor en el pecho"],
    "pt": ["nao consigo respirar", "dor no peito"],
    "ht": ["pa ka respire", "figi m anfle"],
    "pl": ["nie moge oddychac", "spuchly mi usta"],
}


@pytest.mark.parametrize(
    ("language", "message"),
    [(language, each) for language, messages in EMERGENCIES.items() for each in messages],
)
def test_a_first_message_in_danger_is_answered_in_its_language(
    language: str, message: str, live_server: LiveServer
):
    with Visitor(live_server.url).open() as visitor:
        (answer,) = visitor.say(message)
    assert is_response("utter_safety_emergency", answer["text"])
    assert SAYS[language] in answer["text"]


def test_a_conversation_in_spanish_stays_so_in_an_emergency_and_after_it(live_server: LiveServer):
    with Visitor(live_server.url).open() as visitor:
        visitor.say("hola me hicieron el tratamiento ayer y tengo la cara hinchada")
        (danger,) = visitor.say("no puedo respirar bien")
        after = visitor.say("appointment")
    assert SAYS["es"] in danger["text"]
    assert "¿" in after[-1]["text"]


def test_a_name_does_not_change_the_language(live_server: LiveServer):
    with Visitor(live_server.url).open() as visitor:
        visitor.say("i'd like to book")
        answer = visitor.say("Mia Las")
    assert "phone" in answer[-1]["text"]
