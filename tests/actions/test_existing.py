"""An appointment that somebody has already is told from one that is wished for."""

from __future__ import annotations

from typing import Any

import pytest

from actions.change.existing import is_about_one
from actions.message import Message


class _Tracker:
    sender_id = "conversation"

    def __init__(self, text: str, **parsed: Any) -> None:
        self.latest_message = {"text": text, "message_id": "m1", **parsed}


@pytest.mark.parametrize(
    "text",
    [
        "I have an appointment on Friday at 2 and need to move it",
        "hi, I’ve got an appointment tuesday",
        "we booked a session for the 9th, can we push it",
        "do I have an appointment on tuesday? I forgot what time",
        "please cancel my facial appointment",
        "am I still booked for thursday?",
        "quiero cancelar mi cita",
        "tengo una cita el lunes y quiero cambiarla",
        "¿a qué hora es mi cita?",
        "necesito cambiar la hora de mi cita",
    ],
)
def test_an_appointment_that_stands_is_told_of(text: str):
    assert is_about_one(Message(_Tracker(text)))


@pytest.mark.parametrize(
    "text",
    [
        "can I have an appointment on Friday",
        "I'd like to have an appointment",
        "I have an appointment with my dermatologist on Friday, can I come on Saturday",
        "I have an appointment at the dentist on monday, so tuesday",
        "I had an appointment in May and want to book another one",
        "do I need an appointment",
        "quiero una cita para el lunes",
        "puedo tener una cita",
        "do I have to make an appointment",
        "if I have an appointment and can't come",
        "tengo una cita con mi médico el lunes",
    ],
)
def test_a_wish_for_one_or_another_business_is_not(text: str):
    assert not is_about_one(Message(_Tracker(text)))


def test_a_question_about_the_treatment_is_answered():
    text = "I have an appointment on friday, does it hurt"
    assert not is_about_one(Message(_Tracker(text, topics=["faq/pain"])))
