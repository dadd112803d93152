"""What the assistant does with what it understood."""

from __future__ import annotations

from typing import Any

import pytest
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message

from clinic.nlu.decision import MOST_ANSWERS, MessageDecision


def decide(text: str, label: str, confidence: float = 0.95, **understood: Any) -> Message:
    message = Message(
        {
            TEXT: text,
            "label": label,
            "label_confidence": confidence,
            "questions": [label],
            "intent_ranking": [{"name": label, "confidence": confidence}],
            ENTITIES: [],
        }
        | understood
    )
    MessageDecision(MessageDecision.get_default_config()).process([message])
    return message


def entity(kind: str, value: str, **more: Any) -> dict[str, Any]:
    return {"entity": kind, "value": value, "negated": False, "subject": "self"} | more


def test_what_is_sure_enough_is_answered():
    message = decide("does it hurt", "faq/pain")
    assert message.get("would") == "answer"
    assert message.get("topics") == ["faq/pain"]
    assert message.get("intent")["name"] == "faq"


def test_what_is_not_sure_is_asked_back():
    message = decide("hmm and that thing", "faq/pain", 0.5)
    assert message.get("would") == "clarify"
    assert message.get("topics") == []
    assert message.get("suggestions") == ["faq/pain"]


@pytest.mark.parametrize("label", ["human_handoff", "complaint"])
def test_a_person_is_reached_with_less_than_an_answer_needs(label: str):
    assert decide("get me somebody", label, 0.5).get("would") == "handoff"


@pytest.mark.parametrize("danger", ["emergency", "same_day", "self_harm"])
def test_a_danger_outranks_every_question(danger: str):
    message = decide("what does it cost", "faq/price", danger=danger)
    assert message.get("safety") == danger
    assert message.get("intent")["name"] == "emergency"
    assert message.get("topics") == []


def test_a_danger_seen_by_rule_counts_where_the_classifier_sees_none():
    assert decide("i can't breathe", "faq/price").get("safety") == "emergency"


def test_every_question_is_answered_up_to_a_limit():
    asked = ["faq/pain", "faq/price", "faq/location", "faq/downtime"]
    assert decide("well?", "faq/pain", questions=asked).get("topics") == asked[:MOST_ANSWERS]


def test_own_health_is_answered_where_nothing_else_is_sure():
    message = decide("eczema though", "chitchat", 0.3, entities=[entity("condition", "eczema")])
    assert message.get("topics") == ["faq/contraindication_personal"]
    assert message.get("health") == [{"kind": "condition", "value": "eczema"}]


def test_a_sign_of_a_condition_counts_as_one():
    signs = [entity("health_sign", "kidney disease"), entity("condition", "kidney disease")]
    message = decide("my kidneys are failing", "chitchat", 0.3, entities=signs)
    assert message.get("topics") == ["faq/contraindication_personal"]
    assert message.get("health") == [{"kind": "condition", "value": "kidney disease"}]


@pytest.mark.parametrize("more", [{"negated": True}, {"subject": "other"}])
def test_health_that_is_denied_or_anothers_is_not_the_writers(more: dict):
    message = decide("…well", "chitchat", 0.3, entities=[entity("condition", "eczema", **more)])
    assert message.get("health") == []
    assert message.get("would") == "clarify"


def test_who_leaves_a_number_wants_to_be_reached():
    message = decide("203 555 0142 jo", "chitchat", 0.3, entities=[entity("phone", "+12035550142")])
    assert message.get("intent")["name"] == "booking_request"


def test_another_language_is_told_as_such():
    message = decide("quanto custa uma sessão e dói muito?", "faq/price")
    assert message.get("intent")["name"] == "other_language"
    assert message.get("language") == "pt"


@pytest.mark.parametrize("text", ["?!", "👍", "   "])
def test_a_message_without_words_is_no_question(text: str):
    assert decide(text, "faq/pain").get("topics") == []


@pytest.mark.parametrize("label", ["faq/contraindication_personal", "faq/men"])
def test_what_is_no_illness_is_not_answered_as_one(label: str):
    sign = entity("condition", "hearing loss", text="deaf", start=3, end=7)
    message = decide("im deaf", label, 0.95 if label.endswith("personal") else 0.3, entities=[sign])
    assert message.get("topics") == ["faq/candidate_assessment"]
    assert message.get("health") == []
    assert [each["entity"] for each in message.get(ENTITIES)] == ["trait"]


def test_a_mole_that_has_changed_is_no_infection():
    mole = entity("condition", "atypical mole", text="mole that changed", start=0, end=17)
    message = decide("mole that changed", "emergency", danger="same_day", entities=[mole])
    assert message.get("safety") is None
    assert message.get("topics") == ["faq/contraindication_personal"]
