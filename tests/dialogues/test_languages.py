"""A visitor is answered in the language that they write in, in an emergency above all."""

from __future__ import annotations

import pytest

from tests.approved import is_response
from tests.live import LiveServer
from tests.visitor import Visitor

# How the answer to an emergency begins in each language.
SAYS = {
    "es": "Llame al",
    "pt": "Ligue agora",
    "ht": "Rele",
    "pl": "Zadzwoń",
    "fr": "Appelez le",
    "de": "Rufen Sie jetzt",
    "it": "Chiami subito",
    "ru": "Сейчас же звоните",
    "zh": "请立即拨打",
    "ar": "اتصل بالرقم",
}
EMERGENCIES = {
    "es": ["no puedo respirar", "labios hinchados", "mi hija no respira", "dolor en el pecho"],
    "pt": ["nao consigo respirar", "dor no peito"],
    "ht": ["pa ka respire", "figi m anfle"],
    "pl": ["nie moge oddychac", "spuchly mi usta"],
    "fr": ["j'etouffe depuis la seance"],
    "de": ["meine lippen sind geschwollen"],
    "it": ["mia figlia non respira"],
    "ru": ["трудно дышать"],
    "zh": ["嘴唇肿起来了"],
    "ar": ["لساني متورم"],
}
# Not wanting to live, and what is told of the crisis line.
CRISES = {
    "fr": ("je veux mourir", "prévention du suicide"),
    "de": ("ich will nicht mehr leben", "Krisenlinie"),
    "it": ("non voglio vivere", "prevenzione del suicidio"),
    "ru": ("не хочу жить", "кризисная линия"),
    "zh": ("不想活了", "预防自杀"),
    "ar": ("اريد ان اموت", "الوقاية من الانتحار"),
}
PRICES = {
    "fr": ("combien coûte une séance svp", "anglais"),
    "de": ("wie viel kostet eine Behandlung", "Englisch"),
    "it": ("quanto costa una seduta", "inglese"),
    "ru": ("сколько стоит процедура", "английски"),
    "zh": ("一次多少钱", "英语"),
    "ar": ("كم سعر الجلسة", "الإنجليزية"),
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


@pytest.mark.parametrize("language", CRISES)
def test_a_life_in_danger_is_answered_in_its_language(language: str, live_server: LiveServer):
    message, told = CRISES[language]
    with Visitor(live_server.url).open() as visitor:
        (answer,) = visitor.say(message)
    assert is_response("utter_safety_self_harm", answer["text"])
    assert told in answer["text"]


@pytest.mark.parametrize("language", PRICES)
def test_that_only_english_is_spoken_is_told_in_the_visitors_language(
    language: str, live_server: LiveServer
):
    message, told = PRICES[language]
    with Visitor(live_server.url).open() as visitor:
        (answer,) = visitor.say(message)
    assert is_response("utter_other_language", answer["text"])
    assert told in answer["text"]


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


@pytest.mark.parametrize(
    ("message", "response", "told"),
    [
        ("¿Cuánto cuesta?", "utter_faq/price", "precios"),
        ("¿me va a doler?", "utter_faq/pain", "molestia"),
        ("cuantas sesiones son", "utter_faq/session_count", "sesiones"),
        ("tengo 15 años", "utter_faq/age_minor", "tutor"),
        ("me arde mucho la frente", "utter_own_symptom", "médico"),
        ("quisiera hablar con alguien", "utter_human_handoff", "persona"),
        ("muchas gracias", "utter_thanks", "gusto"),
        # What is not heard here has no answer in Spanish yet.
        ("¿me puede arder la frente?", "utter_other_language", "inglés"),
        ("tengo 45 años y muchas manchas", "utter_other_language", "inglés"),
    ],
)
def test_the_plainest_questions_in_spanish_are_answered_so(
    message: str, response: str, told: str, live_server: LiveServer
):
    with Visitor(live_server.url).open() as visitor:
        answer = visitor.say(message)[0]
    assert is_response(response, answer["text"]), answer["text"]
    assert told in answer["text"]


def test_a_face_that_does_not_hurt_is_no_symptom(live_server: LiveServer):
    with Visitor(live_server.url).open() as visitor:
        said = visitor.say("no me duele la cara, cuanto cuesta?")
    assert "203-" not in said[0]["text"] and "precio" in said[0]["text"], said
