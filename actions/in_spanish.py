"""What is asked in Spanish and has its answer in Spanish; the rest is answered in English only."""

from __future__ import annotations

import re

from actions.message import Message
from clinic.store.folded import fold

LONGEST = 14  # words; who writes more asks for more than is heard here
PERSON = "human_handoff"
SYMPTOM = "utter_own_symptom"
THANKS = "utter_thanks"
_FACE = r"(?:cara|piel|rostro|frente|mejillas?|nariz|menton|barbilla|cuello)"


def _anywhere(*phrases: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(phrases)})\b")


# In words without accents. What is told of one's own skin comes first, then who wants a person.
ASKED = (
    (
        SYMPTOM,
        _anywhere(
            r"(?<!no )(?:me|le|nos) (?:\w+ )?(?:arde|pica|duele|quema|molesta|sangra|escuece)n? "
            rf"(?:\w+ )*?{_FACE}",
            rf"{_FACE} (?:me )?(?:\w+ )?(?:arde|pica|duele|quema|sangra|esta roja|esta irritada)",
            rf"tengo (?:\w+ )*?{_FACE} (?:muy )?(?:roja|irritada|quemada|inflamada|reseca)",
            r"me (?:arde|pica|quema) (?:mucho|todo|desde|todavia|aun)",
        ),
    ),
    (
        PERSON,
        _anywhere(
            r"(?:hablar|comunicar\w*|contactar\w*) con (?:\w+ )?"
            r"(?:persona|alguien|humano|recepcion|encargad[oa]|equipo|clinica|doctora?)",
            r"(?:una|alguna) persona (?:real|de verdad)", r"(?:me )?pueden? llamar(?:me)?",
            r"que me llamen", r"llam[ae](?:n)?me", r"atencion al cliente",
        ),
    ),
    ("faq/age_minor", _anywhere(r"menor(?:es)? de edad", r"edad minima")),
    (
        "faq/price",
        _anywhere(r"(?:cuanto|que) (?:me )?(?:cuestan?|valen?|cobran?|sale)", r"precios?",
                  r"descuentos?", r"(?:aceptan|cubre) (?:el |mi )?seguro"),
    ),
    (
        "faq/pain",
        re.compile(
            r"^\W*(?:y |oye |hola )*(?:(?:me )?(?:va a |puede )?(?:duele|doler|dolera)"
            r"(?: (?:mucho|algo|el tratamiento|la sesion|eso|esto))*|es doloros[oa]|hay dolor)\W*$"
        ),
    ),
    (
        "faq/session_count",
        _anywhere(r"cuant[ao]s (?:sesion(?:es)?|veces|tratamientos|citas)"),
    ),
    (THANKS, re.compile(r"^\W*(?:muchas |mil |ok |bueno |muchisimas )*gracias\W*$")),
    ("faq/procedure_what", _anywhere(r"(?:que es|en que consiste|como funciona)")),
)  # fmt: skip


def asked_in_spanish(message: Message) -> str | None:
    """The topic or response that answers a message in Spanish, or that a person is wanted."""
    if message.language != "es" or message.is_button or len(message.text.split()) > LONGEST:
        return None
    if _is_of_a_minor(message):
        return "faq/age_minor"
    text = fold(message.text)
    return next((said for said, asked in ASKED if asked.search(text)), None)


def _is_of_a_minor(message: Message) -> bool:
    ages = [each.value for each in message.of("age") if not each.negated]
    return any(age.isdigit() and int(age) < 18 for age in ages)
