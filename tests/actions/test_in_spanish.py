"""What is told in Spanish is heard as that, and what is denied is not."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from actions.in_spanish import SYMPTOM, asked_in_spanish
from actions.message import Message


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("me duele la cara desde ayer", SYMPTOM),
        ("me arde mucho la piel, cuanto cuesta?", SYMPTOM),
        ("no me duele la cara, cuanto cuesta?", "faq/price"),
        ("no me arde la piel. cuantas sesiones son?", "faq/session_count"),
    ],
)
def test_a_symptom_comes_first_unless_it_is_denied(text: str, asked: str):
    said = {"text": text, "language": "es", "intent": {"name": "other_language"}}
    message = Message(SimpleNamespace(latest_message=said, sender_id="visitor"))
    assert asked_in_spanish(message) == asked
