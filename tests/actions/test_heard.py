"""An answer to the question for a name is a name: no illness and no medicine is in it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from actions.booking.heard import heard
from actions.booking.reading import read
from actions.health import FACTS
from actions.mentions import remembered
from clinic.nlu.entities import entities_in

TODAY = date(2026, 3, 4)


class _Tracker:
    sender_id = "conversation"

    def __init__(self, text: str, requested: str | None, **parsed: Any) -> None:
        entities = entities_in(text, TODAY)
        health = [
            {"kind": FACTS[each["entity"]], "value": each["value"]}
            for each in entities
            if each["entity"] in FACTS
        ]
        self.latest_message = {
            "text": text, "message_id": "m1", "entities": entities, "health": health, **parsed,
        }  # fmt: skip
        self._requested = requested

    def get_slot(self, name: str) -> str | None:
        return self._requested if name == "requested_slot" else None


@pytest.mark.parametrize(
    "said",
    [
        "Allegra Hart", "Yaz Khan", "Lyrica Dean", "Avita Silva", "Sandy Graves", "Patty Warts",
        "it's Allegra Hart", "Anna Rosacae", "tremorr", "jo psorisis",
    ],
)  # fmt: skip
def test_a_name_that_was_asked_for_tells_nothing_of_health(said: str):
    message = heard(_Tracker(said, "name"))
    assert remembered([], message, [], in_form=True) == []
    assert message.health == []
    assert read(message, "name", {}).found["name"] in said


@pytest.mark.parametrize("said", ["diabetic", "mild rosacea", "I'm Hypothyroid", "MILD ROSACEA"])
def test_what_somebody_has_is_no_name(said: str):
    message = heard(_Tracker(said, "name"))
    assert remembered([], message, [], in_form=True) and message.health
    assert "name" not in read(message, "name", {}).found


def test_what_is_said_beside_the_name_counts():
    message = heard(_Tracker("my name is Allegra Hart and I take accutane", "name"))
    assert [each["value"] for each in message.health] == ["isotretinoin"]
    assert read(message, "name", {}).found["name"] == "Allegra Hart"


def test_elsewhere_a_medicine_is_one():
    assert heard(_Tracker("Allegra, mostly", "health_note")).health
