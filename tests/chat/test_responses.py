"""A response's words are those of Rasa's own generator."""

from __future__ import annotations

import copy

import numpy as np
import pytest
from rasa.core.nlg import TemplatedNaturalLanguageGenerator
from rasa.core.processor import MessageProcessor

from clinic.chat.responses import Responses

VARIABLES = {"clinic_name": "PURE", "reference": "ABC", "name": "Ana", "details": "- none"}


@pytest.mark.parametrize("language", [None, "en", "es"])
def test_every_response_is_filled_as_by_rasa(
    processor: MessageProcessor, language: str | None
) -> None:
    responses, slots = processor.domain.responses, {"language": language}
    before = copy.deepcopy(responses)
    ours, rasas = Responses(responses), TemplatedNaturalLanguageGenerator(responses)
    for name in [*responses, "utter_unknown"]:
        made = []
        for generator in (ours, rasas):
            np.random.seed(1)
            made.append(generator.generate_from_slots(name, slots, "chat", **VARIABLES))
        assert made[0] == made[1]
    assert responses == before
