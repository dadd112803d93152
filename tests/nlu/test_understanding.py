"""The trained pipeline as a whole, from typed words to what the conversation gets."""

from __future__ import annotations

import json

import pytest
from rasa.core.processor import MessageProcessor

from clinic.errors import ModelError
from clinic.nlu.parse import load_processor, parse_message, shown


def test_a_question_is_understood_with_what_it_names(processor: MessageProcessor):
    parsed = parse_message(processor, "does it help w acne scars on my back? im not diabetic")
    assert parsed["label"] == "faq/concern_suitability"
    assert parsed["health"] == []
    named = {(each["entity"], each["value"]): each["negated"] for each in parsed["entities"]}
    assert named[("concern", "acne scars")] is False
    assert named[("condition", "diabetes")] is True


def test_two_questions_are_both_understood(processor: MessageProcessor):
    parsed = parse_message(processor, "how much is it and does it hurt?")
    assert set(parsed["topics"]) == {"faq/price", "faq/pain"}


@pytest.mark.parametrize(
    ("text", "topics"),
    [
        ("any redness or pain", ["faq/side_effects", "faq/pain"]),
        ("price and number of sessions", ["faq/price", "faq/session_count"]),
        ("how often how many times", ["faq/session_frequency", "faq/session_count"]),
    ],
)
def test_two_topics_in_one_breath_are_both_understood(
    text: str, topics: list[str], processor: MessageProcessor
):
    assert sorted(parse_message(processor, text)["topics"]) == sorted(topics)


def test_a_list_of_plain_questions_is_no_danger(processor: MessageProcessor):
    asked = "1. What is microdermabrasion? 2. Does it hurt? 3. Will I be red? 4. Where are you?"
    assert "safety" not in parse_message(processor, asked)


def test_a_danger_in_the_last_of_many_sentences_is_seen(processor: MessageProcessor):
    told = "I was there today. It was nice. It was quick. I drove home. I ate. I slept. I woke up. "
    assert parse_message(processor, told + "My throat is closing up.")["safety"] == "emergency"
    assert parse_message(processor, told + "Every breath is work now.")["safety"] == "emergency"


def test_a_question_without_the_form_of_one_is_answered_where_it_is_clear(
    processor: MessageProcessor,
):
    parsed = parse_message(processor, "the risks + a list of who shouldn't")
    assert set(parsed["topics"]) == {"faq/side_effects", "faq/contraindications_list"}


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("can I come on Saturdays", "booking_request"),
        ("could I maybe come in on saturdays", "booking_request"),
        ("i can only come on sundays", "booking_request"),
        ("can I come this Saturday", "booking_request"),
        ("are saturdays possible", "faq"),
        ("do you take people on a sunday?", "faq"),
        ("would it be possible to come on sundays", "faq"),
    ],
)
def test_coming_on_some_day_is_a_wish_or_a_question_about_the_hours(
    text: str, intent: str, processor: MessageProcessor
):
    parsed = parse_message(processor, text)
    assert parsed["intent"]["name"] == intent
    assert parsed["topics"] == (["faq/hours_contact"] if intent == "faq" else [])


def test_what_only_tells_the_background_gets_no_answer_of_its_own(processor: MessageProcessor):
    assert parse_message(processor, "I have blackheads. where are you?")["topics"] == [
        "faq/location"
    ]


def test_whether_one_may_come_is_asked_of_what_was_told(processor: MessageProcessor):
    parsed = parse_message(processor, "I have a stent. Would you still take me?")
    assert parsed["topics"] == ["faq/contraindication_personal"]


def test_the_same_words_are_always_read_alike(processor: MessageProcessor):
    text = "so my friend had it an said it stung, is that so"
    first = parse_message(processor, text)
    parse_message(processor, "something else altogether")
    assert parse_message(processor, text) == first


@pytest.mark.parametrize("text", ["/restart", "/session_start", '/deny{"name": "x"}'])
def test_a_typed_command_is_no_command(text: str, processor: MessageProcessor):
    parsed = parse_message(processor, text)
    assert parsed["label"] != text[1:].partition("{")[0]
    assert "name" not in [entity["entity"] for entity in parsed["entities"]]


@pytest.mark.parametrize("text", ["", " ", "a" * 2000, "🙂" * 300, "\u202eabc\u0000", "?" * 1000])
def test_no_message_is_too_odd_to_be_understood(text: str, processor: MessageProcessor):
    assert shown(parse_message(processor, text))["would"] in ("answer", "clarify", "handoff")


def test_what_is_shown_can_be_written_as_json(processor: MessageProcessor):
    assert json.loads(json.dumps(shown(parse_message(processor, "friday at 3 in norwalk"))))


def test_a_folder_without_a_model_says_what_to_do(tmp_path):
    with pytest.raises(ModelError, match="clinic train"):
        load_processor(tmp_path)


def test_a_broken_model_says_what_to_do(tmp_path):
    (tmp_path / "broken.tar.gz").write_bytes(b"no archive")
    with pytest.raises(ModelError, match="Delete it"):
        load_processor(tmp_path)
